"""Which enterprises match what a reader types and chooses?

No index of a database finds a word in the middle of a text, nor counts what it finds without
reading it: what each enterprise is found by is kept in memory, and a page is read by its ids.
"""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from crm.enterprise.projections.known import enterprise_words, enterprises
from crm.event_store import EventStore
from crm.event_store.memory import Kept
from crm.site.folding import fold

MOST_WORDS = 8
NEVER = "never"
Cursor = tuple[str, str]
"""(folded name, id) of the last one shown."""


class Listed(NamedTuple):
    """One line of the list."""

    enterprise_id: str
    name: str
    search_text: str
    neq: str | None
    legal_form: str | None
    coop_type: str | None
    municipality: str | None
    mrc: str | None
    followed_on: date | None
    qualified_as: str | None


class Filters(NamedTuple):
    """What is asked of the list; empty says anything."""

    words: str = ""
    """Looked for in every name it bore, its NEQ and its municipality."""
    mrc: str = ""
    legal_form: str = ""
    followed: bool | None = None
    qualified_as: str = ""
    """What was concluded of it; NEVER when nobody assessed it."""


class Found(NamedTuple):
    """One page of what is found."""

    rows: list[Listed]
    total: int
    """On all pages."""
    following: Cursor | None
    """Of the next page, when there is one."""
    mrcs: set[str]
    """Codes of the MRC where this pôle knows an enterprise, whatever is asked."""


class Bearing(NamedTuple):
    """What an enterprise is found by, and what the list may be narrowed to."""

    search_text: str
    mrc: str | None
    legal_form: str | None
    followed: bool
    qualified_as: str
    names: str
    """All it was ever called, its NEQ and its municipality, folded: one a line."""

    def fits(self, filters: Filters, words: list[str]) -> bool:
        return (
            (not filters.mrc or self.mrc == filters.mrc)
            and (not filters.legal_form or self.legal_form == filters.legal_form)
            and (not filters.qualified_as or self.qualified_as == filters.qualified_as)
            and (filters.followed is None or self.followed == filters.followed)
            and all(word in self.names for word in words)
        )


ALL = Filters()


def enterprise_list(
    store: EventStore,
    pole_id: str,
    filters: Filters = ALL,
    *,
    after: Cursor | None = None,
    limit: int = 50,
) -> Found:
    """A page by name, accents ignored."""
    words, kept = words_of(filters.words), KEPT.of(store, pole_id)
    places = sorted((one.search_text, id) for id, one in kept.items() if one.fits(filters, words))
    left = [place for place in places if after is None or place > after]
    shown = left[:limit]
    return Found(
        rows=_rows(store, pole_id, [id for _name, id in shown]),
        total=len(places),
        following=shown[-1] if len(left) > limit else None,
        mrcs={one.mrc for one in kept.values() if one.mrc},
    )


def words_of(typed: str) -> list[str]:
    """The words to look for; a number typed with spaces is one word."""
    folded = fold(typed)
    bare = folded.replace(" ", "")
    return [bare] if bare.isdigit() else folded.split()[:MOST_WORDS]


def _rows(store: EventStore, pole_id: str, ids: list[str]) -> list[Listed]:
    c = enterprises.c
    some = select(*(c[name] for name in Listed._fields)).where(
        c.enterprise_id.in_(ids), enterprises.of(pole_id), enterprises.known()
    )
    with store.engine.connect() as db:
        found = [Listed(*row) for row in db.execute(some)] if ids else []
    return sorted(found, key=lambda one: (one.search_text, one.enterprise_id))


def _bearing(
    store: EventStore, pole_id: str, ids: Collection[str] | None
) -> dict[str, Bearing | None]:
    e, w = enterprises.c, enterprise_words.c
    columns = (
        e.enterprise_id, e.search_text, e.mrc, e.legal_form, e.followed_on, e.qualified_as,
    )  # fmt: skip
    known = select(*columns).where(enterprises.known())
    said = select(w.enterprise_id, w.text).where(enterprise_words.known())
    if ids is None:
        known, said = known.where(e.pole_id == pole_id), said.where(w.pole_id == pole_id)
    else:
        known = known.where(e.enterprise_id.in_(ids), enterprises.of(pole_id))
        said = said.where(w.enterprise_id.in_(ids), enterprise_words.of(pole_id))
    names: dict[str, list[str]] = {}
    with store.engine.connect() as db:
        for id, text in db.execute(said):
            names.setdefault(id, []).append(text)
        rows = db.execute(known).all()
    found: dict[str, Bearing | None] = dict.fromkeys(ids or ())
    for id, search_text, mrc, legal_form, followed_on, judged in rows:
        called = "\n".join(names.get(id, ()))
        followed = followed_on is not None
        found[id] = Bearing(search_text, mrc, legal_form, followed, judged or NEVER, called)
    return found


KEPT: Kept[EventStore, Bearing] = Kept(_bearing)
