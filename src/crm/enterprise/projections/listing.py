"""Which enterprises match what a reader types and chooses?"""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from crm.enterprise.projections.known import enterprise_words, enterprises
from crm.site.folding import fold, like

COUNTED = 1_000
"""A list is counted up to here: beyond, « plus de 1 000 » says enough."""
MOST_WORDS = 8
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


class Filters(NamedTuple):
    """What is asked of the list; empty says anything."""

    words: str = ""
    """Looked for in every name it bore, its NEQ and its municipality."""
    mrc: str = ""
    legal_form: str = ""
    followed: bool | None = None


ALL = Filters()


def enterprise_list(
    db: Connection,
    pole_id: str,
    filters: Filters = ALL,
    *,
    after: Cursor | None = None,
    limit: int = 50,
) -> tuple[list[Listed], Cursor | None]:
    """A page by name, accents ignored, and the cursor of the next page when there is one."""
    c = enterprises.c
    wanted = _filtered(pole_id, filters)
    if after:
        name, id = after
        wanted.append(or_(c.search_text > name, and_(c.search_text == name, c.enterprise_id > id)))
    query = select(*(c[name] for name in Listed._fields)).where(*wanted)
    query = query.order_by(c.search_text, c.enterprise_id).limit(limit + 1)
    found = [Listed(*row) for row in db.execute(query)]
    last = found[limit - 1] if len(found) > limit else None
    return found[:limit], (last.search_text, last.enterprise_id) if last else None


def enterprise_count(db: Connection, pole_id: str, filters: Filters = ALL) -> int:
    """How many match, counted no further than one above COUNTED."""
    some = select(enterprises.c.enterprise_id).where(*_filtered(pole_id, filters))
    query = select(func.count()).select_from(some.limit(COUNTED + 1).subquery())
    return db.scalar(query) or 0


def mrcs_present(db: Connection, pole_id: str) -> list[str]:
    """Codes of the MRC where this pôle knows an enterprise."""
    c = enterprises.c
    mine = (c.pole_id == pole_id, c.mrc.is_not(None), enterprises.known())
    return [code for code in db.scalars(select(c.mrc).where(*mine).distinct()) if code]


def _filtered(pole_id: str, filters: Filters) -> list[ColumnElement[bool]]:
    c = enterprises.c
    wanted: list[ColumnElement[bool]] = [c.pole_id == pole_id, enterprises.known()]
    wanted += [c.enterprise_id.in_(_bearing(pole_id, word)) for word in words_of(filters.words)]
    if filters.mrc:
        wanted.append(c.mrc == filters.mrc)
    if filters.legal_form:
        wanted.append(c.legal_form == filters.legal_form)
    if filters.followed is not None:
        wanted.append(c.followed_on.is_not(None) if filters.followed else c.followed_on.is_(None))
    return wanted


def words_of(typed: str) -> list[str]:
    """The words to look for; a number typed with spaces is one word."""
    folded = fold(typed)
    bare = folded.replace(" ", "")
    return [bare] if bare.isdigit() else folded.split()[:MOST_WORDS]


def _bearing(pole_id: str, word: str) -> Any:
    w = enterprise_words.c
    mine = (w.pole_id == pole_id, w.text.like(like(word)), enterprise_words.known())
    return select(w.enterprise_id).where(*mine)
