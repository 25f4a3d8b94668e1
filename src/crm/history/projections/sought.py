"""The whole history of something, with what a reader looks for in it."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any, NamedTuple

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
from crm.history.projections.names import Directory, named, referred_by
from crm.history.projections.reading import Line, Month, events_behind, lines_of, month_title
from crm.history.projections.telling import Facet
from crm.site.folding import fold

SHOWN = 50
READ_AT_ONCE = 500
"""Lines read at a time while their words are looked for."""


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
    """In what is read of a line: its sentence, what was noted, its author."""
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
    """The lines that fit, newest first; nothing but its name when the subject has none.

    Words are looked for in lines read and unsealed, the newest first, until a page is full.
    """
    asked = {"id": sought.subject_id, "pole_id": pole_id}
    said = db.execute(authors_and_rooms(), asked).all()
    authors = {row[1] for row in said if row[0] == "author" and row[1]}
    also = {"account": authors, sought.subject_kind: {sought.subject_id}}
    lines: list[Line] = []
    names, after = Directory({}), ""
    for page in _pages(store, db, asked, sought, cursor, also):
        names, room = page.names, SHOWN - len(lines)
        kept = [one for one in page.told if _says(one[0], sought.words)]
        lines += [line for line, _cursor in kept[:room]]
        after = page.after if len(kept) <= room else kept[room - 1][1]
        if len(lines) == SHOWN:
            break
    months = [Month(title, list(some)) for title, some in groupby(lines, month_title)]
    known = sorted(((names("account", id), id) for id in authors), key=lambda one: fold(one[0]))
    return Found(
        months,
        after,
        names(sought.subject_kind, sought.subject_id),
        [(id, name) for name, id in known],
        sorted(row[1] for row in said if row[0] == "room"),
    )


class Page(NamedTuple):
    """Lines read at once, each with the cursor that ends a page on it."""

    told: list[tuple[Line, str]]
    names: Directory
    after: str


def _pages(
    store: EventStore,
    db: Connection,
    asked: dict[str, str],
    sought: Sought,
    cursor: str,
    also: dict[str, set[str]],
) -> Iterator[Page]:
    """The lines that fit but for their words, a page after the other."""
    limit = READ_AT_ONCE if sought.words.strip() else SHOWN
    place, older = place_of(cursor), True
    while older:
        query = lines_sought(sought.as_of, sought.asked, below=bool(place))
        rows = list(db.execute(query, {**asked, **sought.values, **place, "limit": limit + 1}))
        older, rows = len(rows) > limit, rows[:limit]
        lines, names = _told(store, db, asked["pole_id"], rows, sought, also)
        by_id = {f"fait-{row.position}-{row.version}": cursor_at(row) for row in rows}
        after = cursor_at(rows[-1]) if older else ""
        yield Page([(line, by_id[line.id]) for line in lines], names, after)
        place = place_of(after)


def _told(
    store: EventStore,
    db: Connection,
    pole_id: str,
    rows: list[AnyRow],
    sought: Sought,
    also: dict[str, set[str]],
) -> tuple[list[Line], Directory]:
    recorded = store.events(sorted({row.position for row in rows}))
    wanted = referred_by(events_behind(rows, recorded))
    wanted = {kind: wanted.get(kind, set()) | also.get(kind, set()) for kind in {*wanted, *also}}
    names = named(store, db, wanted, pole_id)
    lines = lines_of(rows, recorded, sought.subject_id, names, Latest(older=True))
    return lines, names


def _says(line: Line, words: str) -> bool:
    """Whether all the words are in what is read, accents and case aside."""
    if not words.strip():
        return True
    told = [part.text for part in line.sentence] + [line.note, line.reason, line.author]
    told += [text for pair in line.facts for text in pair]
    told += [text for change in line.differences for text in change]
    text = fold(" ".join(told))
    return all(word in text for word in fold(words).split())
