"""Dates, lengths of time, counts and answers, whatever the hand that wrote them."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.exchange.reading.cells import read_answer, read_count, read_day, read_length
from crm.exchange.reading.files import Cell
from crm.exchange.reading.words import (
    Form,
    Stage,
    read_form,
    read_horizon,
    read_mode,
    read_stage,
    read_themes,
)

TODAY = date(2026, 4, 30)
MONTHS = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
)
SHORT = "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.".split()
days = st.dates(date(2000, 1, 1), date(2049, 12, 31))


@given(days)
def test_a_day_is_read_in_every_style(day: date) -> None:
    styles: list[Cell] = [
        day,
        datetime(day.year, day.month, day.day, 9, 30),
        day.isoformat(),
        f"{day:%d/%m/%Y}",
        f"{day:%d-%m-%y}",
        f"{day.day} {MONTHS[day.month - 1]} {day.year}",
        f"{day.day} {SHORT[day.month - 1]} {day.year}",
        (day - date(1899, 12, 30)).days,
        f"{day.isoformat()}T00:00:00",
    ]
    for said in styles:
        read = read_day(said, TODAY)
        assert read is not None, said
        assert (read.day, read.precision) == (day, "day"), said


@pytest.mark.parametrize("said", ["", "hier", "jeudi", "31/02/2025", "le 5", "?", 3.5, 12, "45"])
def test_what_says_no_day_is_not_guessed(said: Cell) -> None:
    assert read_day(said, TODAY) is None


@given(st.text(max_size=20))
def test_any_text_is_a_day_or_not(text: str) -> None:
    read_day(text, TODAY)
    read_length(text)
    read_count(text)
    read_answer(text)


@given(st.integers(1, 23).map(lambda n: n * 15))
def test_a_length_is_read_in_every_style(minutes: int) -> None:
    hours, rest = divmod(minutes, 60)
    for said in (
        minutes / 60,
        f"{minutes / 60:g}".replace(".", ","),
        f"{minutes} min",
        f"{minutes} minutes",
        f"{hours}h{rest:02}",
        f"{hours} h {rest:02}",
        time(hours, rest),
        timedelta(minutes=minutes),
    ):
        assert read_length(said) == minutes, said
    assert read_length(float(minutes), "min") == minutes
    assert read_length(minutes / 60, "h") == minutes


@pytest.mark.parametrize("said", ["", "longtemps", "1h75", "-2", "9999 h"])
def test_what_says_no_length_is_unknown(said: str) -> None:
    assert read_length(said) is None


def test_unknown_is_not_zero_and_empty_was_not_asked() -> None:
    said = [read_count(c) for c in (0.0, 12.0, "1 200", "n/d", "?", "", "s/o", "refus", "douze")]
    assert said == [
        0, 12, 1200, "unknown", "unknown", "not_asked", "not_applicable", "declined", None,
    ]  # fmt: skip
    assert [read_answer(c) for c in ("O", "oui", "N", "non", "", "?", "peut-être")] == [
        "yes", "yes", "no", "no", "not_asked", "unknown", None,
    ]  # fmt: skip


def test_words_of_the_trade_become_codes() -> None:
    bands = {
        "0-2 ans": "up_to_24_months",
        "3–5 ans": "25_to_60_months",
        "6 à 10 ans": "61_to_120_months",
        "plus de 10 ans": "over_120_months",
        "?": "unknown",
        "": None,
    }
    assert {said: read_horizon(said) for said in bands} == bands
    assert [read_mode(t) for t in ("tél.", "Rencontre Teams", "visite", "", "pigeon")] == [
        "call", "video", "visit", "unknown", None,
    ]  # fmt: skip
    assert read_themes("RH / recrutement") == ("recruitment",)
    assert read_themes("relève et main-d’œuvre") == ("succession", "workforce")
    assert read_themes("météo") == ("other",)
    assert read_stage("en pause") == Stage(None, "paused")
    assert read_stage("Préfaisabilité") == Stage("prefeasibility", "active")
    assert read_form("coop de solidarité") == Form("cooperative", "solidarity")
    assert [read_form(t).legal_form for t in ("OSBL", "?", "APE")] == [
        "obnl_quebec", "unknown", "obnl_quebec",
    ]  # fmt: skip
