"""A hand-kept workbook becomes rows, each with its fate and the reason for it."""

from datetime import date

from crm.exchange.reading.attaching import attach
from crm.exchange.reading.directory import Directory, Known
from crm.exchange.reading.files import read_book
from crm.exchange.reading.rows import (
    FollowUpRow,
    PortraitRow,
    PromoterRow,
    RowRead,
    SheetRead,
    TrainingRow,
)
from crm.exchange.reading.sheets import read_sheets
from exchange.workbook import NAMES, workbook

TODAY = date(2026, 4, 30)


def sheets(content: bytes) -> dict[str, SheetRead]:
    return {sheet.title: sheet for sheet in read_sheets(read_book(content), TODAY)}


def row(sheet: SheetRead, number: int) -> RowRead:
    return next(row for row in sheet.rows if row.row == number)


def content(sheet: SheetRead) -> object:
    return next(row.content for row in sheet.rows if row.content)


def test_each_sheet_is_recognised_by_its_titles() -> None:
    kinds = {title: sheet.kind for title, sheet in sheets(workbook()).items()}
    assert kinds == {
        "Suivi": "follow_up",
        "Relève": "portraits",
        "Promoteurs": "promoters",
        "Formations": "trainings",
        "Divers": "unknown",
    }


def test_each_row_has_its_fate() -> None:
    fates = {row.row: (row.fate, row.reason) for row in sheets(workbook())["Suivi"].rows}
    recorded = dict.fromkeys((4, 5, 6, 7, 10, 14), ("recorded", ""))
    assert fates == {
        1: ("ignored", ""),
        **recorded,
        9: ("ignored", ""),
        11: ("duplicate", ""),
        12: ("unreadable", "no_organisation"),
        13: ("unreadable", "unreadable"),
        15: ("unreadable", "unreadable"),
    }


def test_every_row_not_recorded_says_why() -> None:
    for sheet in sheets(workbook()).values():
        for read in sheet.rows:
            assert (read.fate == "recorded") == (read.told is None)
    follow_up = sheets(workbook())["Suivi"]
    told = {number: (said := row(follow_up, number).told) and said.text for number in (13, 15)}
    assert told[13] == "La date « le 32 mai » ne se lit pas."
    assert "dans l’avenir" in (told[15] or "")


def test_what_is_left_out_of_a_row_is_said() -> None:
    read = row(sheets(workbook())["Suivi"], 5)
    assert isinstance(read.content, FollowUpRow)
    assert read.content.due_on is None
    assert [remark.values["text"] for remark in read.remarks] == ["fin"]


def test_a_follow_up_row_is_typed() -> None:
    read = [row(sheets(workbook())["Suivi"], n).content for n in (4, 6, 7, 14)]
    said = [(c.date.day, c.minutes, c.mode, c.themes) for c in read if isinstance(c, FollowUpRow)]
    assert said == [
        (date(2025, 4, 1), 30, "meeting", ("governance",)),
        (date(2025, 4, 3), 90, "video", ("recruitment",)),
        (date(2025, 4, 4), 30, "email", ()),
        (date(2025, 7, 7), 15, "call", ()),
    ]


def test_portraits_promoters_and_trainings_are_typed() -> None:
    book = sheets(workbook())
    portrait, promoter, training = (
        content(book[title]) for title in ("Relève", "Promoteurs", "Formations")
    )
    assert isinstance(portrait, PortraitRow)
    assert (portrait.headcount, portrait.aged_55_plus, portrait.seats) == (
        12,
        "unknown",
        "not_asked",
    )
    assert (portrait.horizon, portrait.plan) == ("up_to_24_months", "no")
    assert isinstance(promoter, PromoterRow)
    assert promoter.persons == ("Ana Vif", "Léo Brin")
    assert (promoter.milestone, promoter.state, promoter.neq) == ("constitution", "founded", "")
    assert isinstance(training, TrainingRow)
    assert [(a.person, a.organisation) for a in training.attendances] == [
        ("Ana Vif", NAMES[0]), ("Léo Brin", NAMES[5]), ("Zoé Pré", ""),
    ]  # fmt: skip
    assert training.minutes == 90


def test_a_row_is_recognised_wherever_it_moved() -> None:
    first = b"Date,Organisme,Type de contact,Notes\n2025-01-02,Alpha,appel,bonjour\n"
    moved = b"Titre\n\nNotes;Date;Type de contact;Organisme\n\nbonjour;2025-01-02;appel;Alpha\n"
    other = first.replace(b"bonjour", b"bonsoir")
    one, two, three = (read_sheets(read_book(c), TODAY)[0].rows[-1].digest
                       for c in (first, moved, other))  # fmt: skip
    assert one == two != three


def test_the_same_row_in_two_sheets_is_two_rows() -> None:
    digests = [row.digest for sheet in sheets(workbook()).values() for row in sheet.rows
               if row.fate == "recorded"]  # fmt: skip
    assert len(digests) == len(set(digests))


def test_rows_are_attached_or_wait_for_a_person() -> None:
    directory = Directory(Known(id=str(n), name=name) for n, name in enumerate(NAMES))
    attached = {r.row: attach(r, directory) for r in sheets(workbook())["Suivi"].rows}
    found = {number: a.id for number, a in attached.items() if a.fate == "recorded"}
    assert found == {4: "0", 5: "1", 6: "2", 7: "3", 10: "0", 14: "4"}
    nobody = attach(row(sheets(workbook())["Suivi"], 4), Directory())
    assert (nobody.fate, nobody.reason) == ("undecided", "no_organisation")
    assert nobody.told


def test_the_public_register_puts_boxes_where_places_should_be() -> None:
    lines = (
        '"NEQ","NomEntreprise","Adresse","Municipalite","Adresse_Lign3","CodePostal","FormeJuridique"',
        '1199990001,"Club Fictif","1 rue A","CP 12","Saint-Tite (Québec)","g0x 3h0","APE"',
        '11999,"Club Faux","1 rue A","Saint-Tite",NA,"G0X3H0","COP"',
    )
    good, bad = read_sheets(read_book("\r\n".join(lines).encode("cp1252")), TODAY)[0].rows
    said = good.content
    assert said is not None
    assert (said.municipality, said.postal_code) == ("Saint-Tite (Québec)", "G0X3H0")  # type: ignore[union-attr]
    assert bad.fate == "unreadable"
