"""The two times of a question: what happened in a period, as it was known at an instant.

A question carries both in one value and asks rows for what fits it (`rows.at(as_of)`): the rows
say which of their columns dates them, so that neither time can be forgotten.
"""

from datetime import date

from msgspec import Struct
from sqlalchemy import ColumnElement, and_, or_, true

FIRST, LAST = date.min, date.max
"""A period as open as can be."""


class AsOf(Struct, frozen=True, kw_only=True):
    """« Période » and « tel que connu le »: everything, as known now, unless less is asked."""

    since: date = FIRST
    until: date = LAST
    """Both days are included."""
    known_at: int | None = None
    """An instant (microseconds, UTC); None is now."""

    @property
    def by_then(self) -> "AsOf":
        """All that had happened by the end of the period."""
        return AsOf(until=self.until, known_at=self.known_at)

    @property
    def whenever(self) -> "AsOf":
        """As known then, whatever the day: for rows that only say who or what others speak of."""
        return AsOf(known_at=self.known_at)

    def during(self, day: ColumnElement[date]) -> ColumnElement[bool]:
        """A day of the period."""
        if self.since > FIRST and self.until < LAST:
            return day.between(self.since, self.until)
        if self.since > FIRST:
            return day >= self.since
        return day <= self.until if self.until < LAST else true()

    def still(self, ended: ColumnElement[date]) -> ColumnElement[bool]:
        """Not ended on the last day of the period."""
        open_yet = ended.is_(None)
        return or_(open_yet, ended > self.until) if self.until < LAST else open_yet

    def known(
        self, recorded_at: ColumnElement[int], superseded_at: ColumnElement[int]
    ) -> ColumnElement[bool]:
        """Recorded by then, and not superseded yet."""
        if self.known_at is None:
            return superseded_at.is_(None)
        later = or_(superseded_at.is_(None), superseded_at > self.known_at)
        return and_(recorded_at <= self.known_at, later)


NOW = AsOf()
