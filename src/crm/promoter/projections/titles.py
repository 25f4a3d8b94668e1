"""Which projects bear these words? Titles are sealed: they are compared in memory alone."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from crm.event_store import EventStore
from crm.event_store.memory import Kept
from crm.promoter.projections import promoters
from crm.site.folding import fold


class Title(NamedTuple):
    """The title of a project, folded."""

    welcomed_on: date
    folded: str


def _titles(
    store: EventStore, pole_id: str, ids: Collection[str] | None
) -> dict[str, Title | None]:
    c = promoters.c
    query = select(c.promoter_id, c.welcomed_on, c.working_title).where(promoters.known())
    if ids is None:
        query = query.where(c.pole_id == pole_id)
    else:
        query = query.where(c.promoter_id.in_(ids), promoters.of(pole_id))
    with store.engine.connect() as db:
        rows = db.execute(query).all()
    clear = store.open_many((row.promoter_id, "identity", row.working_title) for row in rows)
    found: dict[str, Title | None] = dict.fromkeys(ids or ())
    for row, title in zip(rows, clear, strict=True):
        found[row.promoter_id] = Title(row.welcomed_on, fold(title))
    return found


KEPT: Kept[EventStore, Title] = Kept(_titles)


def projects_bearing(store: EventStore, pole_id: str, words: Iterable[str]) -> list[str]:
    """Ids of the projects whose title holds all these folded words, the last welcomed first."""
    asked = list(words)
    found = [
        (title.welcomed_on, id)
        for id, title in KEPT.of(store, pole_id).items()
        if all(word in title.folded for word in asked)
    ]
    return [id for _day, id in sorted(found, reverse=True)]
