"""The whole history of something, with what a reader looks for in it."""

from itertools import groupby, islice
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection

from crm.event_store import EventStore
from crm.event_store.as_of import NOW, AsOf
from crm.history.projections.again import Latest
from crm.history.projections.asking import (
    AnyRow,
    authors_and_rooms,
    cursor_at,
    lines_sought,
    place_of,
)
from crm.history.projections.names import named, referred_by
from crm.history.projections.reading import Month, events_behind, lines_of, month_title
from crm.history.projections.telling import Facet
from crm.history.projections.worded import Worded, worded
from crm.site.folding import fold

SHOWN = 50


class Sought(Struct, frozen=True, kw_only=True):
    """What is looked for: all that is empty is left out."""

    subject_kind: str
    subject_id: str
    facet: Facet | None = None
    author: str = ""
    room: str = ""
    late: bool = False
    """Recorded after the day it tells of."""
    restated: bool = False
    """Corrections and take-backs only."""
    words: str = ""
    """In what is read of a line: its sentence, what was noted, its author; as known now."""
    as_of: AsOf = NOW

    @property
    def asked(self) -> frozenset[str]:
        said = {"facet", "author", "room", "late", "restated"}
        return frozenset(name for name in said if getattr(self, name))

    @property
    def values(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.asked - {"late", "restated"}}


class Found(Struct, frozen=True):
    """A page of what was looked for, and who and what may be looked for."""

    months: list[Month]
    next: str
    """Cursor of the page after; empty at the beginning of the story."""
    name: str
    authors: list[tuple[str, str]]
    rooms: list[str]


def history_sought(
    store: EventStore, db: Connection, pole_id: str, sought: Sought, cursor: str = ""
) -> Found:
    """The lines that fit, newest first; nothing but its name when the subject has none."""
    asked = {"id": sought.subject_id, "pole_id": pole_id}
    said = db.execute(authors_and_rooms(), asked).all()
    authors = {row[1] for row in said if row[0] == "author" and row[1]}
    if fold(sought.words):
        rows = _holding_words(worded(store, db, pole_id, sought.subject_id), sought, cursor)
    else:
        rows = _fitting(db, asked, sought, cursor)
    shown = rows[:SHOWN]
    recorded = store.events(sorted({row.position for row in shown}))
    wanted = referred_by(events_behind(shown, recorded))
    for kind, ids in (("account", authors), (sought.subject_kind, {sought.subject_id})):
        wanted[kind] = wanted.get(kind, set()) | ids
    names = named(store, db, wanted, pole_id)
    lines = lines_of(shown, recorded, sought.subject_id, names, Latest(older=True))
    known = sorted(((id, names("account", id)) for id in authors), key=lambda one: fold(one[1]))
    return Found(
        [Month(title, list(some)) for title, some in groupby(lines, month_title)],
        cursor_at(shown[-1]) if len(rows) > SHOWN else "",
        names(sought.subject_kind, sought.subject_id),
        known,
        sorted(row[1] for row in said if row[0] == "room"),
    )


def _fitting(db: Connection, asked: dict[str, str], sought: Sought, cursor: str) -> list[AnyRow]:
    """One more than a page shows, when there are."""
    place = place_of(cursor)
    query = lines_sought(sought.as_of, sought.asked, below=bool(place))
    return list(db.execute(query, {**asked, **sought.values, **place, "limit": SHOWN + 1}))


def _holding_words(lines: list[Worded], sought: Sought, cursor: str) -> list[Any]:
    """The same, among lines whose words are known."""
    words, place = fold(sought.words).split(), place_of(cursor)
    before = (place["day"], place["position"], place["version"]) if place else None
    fit = (
        one
        for one in lines
        if all(getattr(one, name) == getattr(sought, name) for name in sought.asked)
        and sought.as_of.since <= one.occurred_on <= sought.as_of.until
        and (before is None or (one.occurred_on, one.position, one.version) < before)
        and all(word in one.text for word in words)
    )
    return list(islice(fit, SHOWN + 1))
