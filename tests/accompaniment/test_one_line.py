"""One line, as people write it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.accompaniment.pages.one_line import Line, hear, read_due, read_line, read_theme

MONDAY = date(2026, 11, 23)


def test_the_whole_line_is_understood() -> None:
    text = "@ruche appel 30 min hier #financement suite : envoyer le gabarit vendredi"
    assert read_line(text, MONDAY) == Line(
        party="ruche",
        mode="call",
        minutes=30,
        day=date(2026, 11, 22),
        themes=("financing",),
        next_step="envoyer le gabarit",
        due_on=date(2026, 11, 27),
    )


def test_a_line_of_several_needs() -> None:
    line = read_line(
        "@atelier visite 1 h 30 vendredi #relève #recrutement suite : gabarit mercredi", MONDAY
    )
    assert (line.party, line.mode, line.minutes) == ("atelier", "visit", 90)
    assert line.day == date(2026, 11, 20)
    assert line.themes == ("succession", "recruitment")
    assert (line.next_step, line.due_on) == ("gabarit", date(2026, 11, 25))


@pytest.mark.parametrize(
    ("text", "party", "note"),
    [
        ('@"La Ruche boréale" a parlé du bail', "La Ruche boréale", "a parlé du bail"),
        ("@« Théâtre du Fil » le bail avance", "Théâtre du Fil", "le bail avance"),
        ("on a parlé du bail @ruche", "ruche", "on a parlé du bail"),
        ("@coop de l’éveil appel le bail avance", "coop de l’éveil", "le bail avance"),
        ("on a parlé du bail", "", "on a parlé du bail"),
        ("écrire à nom@organisme.ca", "", "écrire à nom@organisme.ca"),
    ],
)
def test_where_a_name_ends(text: str, party: str, note: str) -> None:
    line = read_line(text, MONDAY)
    assert (line.party, line.note) == (party, note)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("30 min", 30), ("1h30", 90), ("1 h 30", 90), ("2 h", 120), ("90min", 90), ("1,5 h", 90),
        ("1 h", 60), ("45 minutes", 45), ("14 employés", None), ("en 2026", None), ("", None),
    ],
)  # fmt: skip
def test_lengths_of_time(text: str, minutes: int | None) -> None:
    assert read_line(f"@ruche appel {text}", MONDAY).minutes == minutes


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("hier", date(2026, 11, 22)),
        ("avant-hier", date(2026, 11, 21)),
        ("jeudi", date(2026, 11, 19)),
        ("le 12 novembre", date(2026, 11, 12)),
        ("2026-11-02", date(2026, 11, 2)),
        ("il y a 3 jours", date(2026, 11, 20)),
        ("demain", None),
        ("2199-01-01", None),
    ],
)
def test_days_of_an_exchange_are_past(text: str, day: date | None) -> None:
    assert read_line(f"@ruche appel {text}", MONDAY).day == day


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("vendredi", date(2026, 11, 27)),
        ("lundi", date(2026, 11, 30)),
        ("demain", date(2026, 11, 24)),
        ("dans 2 semaines", date(2026, 12, 7)),
        ("4 décembre", date(2026, 12, 4)),
        ("12 mars", date(2027, 3, 12)),
        ("2026-12-01", date(2026, 12, 1)),
        ("2020-01-01", None),
        ("bientôt", None),
    ],
)
def test_days_of_a_promise_are_to_come(text: str, due: date | None) -> None:
    assert read_due(text, MONDAY) == due


def test_a_step_keeps_the_days_that_do_not_end_it() -> None:
    line = read_line("suite : parler du lundi de Pâques", MONDAY)
    assert (line.next_step, line.due_on) == ("parler du lundi de Pâques", None)


@pytest.mark.parametrize(
    ("word", "theme"),
    [
        ("financement", "financing"), ("releve", "succession"), ("Relève", "succession"),
        ("numerique", "digital"), ("gouv", "governance"), ("main-d’oeuvre", "workforce"),
        ("plan-d’affaires", "business_plan"), ("xyz", None), ("re", None), ("", None),
    ],
)  # fmt: skip
def test_themes_by_their_beginning(word: str, theme: str | None) -> None:
    assert read_theme(word) == theme


def test_an_unknown_tag_stays_in_the_note() -> None:
    line = read_line("@ruche appel #licorne", MONDAY)
    assert (line.themes, line.unknown_tags, line.note) == ((), ("licorne",), "#licorne")


def test_an_action_code_is_known_by_its_look() -> None:
    assert read_line("@ruche appel R8", MONDAY).action == "R8"
    assert read_line("@ruche appel r8", MONDAY).action is None


WORDS = st.sampled_from(
    ["@", "#", '"', "«", "»", "suite :", "suite:", "hier", "le", "31", "février", "30 min", "1 h",
     "99999 h", "2026-13-45", "R5", "\x1f", "\u00a0", "29 février", "lundi prochain", "\x00"]
)  # fmt: skip


@given(
    st.lists(WORDS | st.text(max_size=12), max_size=15),
    st.dates(date(1950, 1, 1), date(2100, 1, 1)),
)
def test_no_line_is_refused(parts: list[str], today: date) -> None:
    line = read_line(" ".join(parts), today)
    assert line.day is None or line.day <= today
    assert line.due_on is None or line.due_on >= today
    assert line.minutes is None or 0 <= line.minutes <= 6_000


@given(st.text(max_size=200))
def test_no_text_is_refused(text: str) -> None:
    assert "\x1f" not in read_line(text, MONDAY).note


@pytest.mark.parametrize(
    ("text", "day", "note"),
    [
        ("appel le 3 @ruche", date(2026, 11, 3), ""),
        ("appel le 23 @ruche", MONDAY, ""),
        ("le 31 appel @ruche", date(2026, 10, 31), ""),
        ("appel le 30 @ruche", date(2026, 10, 30), ""),
        ("appel le 1er @ruche", date(2026, 11, 1), ""),
        ("mardi dernier appel @ruche", date(2026, 11, 17), ""),
        ('appel @"ruche" invitée le 5 à 7', None, "invitée le 5 à 7"),
    ],
)
def test_a_day_said_as_people_say_it(text: str, day: date | None, note: str) -> None:
    line = read_line(text, MONDAY)
    assert (line.day, line.note) == (day, note)


def test_several_people_and_needs_in_one_entry() -> None:
    text = "@« Ruche boréale » rencontre 1 h #relève #financement @« Lucie Roy » @jean le bail"
    line, heard = hear(text, MONDAY)
    assert (line.party, line.people) == ("Ruche boréale", ("Lucie Roy", "jean"))
    assert (line.themes, line.note) == (("succession", "financing"), "le bail")
    assert (heard["party"], heard["minutes"]) == ("@« Ruche boréale »", "1 h")
    assert (heard["succession"], heard["mode"]) == ("#relève", "rencontre")


def test_a_step_for_the_third() -> None:
    assert read_due("le 3", MONDAY) == date(2026, 12, 3)
    assert read_due("le 24", MONDAY) == date(2026, 11, 24)
