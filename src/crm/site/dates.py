"""Reading a date as people write it: ISO, « 12 mars 2026 », « hier », « jeudi », "March 12"."""

import re
import unicodedata
from calendar import monthrange
from datetime import date, timedelta
from typing import Literal, NamedTuple

from crm.site.french import MONTHS, SHORT_MONTHS, WEEKDAYS

Precision = Literal["day", "month", "year"]


class DateRead(NamedTuple):
    """A date and how precisely it was said; first day of the month or year otherwise."""

    day: date
    precision: Precision = "day"

    @property
    def last(self) -> date:
        """The last day of the month or the year, when no day was said."""
        if self.precision == "year":
            return date(self.day.year, 12, 31)
        if self.precision == "month":
            return self.day.replace(day=monthrange(self.day.year, self.day.month)[1])
        return self.day


def _folded(text: str) -> str:
    flat = unicodedata.normalize("NFD", text.replace("’", "'").replace("\u00a0", " ").lower())
    bare = "".join(c for c in flat if not unicodedata.combining(c))
    return re.sub(r"[\s,.]+", " ", bare).strip()


CLIPPED = {
    "fev": 2, "mar": 3, "avr": 4, "apr": 4, "jun": 6, "jul": 7, "juil": 7, "aou": 8, "sep": 9,
}  # fmt: skip


def _month_names() -> dict[str, int]:
    names: dict[str, int] = {}
    for table in (*MONTHS.values(), *SHORT_MONTHS.values()):
        for n, name in enumerate(table, 1):
            names[_folded(name)] = n
    return names | CLIPPED


MONTH_NUMBERS = _month_names()
DAY_NUMBERS = {_folded(w): n for table in WEEKDAYS.values() for n, w in enumerate(table)}
NEAR = {
    "aujourd'hui": 0, "aujourdhui": 0, "today": 0, "hier": -1, "yesterday": -1,
    "avant-hier": -2, "avant hier": -2, "demain": 1, "tomorrow": 1, "apres-demain": 2,
    "apres demain": 2,
}  # fmt: skip
UNITS = {"jour": 1, "day": 1, "semaine": 7, "week": 7}
MONTHLY = ("mois", "month")
AWAY = "|".join((*UNITS, *MONTHLY))


def read_date(text: str, today: date) -> DateRead | None:
    """The date this text says, or None. A weekday alone is the last one; « prochain » the next."""
    said = re.sub(r"^(le|on|au|du|en) ", "", _folded(text))
    if said in NEAR:
        return DateRead(today + timedelta(days=NEAR[said]))
    return _digits(said) or _weekday(said, today) or _away(said, today) or _words(said, today)


def _digits(said: str) -> DateRead | None:
    if m := re.fullmatch(r"(\d{4})(?:[-/ ](\d{1,2})(?:[-/ ](\d{1,2}))?)?", said):
        year, month, day = (int(g) if g else None for g in m.groups())
        return _made(year, month, day)
    if m := re.fullmatch(r"(\d{4})(\d{2})(\d{2})", said):
        return _made(*map(int, m.groups()))
    if m := re.fullmatch(r"(\d{1,2})[-/ ](\d{1,2})[-/ ](\d{4}|\d{2})", said):
        day, month, year = map(int, m.groups())
        return _made(year if year > 99 else 2000 + year, month, day)
    if m := re.fullmatch(r"(\d{1,2})/(\d{4})", said):
        return _made(int(m[2]), int(m[1]))
    return None


def _weekday(said: str, today: date) -> DateRead | None:
    words = said.split()
    if not words or words[0] not in DAY_NUMBERS:
        return None
    ahead = (DAY_NUMBERS[words[0]] - today.weekday()) % 7
    if words[1:] in (["prochain"], ["next"]):
        return DateRead(today + timedelta(days=ahead or 7))
    if words[1:] in ([], ["dernier"], ["passe"], ["last"]):
        return DateRead(today + timedelta(days=ahead - 7))
    return read_date(" ".join(words[1:]), today)


def _away(said: str, today: date) -> DateRead | None:
    m = re.fullmatch(rf"(il y a|dans|in) (\d{{1,3}}|une?) ({AWAY})s?(?: ago)?", said)
    if not m:
        m = re.fullmatch(r"()(\d{1,3}) (day|week|month)s? ago", said)
    if not m:
        return None
    amount = 1 if m[2].startswith("un") else int(m[2])
    sign = 1 if m[1] in ("dans", "in") else -1
    if m[3] in MONTHLY:
        return DateRead(_months_away(today, sign * amount))
    return DateRead(today + timedelta(days=sign * amount * UNITS[m[3]]))


def _months_away(day: date, months: int) -> date:
    """The same day of another month, or the last one of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _words(said: str, today: date) -> DateRead | None:
    if m := re.fullmatch(r"([a-z]+) (\d{4})", said):
        return _made(int(m[2]), MONTH_NUMBERS.get(m[1], 0))
    m = re.fullmatch(r"(\d{1,2}|1er) ([a-z]+)(?: (\d{4}))?", said)
    parts = (m[1], m[2], m[3]) if m else None
    if not parts and (m := re.fullmatch(r"([a-z]+) (\d{1,2})(?:st|nd|rd|th)?(?: (\d{4}))?", said)):
        parts = (m[2], m[1], m[3])
    if not parts or parts[1] not in MONTH_NUMBERS:
        return None
    day, month = int(parts[0].removesuffix("er")), MONTH_NUMBERS[parts[1]]
    if parts[2]:
        return _made(int(parts[2]), month, day)
    here = _made(today.year, month, day)
    is_near = here is not None and here.day <= today + timedelta(days=92)
    return here if is_near else _made(today.year - 1, month, day)


def _made(year: int | None, month: int | None = None, day: int | None = None) -> DateRead | None:
    if year is None or not 1800 <= year <= 2200 or (month is not None and not 1 <= month <= 12):
        return None
    if month is None:
        return DateRead(date(year, 1, 1), "year")
    if day is None:
        return DateRead(date(year, month, 1), "month")
    if not 1 <= day <= monthrange(year, month)[1]:
        return None
    return DateRead(date(year, month, day))
