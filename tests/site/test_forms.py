"""A form keeps what was typed and says what to write instead."""

from datetime import date

import pytest

from crm.refusal import N_, Refusal
from crm.site.dates import read_date
from crm.site.durations import read_minutes
from crm.site.forms import Form

TODAY = date(2026, 11, 23)


def form(**said: str) -> Form:
    return Form({name: (value,) for name, value in said.items()}, TODAY)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-19", date(2026, 11, 19)),
        ("19 novembre 2026", date(2026, 11, 19)),
        ("jeudi 19 nov. 2026", date(2026, 11, 19)),
        ("1er avril 2026", date(2026, 4, 1)),
        ("12/03/2026", date(2026, 3, 12)),
        ("hier", date(2026, 11, 22)),
        ("jeudi", date(2026, 11, 19)),
        ("vendredi prochain", date(2026, 11, 27)),
        ("il y a 3 jours", date(2026, 11, 20)),
        ("15 décembre", date(2026, 12, 15)),
        ("15 mars", date(2026, 3, 15)),
        ("March 12, 2026", date(2026, 3, 12)),
    ],
)
def test_a_date_is_read_as_people_write_it(text: str, day: date) -> None:
    found = read_date(text, TODAY)
    assert found is not None
    assert found.day == day


@pytest.mark.parametrize("text", ["2026-02-30", "31/04/2026", "bientôt", "9" * 40, "0000-01-01"])
def test_what_is_no_date_is_not_guessed(text: str) -> None:
    assert read_date(text, TODAY) is None


def test_a_month_or_a_year_keeps_its_precision() -> None:
    assert read_date("mars 2026", TODAY) == (date(2026, 3, 1), "month")
    assert read_date("2024", TODAY) == (date(2024, 1, 1), "year")


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("1h30", 90), ("1 h 30", 90), ("90 min", 90), ("1,5", 90), ("1.25 h", 75), ("2", 120),
        ("45", 45), ("3 heures", 180), ("1:05", 65), ("1 h 95", None), ("longtemps", None),
    ],
)  # fmt: skip
def test_a_duration_is_read_as_people_write_it(text: str, minutes: int | None) -> None:
    assert read_minutes(text) == minutes


def test_errors_say_what_to_write_and_nothing_is_lost() -> None:
    sent = form(date="2027-02-01", duree="1 h 95", neq="123", emplois="douze", note="x" * 4_001)
    sent.date("date")
    sent.minutes("duree")
    sent.neq("neq")
    sent.number("emplois")
    sent.note("note")
    sent.text("nom", required="Écrivez le nom de l’entreprise.")
    assert list(sent.errors) == ["date", "duree", "neq", "emplois", "note", "nom"]
    assert sent.errors["duree"].endswith("écrivez 1 h 55.")
    assert "4\u00a0001 caractères" in sent.errors["note"]
    assert sent.errors["nom"] == "Écrivez le nom de l’entreprise."
    assert sent.value("note") == "x" * 4_001


def test_characters_no_database_keeps_are_left_out() -> None:
    assert form(nom="La\x00 Ruche \t boréale").text("nom") == "La Ruche boréale"
    assert form(note="a\r\nb\x07").note("note") == "a\nb"


def test_choices_are_the_ones_proposed() -> None:
    sent = Form({"mode": ("telepathy",), "publics": ("youth", "youth", "nobody")}, TODAY)
    assert sent.choice("mode", ["call"]) is None
    assert sent.choices("publics", ["youth"]) == ["youth"]
    assert set(sent.errors) == {"mode", "publics"}


def test_amounts_become_cents() -> None:
    assert form(montant="12 500,50 $").cents("montant") == 1_250_050
    assert form(montant="1,5").cents("montant") == 150


def test_a_refusal_stands_beside_its_field() -> None:
    class TooFar(Refusal):
        sentence = N_("Il y a {km} km de trop.")
        field = "lieu"

    sent = form(lieu="loin")
    sent.refuse(TooFar(km=12))
    assert sent.failed
    assert sent.errors == {"lieu": "Il y a 12 km de trop."}
