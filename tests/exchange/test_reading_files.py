"""What a file is, its content says."""

import io
import zipfile
from pathlib import Path

import pytest

from crm.exchange.reading import files
from crm.exchange.reading.files import open_book, read_book
from crm.refusal import Refusal
from exchange.workbook import workbook


def zipped(**parts: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as parts_of:
        for name, body in parts.items():
            parts_of.writestr(name.replace("__", "/") + ".xml", body)
    return content.getvalue()


def lying_zip() -> bytes:
    """Says that it unfolds to nothing."""
    return zipped(xl__workbook=b" " * 10_000_000)


REPEATED = (
    b'<table:table-row table:number-rows-repeated="9000000"><table:table-cell '
    b'office:value-type="string" table:number-columns-repeated="9000"><text:p>a</text:p>'
    b"</table:table-cell></table:table-row>"
)
REFUSED = {
    "repeated": (zipped(content=REPEATED), files.FileTooLarge),
    "exe": (b"MZ\x90\x00\x03" + bytes(range(256)) * 4, files.FileNotATable),
    "pdf": (b"%PDF-1.7 abc", files.FileNotATable),
    "empty": (b"", files.FileEmpty),
    "blank": (b"\xef\xbb\xbf \r\n\r\n", files.FileEmpty),
    "old": (b"\xd0\xcf\x11\xe0\xa1\xb1", files.OldWorkbook),
    "cut": (workbook()[:900], files.WorkbookDamaged),
    "other zip": (zipped(word__document=b"<a/>"), files.FileNotATable),
    "hollow": (zipped(xl__workbook=b"<a/>"), files.WorkbookDamaged),
    "wide": (
        zipped(xl__workbook=b"<a/>", xl__sheet=b'<c r="A1"/><c r="XFD1048576"/>'),
        files.FileTooLarge,
    ),
}


@pytest.mark.parametrize(("content", "refusal"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_table_is_refused(
    content: bytes, refusal: type[Refusal], tmp_path: Path
) -> None:
    path = tmp_path / "suivi.xlsx"
    path.write_bytes(content)
    with pytest.raises(refusal):
        open_book(path)
    assert refusal.sentence.endswith(".")


def test_a_bomb_is_weighed_before_it_unfolds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "HEAVIEST_UNFOLDED", 1_000_000)
    with pytest.raises(files.FileTooLarge):
        read_book(lying_zip())


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(files.FolderGiven):
        open_book(tmp_path)
    with pytest.raises(files.FileMissing):
        open_book(tmp_path / "rien.csv")


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_table_in_text_is_read_as_it_comes(mark: str, encoding: str) -> None:
    text = f'Nom{mark}Ville\r\n\r\n"Œuvre{mark} été"{mark}Percé\r\n'
    rows = read_book(text.encode(encoding)).sheets[0].rows
    assert rows == ((1, ("Nom", "Ville")), (2, ()), (3, (f"Œuvre{mark} été", "Percé")))


def test_rows_keep_the_number_they_have_in_the_file() -> None:
    sheet = read_book(workbook()).sheets[1]
    assert sheet.rows[1][0] == 2
    assert sheet.rows[1][1][0] == "Organisme"
