"""« Calendrier »: a month or a week of steps due, people met, objectives and milestones."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby
from typing import Any, NamedTuple
from urllib.parse import urlencode

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Template

from crm.accompaniment.pages.names import Names, Party, names_of
from crm.accompaniment.pages.record_form import DUE_DATES
from crm.accompaniment.pages.words import MODE_ICONS
from crm.accompaniment.projections.calendar import Dated, between
from crm.event_store import EventStore
from crm.event_store.commands import day_of
from crm.site.french import WEEKDAYS, date_medium, monday_of, month_of
from crm.site.labels import label
from crm.site.languages import _, language
from crm.site.reader import Reader
from crm.site.rights import TEAM

WEEK = timedelta(days=7)
DAY = timedelta(days=1)
SHOWN = 3
"""Lines of a day in a month: the week shows them all."""
FIRST_YEAR, LAST_YEAR = 1900, 2200
OWN_TEXT = ("step", "objective")


class Entry(NamedTuple):
    """A line of a day."""

    dated: Dated
    text: str
    who: Party
    url: str
    icon: str
    late: bool


class Day(NamedTuple):
    """A day and what falls on it; `more` lines are on the page of its week."""

    day: date
    entries: list[Entry]
    more: int
    outside: bool
    """Of another month than the one looked at."""


class Asked(NamedTuple):
    """What an address asks: a month, or the week of a day; one's own, or the whole pôle's."""

    day: date
    by_week: bool
    whole_team: bool

    @property
    def since(self) -> date:
        return monday_of(self.day if self.by_week else self.day.replace(day=1))

    @property
    def until(self) -> date:
        """The Sunday that ends the last week shown."""
        if self.by_week:
            return self.since + WEEK - DAY
        return monday_of(self.next_month - DAY) + WEEK - DAY

    @property
    def next_month(self) -> date:
        """The first day of the month after."""
        return (self.day.replace(day=1) + timedelta(days=32)).replace(day=1)

    def moved(self, by: int) -> str:
        """The address of the period before (-1) or after (1); empty where time ends here."""
        if self.by_week:
            day = self.day + by * WEEK
        else:
            day = self.next_month if by > 0 else (self.day.replace(day=1) - DAY).replace(day=1)
        return self.at(day) if FIRST_YEAR <= day.year <= LAST_YEAR else ""

    def at(self, day: date, *, by_week: bool | None = None, team: bool | None = None) -> str:
        """The address of the same view elsewhere."""
        week = self.by_week if by_week is None else by_week
        asked = {"semaine": day.isoformat()} if week else {"mois": f"{day:%Y-%m}"}
        if self.whole_team if team is None else team:
            asked["equipe"] = "1"
        return "/calendrier?" + urlencode(asked)


class CalendarPages(Controller):
    path = "/calendrier"
    opt = TEAM

    @get(sync_to_thread=True)
    def calendar(
        self,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        mois: FromQuery[str] = "",
        semaine: FromQuery[str] = "",
        equipe: FromQuery[str] = "",
    ) -> Template:
        """The month under way unless a month (2026-11) or a day of a week is asked for."""
        today = day_of(store.clock())
        week, month = _read(semaine), _read(f"{mois}-01")
        asked = Asked(week or month or today, week is not None, bool(equipe))
        return Template("accompaniment/calendar.html", context=_shown(store, reader, asked, today))


def _shown(store: EventStore, reader: Reader, asked: Asked, today: date) -> dict[str, Any]:
    mine = None if asked.whole_team else reader.account_id
    with store.engine.connect() as db:
        found = between(db, reader.pole_id, asked.since, asked.until, mine)
        names = names_of(store, db, reader.pole_id, (one.party_id for one in found.dated))
    days = _days(_entries(store, found.dated, names, today), asked)
    weeks = [days[n : n + 7] for n in range(0, len(days), 7)]
    return {
        "asked": asked,
        "today_is": today,
        "title": _title(asked),
        "weeks": weeks,
        "weekdays": [name.capitalize() for name in WEEKDAYS[language()]],
        "cut": found.cut,
        "nothing": not found.dated,
        "chosen": _chosen(asked, today),
        "here": asked.at(asked.day),
        "due_dates": [(code, _(words)) for code, words in DUE_DATES],
    }


def _title(asked: Asked) -> str:
    if asked.by_week:
        return _("Semaine du {day}", day=date_medium(asked.since).striptags())
    return month_of(asked.day)


def _chosen(asked: Asked, today: date) -> date:
    """The day that the keyboard begins at."""
    return today if asked.since <= today <= asked.until else asked.day


def _read(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def _entries(
    store: EventStore, dated: list[Dated], names: Names, today: date
) -> dict[date, list[Entry]]:
    sealed = ((one.id, "note", one.text) for one in dated if one.kind in OWN_TEXT)
    opened = iter(store.open_many(sealed))
    texts = (next(opened) if one.kind in OWN_TEXT else _coded(one) for one in dated)
    said = (_entry(one, text, names, today) for one, text in zip(dated, texts, strict=True))
    return {day: list(some) for day, some in groupby(said, lambda one: one.dated.day)}


def _coded(one: Dated) -> str:
    return label(one.text, "modes" if one.kind == "meeting" else "phases").capitalize()


def _entry(one: Dated, text: str, names: Names, today: date) -> Entry:
    who = Party(one.party_kind, one.party_id, names[one.party_id])
    url = f"/accompagnements/{one.accompaniment_id}" if one.accompaniment_id else who.url
    late = one.kind in OWN_TEXT and one.day < today
    icons = {"step": "flag", "objective": "target-arrow", "milestone": "bulb"}
    icon = "alert-circle" if late else icons.get(one.kind, MODE_ICONS.get(one.text, "users"))
    return Entry(one, text, who, url, icon, late)


def _days(entries: dict[date, list[Entry]], asked: Asked) -> list[Day]:
    return [_day(day, entries.get(day, []), asked) for day in _range(asked.since, asked.until)]


def _day(day: date, entries: list[Entry], asked: Asked) -> Day:
    most = len(entries) if asked.by_week or len(entries) <= SHOWN + 1 else SHOWN
    outside = not asked.by_week and day.month != asked.day.month
    late_first = sorted(entries, key=lambda one: not one.late)
    return Day(day, late_first[:most], len(entries) - most, outside)


def _range(since: date, until: date) -> Iterable[date]:
    return (since + n * DAY for n in range((until - since).days + 1))
