"""From a file to sheets of cells. What a file is, its content says, never its name."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from hashlib import blake2b
from pathlib import Path

from msgspec import Struct
from python_calamine import CalamineError, CalamineWorkbook

from crm.refusal import N_, Refusal

Cell = str | int | float | bool | date | datetime | time | timedelta
HEAVIEST = 30_000_000
"""Bytes of a file as it comes."""
HEAVIEST_UNFOLDED = 250_000_000
"""Bytes of a workbook once unzipped."""
MOST_PARTS = 2_000
MOST_CELLS = 4_000_000
"""Cells of the rectangle that a sheet spans, empty ones included."""
CELL_AT = re.compile(rb'<c [^>]{0,40}?r="([A-Z]{1,3})(\d{1,7})"')
ROW_REPEATED = re.compile(
    rb'<table:table-row[^>]*?number-rows-repeated="(\d{1,9})"[^>]*>(.*?)</table:table-row>',
    re.DOTALL,
)
CELLS_REPEATED = re.compile(
    rb'<table:table-cell(?=[^>]*value-type)[^>]*?columns-repeated="(\d{1,9})"'
)
CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")
ENCODINGS = ("utf-8-sig", "cp1252")


class RawSheet(Struct, frozen=True):
    """A sheet as it is: rows with their number in the file, from 1."""

    number: int
    title: str
    """Empty for a CSV, which has none."""
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]


class Book(Struct, frozen=True):
    """A file opened. The digest recognises the same file."""

    digest: str
    sheets: tuple[RawSheet, ...]


class FileMissing(Refusal):
    sentence = N_("Ce fichier est introuvable. Vérifiez le chemin.")
    status = 404
    field = "fichier"


class FolderGiven(Refusal):
    sentence = N_("Ceci est un dossier. Choisissez un seul fichier.")
    field = "fichier"


class FileEmpty(Refusal):
    sentence = N_("Ce fichier est vide.")
    field = "fichier"


class FileTooLarge(Refusal):
    sentence = N_("Ce fichier est trop lourd. Séparez-le en fichiers plus petits.")
    status = 413
    field = "fichier"


class FileNotATable(Refusal):
    sentence = N_(
        "Ce fichier n’est ni un classeur ni un tableau en texte. "
        "Enregistrez-le en .xlsx, en .ods ou en .csv."
    )
    field = "fichier"


class OldWorkbook(Refusal):
    sentence = N_("Ce classeur est dans un ancien format ou protégé. Enregistrez-le en .xlsx.")
    field = "fichier"


class WorkbookDamaged(Refusal):
    sentence = N_("Ce classeur est abîmé. Ouvrez-le, puis enregistrez-le de nouveau en .xlsx.")
    field = "fichier"


def open_book(path: Path) -> Book:
    """The sheets of a CSV, XLSX or ODS file.

    Raises FileMissing, FolderGiven, FileEmpty, FileTooLarge, FileNotATable, OldWorkbook,
    WorkbookDamaged.
    """
    if path.is_dir():
        raise FolderGiven
    if not path.is_file():
        raise FileMissing
    if path.stat().st_size > HEAVIEST:
        raise FileTooLarge
    return read_book(path.read_bytes())


def read_book(content: bytes) -> Book:
    """The sheets of a file's content. Raises as `open_book`."""
    if len(content) > HEAVIEST:
        raise FileTooLarge
    if not content.strip(b"\xef\xbb\xbf \t\r\n\x00"):
        raise FileEmpty
    if content.startswith(b"PK\x03\x04"):
        sheets = _workbook(content)
    elif content.startswith(b"\xd0\xcf\x11\xe0"):
        raise OldWorkbook
    else:
        sheets = (_table(_text(content)),)
    return Book(blake2b(content, digest_size=16).hexdigest(), sheets)


def _workbook(content: bytes) -> tuple[RawSheet, ...]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            _weigh(parts)
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return tuple(
            RawSheet(n, title, _cells(book, title)) for n, title in enumerate(book.sheet_names, 1)
        )
    except (zipfile.BadZipFile, zipfile.LargeZipFile, CalamineError, EOFError, ValueError) as e:
        raise WorkbookDamaged from e
    except (RuntimeError, NotImplementedError) as e:  # a part is encrypted
        raise OldWorkbook from e


def _weigh(parts: zipfile.ZipFile) -> None:
    """What it unfolds to is counted as it unfolds: a zip may lie about its own size."""
    names = {part.filename for part in parts.infolist()}
    if not names & {"xl/workbook.xml", "content.xml"}:
        raise FileNotATable
    left = HEAVIEST_UNFOLDED
    if len(names) > MOST_PARTS or sum(part.file_size for part in parts.infolist()) > left:
        raise FileTooLarge
    for part in parts.infolist():
        width, height, repeated = 0, 0, 0
        for piece in _pieces(parts, part):
            left -= len(piece)
            if left < 0:
                raise FileTooLarge
            for column, row in CELL_AT.findall(piece):
                width, height = max(width, _column(column)), max(height, int(row))
            repeated += _repeated(piece)
        if max(width * height, repeated) > MOST_CELLS:
            raise FileTooLarge


def _repeated(piece: bytes) -> int:
    """Cells with a value that an ODS says once and repeats; blank ones cost nothing."""
    rows = (
        int(times) * max(1, len(cells) // 30)
        for times, cells in ROW_REPEATED.findall(piece)
        if b"value-type" in cells
    )
    widest = max(map(int, CELLS_REPEATED.findall(piece)), default=0)
    return sum(rows) + widest * piece.count(b"<table:table-row")


def _pieces(parts: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    with parts.open(part) as stream:
        while piece := stream.read(4_000_000):
            yield piece


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _cells(book: CalamineWorkbook, title: str) -> tuple[tuple[int, tuple[Cell, ...]], ...]:
    sheet = book.get_sheet_by_name(title)
    rows = sheet.to_python(skip_empty_area=False)
    return tuple((n, tuple(row)) for n, row in enumerate(rows, 1))


def _text(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if CONTROLS.search(content) or content.startswith((b"%PDF", b"{\\rtf")):
        raise FileNotATable
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileNotATable


def _table(text: str) -> RawSheet:
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    except csv.Error as e:
        raise FileNotATable from e
    return RawSheet(1, "", tuple((n, tuple(row)) for n, row in enumerate(rows, 1)))


def _delimiter(text: str) -> str:
    """The mark that cuts the first lines into most columns, quotes respected."""
    sample = text.splitlines()[:25]

    def columns(mark: str) -> int:
        return sum(len(row) - 1 for row in csv.reader(sample, delimiter=mark) if row)

    try:
        return max((",", ";", "\t"), key=columns)
    except csv.Error:
        return ","
