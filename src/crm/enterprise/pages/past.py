"""« À la date du »: which day, and as known when."""

from datetime import date, datetime, time, timedelta

from msgspec import Struct

from crm.event_store.as_of import LAST, AsOf
from crm.event_store.commands import HERE
from crm.refusal import N_, Refusal
from crm.site.dates import read_date

YEAR_BEGINS = 4
"""April: the financial year of the pôles."""


class DateNotRead(Refusal):
    sentence = N_(
        "Cette date n’est pas reconnue ou est dans l’avenir. Écrivez par exemple 2026-02-01."
    )
    field = "au"


class Moment(Struct, frozen=True):
    """The day looked at; today, as known now, unless something else is asked."""

    today: date
    until: date | None = None
    known_on: date | None = None

    @property
    def past(self) -> bool:
        return bool(self.until or self.known_on)

    @property
    def on(self) -> date:
        """The last day whose events are shown."""
        return self.until or self.known_on or self.today

    @property
    def as_of(self) -> AsOf:
        """Asked of what is told: everything, unless a day is asked for."""
        return AsOf(until=self.until or LAST, known_at=self.known_at)

    @property
    def that_day(self) -> AsOf:
        """Asked of what holds on one day: roles, portraits, plans, files, tools."""
        return AsOf(until=self.on, known_at=self.known_at)

    @property
    def known_at(self) -> int | None:
        """The last instant (microseconds, UTC) of the day it was known on, in Québec."""
        if not self.known_on:
            return None
        next_day = datetime.combine(self.known_on + timedelta(days=1), time(), HERE)
        return int(next_day.timestamp() * 1_000_000) - 1

    @property
    def asked_until(self) -> str:
        return self.until.isoformat() if self.until else ""

    @property
    def asked_known(self) -> str:
        return self.known_on.isoformat() if self.known_on else ""

    @property
    def year_start(self) -> date:
        """The first day of the financial year under way."""
        year = self.today.year - (self.today.month < YEAR_BEGINS)
        return date(year, YEAR_BEGINS, 1)

    @property
    def year_before(self) -> date:
        """The same day a year earlier."""
        return self.today - timedelta(days=365)


def moment_of(today: date, until: str, known: str) -> Moment:
    """The moment asked for; today itself is not the past. Raises DateNotRead."""
    on, known_on = _day(today, until), _day(today, known)
    return Moment(today, on if on != today else None, known_on if known_on != today else None)


def _day(today: date, text: str) -> date | None:
    if not text.strip():
        return None
    read = read_date(text[:60], today)
    if not read or read.day > today:
        raise DateNotRead
    return read.day
