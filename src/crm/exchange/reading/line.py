"""One row by field: its cells read one by one, and what of them could not be read."""

import re
from collections.abc import Callable
from datetime import date
from typing import Literal, TypeVar

from crm.enterprise.domain.neq import read_neq
from crm.exchange.reading.cells import read_answer, read_count, read_day, read_length, said, text_of
from crm.exchange.reading.files import Cell
from crm.exchange.reading.names import folded
from crm.exchange.reading.rows import Told
from crm.refusal import N_, Refusal
from crm.site.dates import DateRead
from crm.vocabulary import Answer, Count

T = TypeVar("T")
NO_DATE = N_("La date manque.")
BAD_DATE = N_("La date « {text} » ne se lit pas.")
FUTURE = N_("La date « {text} » est dans l’avenir.")
NO_ORGANISATION = N_("L’organisme n’est pas nommé.")
LEFT_OUT = N_("« {text} », sous « {title} », ne se lit pas : laissé inconnu.")


class Unreadable(Exception):
    """A row cannot be recorded as it stands."""

    def __init__(self, told: Told, *, lacks_organisation: bool = False) -> None:
        super().__init__()
        self.told, self.lacks_organisation = told, lacks_organisation


class Line:
    """The cells of one row by field, and what could not be read of them."""

    def __init__(
        self, cells: dict[str, Cell], titles: dict[str, str], today: date, digest: str
    ) -> None:
        self._cells, self._titles, self.today, self.digest = cells, titles, today, digest
        self.remarks: list[Told] = []

    def text(self, field: str) -> str:
        return said(self._cells.get(field, ""))

    def lines(self, field: str) -> list[str]:
        cell = self._cells.get(field, "")
        raw = cell if isinstance(cell, str) else text_of(cell)
        return [" ".join(line.split()) for line in re.split(r"[\n;]", raw) if line.strip()]

    def day(self, field: str) -> DateRead:
        """The day the fact took place. Raises Unreadable."""
        cell = self._cells.get(field, "")
        if not text_of(cell):
            raise Unreadable(Told(NO_DATE))
        values = {"text": text_of(cell)}
        found = read_day(cell, self.today)
        if not found:
            raise Unreadable(Told(BAD_DATE, values))
        if found.day > self.today:
            raise Unreadable(Told(FUTURE, values))
        return found

    def organisation(self, field: str = "organisation") -> str:
        """The organisation as written. Raises Unreadable."""
        if name := self.text(field):
            return name
        raise Unreadable(Told(NO_ORGANISATION), lacks_organisation=True)

    def due(self, field: str) -> DateRead | None:
        return self._try(field, lambda cell: read_day(cell, self.today))

    def minutes(self, field: str = "minutes") -> int | None:
        title = folded(self._titles.get(field, ""))
        unit = "min" if "min" in title else "h" if re.search(r"\bh\b|heure", title) else ""
        return self._try(field, lambda cell: read_length(cell, unit))

    def count(self, field: str) -> Count:
        if field not in self._cells:
            return "not_asked"
        found = read_count(self._cells[field])
        return self._unknown(field) if found is None else found

    def answer(self, field: str) -> Answer:
        if field not in self._cells:
            return "not_asked"
        return read_answer(self._cells[field]) or self._unknown(field)

    def word(self, field: str, read: Callable[[str], T | None]) -> T | None:
        return self._try(field, lambda cell: read(text_of(cell)))

    def neq(self) -> str:
        """Ten digits, or nothing and a remark."""
        try:
            return read_neq(text) if (text := self.text("neq")) else ""
        except Refusal as refused:
            self.remarks.append(Told(refused.sentence))
            return ""

    def _try(self, field: str, read: Callable[[Cell], T | None]) -> T | None:
        cell = self._cells.get(field, "")
        found = read(cell)
        if found is None and said(cell):
            self._unknown(field)
        return found

    def _unknown(self, field: str) -> Literal["unknown"]:
        values = {"text": text_of(self._cells[field]), "title": self._titles.get(field, field)}
        self.remarks.append(Told(LEFT_OUT, values))
        return "unknown"
