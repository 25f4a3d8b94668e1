"""Dates, hours and numbers are written as Québec writes them."""

from datetime import date, time

import pytest

from crm.site import french
from crm.site.languages import reading_in

MONDAY = date(2026, 11, 23)
NB = "\u00a0"


def test_dates_are_short_medium_or_long() -> None:
    assert french.date_short(MONDAY) == "23 nov. 2026"
    assert french.date_medium(MONDAY) == "23 novembre 2026"
    assert french.date_long(MONDAY) == "lundi 23 novembre 2026"


def test_the_first_of_a_month_is_raised() -> None:
    assert french.date_short(date(2026, 4, 1)) == "1<sup>er</sup> avril 2026"
    assert french.day_of_month(date(2026, 10, 1)) == "jeu. 1<sup>er</sup>"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (MONDAY, "aujourd’hui"),
        (date(2026, 11, 22), "hier"),
        (date(2026, 11, 24), "demain"),
        (date(2026, 11, 19), "jeudi"),
        (date(2026, 11, 29), "dimanche"),
        (date(2026, 11, 16), "16 nov. 2026"),
    ],
)
def test_only_near_days_get_words(day: date, said: str) -> None:
    assert french.date_near(day, MONDAY) == said


def test_a_date_is_no_more_precise_than_it_is_known() -> None:
    assert french.date_precise(date(2024, 1, 1), "year") == "2024"
    assert french.date_precise(date(2024, 3, 1), "month") == "mars 2024"
    assert french.date_precise(date(2024, 3, 15), "by") == "au plus tard le 15 mars 2024"


def test_hours_and_durations_hold_together() -> None:
    assert french.hour(time(9, 30)) == f"9{NB}h{NB}30"
    assert french.hour(time(16)) == f"16{NB}h"
    assert [french.duration(m) for m in (45, 60, 90, None)] == [
        f"45{NB}min", f"1{NB}h", f"1{NB}h{NB}30", "durée inconnue",
    ]  # fmt: skip


def test_numbers_have_french_separators() -> None:
    assert french.number(1234.5) == f"1{NB}234,5"
    assert french.number(-3) == "−3"
    assert french.number(-0.04, 1) == "0,0"
    assert french.percent(0.38) == f"38{NB}%"
    assert french.money(123456) == f"1{NB}234,56{NB}$"
    assert french.money(68_400_000) == f"684{NB}000{NB}$"


def test_counts_agree() -> None:
    words = ("%(n)s besoin", "%(n)s besoins")
    assert french.plural(0, *words, none="aucun besoin") == "aucun besoin"
    assert french.plural(0, "1 besoin", "%(n)s besoins") == "0 besoin"
    assert french.plural(1, *words) == "1 besoin"
    assert french.plural(1200, *words) == f"1{NB}200 besoins"


def test_an_instant_is_read_on_the_clock_of_quebec() -> None:
    assert french.moment(1_790_000_000_000_000).startswith("21 sept. 2026 à 10")


def test_english_twins() -> None:
    with reading_in("en"):
        assert french.date_long(MONDAY) == "Monday, November 23, 2026"
        assert french.date_short(date(2026, 4, 1)) == "April 1, 2026"
        assert french.money(-123456) == "−$1,234.56"
        assert french.hour(time(13, 5)) == f"1:05{NB}pm"
        assert french.percent(0.38) == "38%"
