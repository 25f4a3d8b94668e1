"""What one cell says: a text, a day, a length of time, a count, an answer."""

import re
from datetime import date, datetime, time, timedelta

from crm.exchange.reading.files import Cell
from crm.exchange.reading.names import folded, plain_words
from crm.site.dates import DateRead, read_date
from crm.site.durations import read_minutes
from crm.vocabulary import Answer, Count, Unknown

EMPTY = frozenset({"", "-", "–", "—", "na", "nan", "none", "null"})
"""What machines write in a cell that holds nothing."""
FIRST_DAY = date(1900, 1, 1)
EXCEL_ZERO = date(1899, 12, 30)
EXCEL_DAYS = range(18_264, 73_050)
"""Day numbers of a spreadsheet, 1950 to 2099."""
LONGEST = 6_000
"""Minutes; facts hold no longer exchange."""
REASONS: dict[str, Unknown] = {
    "nd": "unknown", "n d": "unknown", "": "unknown", "inconnu": "unknown", "inconnue": "unknown",
    "ne sait pas": "unknown", "nsp": "unknown", "sais pas": "unknown", "a verifier": "unknown",
    "refus": "declined", "refuse": "declined", "so": "not_applicable", "s o": "not_applicable",
    "n a": "not_applicable", "sans objet": "not_applicable", "na": "not_applicable",
}  # fmt: skip
YES = frozenset({"o", "oui", "y", "yes", "x", "vrai", "true", "1"})
NO = frozenset({"n", "non", "no", "faux", "false", "0", "aucun", "aucune"})


def text_of(cell: Cell) -> str:
    """The cell as text, blanks tidied, whole numbers without decimals, dates in ISO."""
    if isinstance(cell, str):
        return " ".join(cell.split())
    if isinstance(cell, bool):
        return "oui" if cell else "non"
    if isinstance(cell, float) and cell == int(cell):
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time(0):
        return cell.date().isoformat()
    if isinstance(cell, timedelta):
        return f"{round(cell.total_seconds() / 60)} min"
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def said(cell: Cell) -> str:
    """The text of a cell that says something: « NA » and « - » say nothing."""
    text = text_of(cell)
    return "" if folded(text) in EMPTY else text


def read_day(cell: Cell, today: date) -> DateRead | None:
    """The day a cell says, or None. « hier » says none in a file: whose yesterday?"""
    if isinstance(cell, datetime):
        return DateRead(cell.date())
    if isinstance(cell, date):
        return DateRead(cell)
    if isinstance(cell, float | int):
        if int(cell) in EXCEL_DAYS:
            return DateRead(EXCEL_ZERO + timedelta(days=int(cell)))
        return read_date(str(int(cell)), today) if 1950 <= cell <= 2099 else None
    if not isinstance(cell, str) or not re.search(r"\d{4}|\d[-/. ]\d{1,2}[-/. ]\d\d", cell):
        return None
    found = read_date(re.sub(r"[T ]\d\d?[:h]\d\d(:\d\d)?.*$", "", cell.strip()), today)
    return found if found and found.day >= FIRST_DAY else None


def read_length(cell: Cell, unit: str = "") -> int | None:
    """Minutes, or None when the cell says no length of time. `unit` is what the column's title
    announces for bare numbers: "h", "min", or nothing."""
    minutes = _length(cell, unit)
    return minutes if minutes is not None and 0 <= minutes <= LONGEST else None


def _length(cell: Cell, unit: str) -> int | None:
    if isinstance(cell, timedelta):
        return round(cell.total_seconds() / 60)
    if isinstance(cell, datetime | time):
        return cell.hour * 60 + cell.minute
    text = text_of(cell).lower().replace("½", ",5").replace("environ", "").strip(" ~")
    if re.fullmatch(r"\d+([.,]\d+)?", text) and unit:
        return round(float(text.replace(",", ".")) * (60 if unit == "h" else 1))
    return read_minutes("0" + text if text.startswith(",") else text)


def read_count(cell: Cell) -> Count | None:
    """A whole number, or why there is none: « n/d » is unknown, an empty cell was not asked.

    None when the cell says something else.
    """
    text = text_of(cell)
    if not text:
        return "not_asked"
    digits = re.sub(r"[\s\u00a0\u202f]", "", text)
    if re.fullmatch(r"\d{1,7}([.,]0+)?", digits):
        return int(re.split(r"[.,]", digits)[0])
    return REASONS.get(" ".join(plain_words(text)))


def read_answer(cell: Cell) -> Answer | None:
    """Yes, no, or why there is no answer; None when the cell says something else."""
    text = text_of(cell)
    if not text:
        return "not_asked"
    words = plain_words(text)
    word = words[0] if words else ""
    if word in YES or word in NO:
        return "yes" if word in YES else "no"
    return REASONS.get(" ".join(words))
