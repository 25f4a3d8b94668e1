"""The names behind ids, for a whole page in one statement; and the search of a party by name."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import CompoundSelect, Connection, bindparam, literal, select, union_all
from sqlalchemy.sql.selectable import Select

from crm.account.projections import accounts
from crm.directory.projections import tools
from crm.ecosystem.projections import organisations
from crm.enterprise.projections.known import enterprises
from crm.event_store import EventStore, Rows
from crm.event_store.ids import is_id
from crm.event_store.prepared import POLE, prepared
from crm.promoter.projections import promoters
from crm.promoter.projections.titles import projects_bearing
from crm.site.folding import fold
from crm.site.forms import UNCHOSEN, Form
from crm.site.languages import _
from crm.vocabulary import PartyRef

PAGES_OF = {"enterprise": "/entreprises/", "promoter": "/projets/"}
"""Where each kind has a page of its own; an organisation has none yet."""
ICONS = {"enterprise": "building-store", "promoter": "bulb", "organisation": "building-community"}


class Named(NamedTuple):
    """One thing with a name; `name` is sealed when `seal_class` says so."""

    kind: str
    rows: Rows
    key: str
    name: str
    seal_class: str = ""


NAMED = (
    Named("enterprise", enterprises, "enterprise_id", "name"),
    Named("organisation", organisations, "organisation_id", "name"),
    Named("promoter", promoters, "promoter_id", "working_title", "identity"),
    Named("account", accounts, "account_id", "name", "identity"),
    Named("tool", tools, "tool_id", "name"),
)
Pairs = list[tuple[str, str]]
CHOSEN = {"outil": "tool", "orientation": "organisation", "conseil": "account", "a": "account"}
"""By field of a form, the kind of thing chosen in the list it offers."""
MOST = 60
"""Parties of one kind among which the nearest are chosen."""


class Party(NamedTuple):
    """Somebody who may be served or met, as a page shows them."""

    kind: str
    id: str
    name: str

    @property
    def value(self) -> str:
        """What a form sends for this party."""
        return f"{self.kind}:{self.id}"

    @property
    def url(self) -> str:
        """Empty for what has no page."""
        return PAGES_OF[self.kind] + self.id if self.kind in PAGES_OF else ""

    @property
    def icon(self) -> str:
        return ICONS[self.kind]


class Names(dict[str, str]):
    """Names by id; an id nobody knows reads as unknown."""

    def __missing__(self, id: str) -> str:
        return _("inconnu")


def names_of(store: EventStore, db: Connection, pole_id: str, ids: Iterable[str | None]) -> Names:
    """The names of enterprises, organisations, promoters, accounts and tools, in one statement."""
    return names_and_lists(store, db, pole_id, ids)[0]


def names_and_lists(
    store: EventStore,
    db: Connection,
    pole_id: str,
    ids: Iterable[str | None],
    offered: Iterable[str] = (),
) -> tuple[Names, dict[str, Pairs]]:
    """The names behind these ids; and, by kind offered, (id, name) of all the pôle has, by name.

    Kinds are `account`, `organisation`, `tool`. One statement for both.
    """
    wanted, kinds = sorted({id for id in ids if id}), frozenset(offered)
    question = _question(kinds, some=bool(wanted))
    asked = {"pole_id": pole_id} | ({"ids": wanted} if wanted else {})
    found = db.execute(question, asked).all() if question is not None else []
    opened = _opened(store, found)
    lists: dict[str, Pairs] = {kind: [] for kind in kinds}
    for row, name in zip(found, opened, strict=True):
        if row.kind in kinds:
            lists[row.kind].append((row.id, name))
    names = Names(zip((row.id for row in found), opened, strict=True))
    return names, {kind: _by_name(pairs) for kind, pairs in lists.items()}


def find_parties(
    store: EventStore, db: Connection, pole_id: str, text: str, *, limit: int = 8
) -> list[Party]:
    """Enterprises, projects and organisations whose name holds these letters, whatever the case
    and accents; those that begin with them first. Titles of projects are compared in memory."""
    wanted = fold(text).strip()
    if not wanted:
        return []
    found = _clear_parties(db, pole_id, wanted) + _promoters(store, db, pole_id, wanted)
    exact = [party for party in found if fold(party.name) == wanted]
    return (exact or sorted(found, key=lambda party: _rank(party, wanted)))[:limit]


def party_of(value: str) -> PartyRef | None:
    """The party a form names (`enterprise:<id>`), or None."""
    kind, _colon, id = value.partition(":")
    if kind not in ICONS or not is_id(id):
        return None
    return PartyRef(kind=kind, id=id)  # type: ignore[arg-type]  # one of the keys of ICONS


def refuse_strangers(form: Form, store: EventStore, db: Connection, pole_id: str) -> None:
    """What is chosen in a list must be of this pôle; else its field says to choose again."""
    said = {name: kind for name, kind in CHOSEN.items() if form.values(name)}
    if not said:
        return
    lists = names_and_lists(store, db, pole_id, (), said.values())[1]
    for name, kind in said.items():
        if not {id for id, _name in lists[kind]}.issuperset(form.values(name)):
            form.fail(name, UNCHOSEN)


def _rank(party: Party, wanted: str) -> tuple[bool, bool, str]:
    name = fold(party.name)
    return (not name.startswith(wanted), f" {wanted}" not in f" {name}", name)


def _clear_parties(db: Connection, pole_id: str, wanted: str) -> list[Party]:
    parts = []
    for named in NAMED[:2]:
        holds = named.rows.c.search_text.contains(wanted, autoescape=True)
        parts.append(_all(named, pole_id).where(holds).limit(MOST).subquery())
    both = union_all(*(select(part) for part in parts))
    return [Party(row.kind, row.id, row.name) for row in db.execute(both)]


def _promoters(store: EventStore, db: Connection, pole_id: str, wanted: str) -> list[Party]:
    ids = projects_bearing(store, pole_id, [wanted])[:MOST]
    named = names_of(store, db, pole_id, ids) if ids else Names()
    return [Party("promoter", id, named[id]) for id in ids]


def _opened(store: EventStore, rows: Iterable[object]) -> list[str]:
    seals = {named.kind: named.seal_class for named in NAMED}
    known = [(row.id, seals[row.kind], row.name) for row in rows]  # type: ignore[attr-defined]  # columns of _part
    opened = iter(store.open_many([one for one in known if one[1]]))
    return [next(opened) if seal else name or "" for _id, seal, name in known]


def _by_name(pairs: Iterable[tuple[str, str]]) -> Pairs:
    return sorted(pairs, key=lambda pair: fold(pair[1]))


@prepared
def _question(kinds: frozenset[str], *, some: bool) -> CompoundSelect[Any] | None:
    """The names of some ids, and all those of the kinds offered; made once, because every page
    asks. None when nothing is asked."""
    ids: Any = bindparam("ids", expanding=True)
    parts = [
        _all(named, POLE)
        if named.kind in kinds
        else _part(named).where(named.rows.c[named.key].in_(ids), named.rows.of(POLE))
        for named in NAMED
        if some or named.kind in kinds
    ]
    return union_all(*parts) if parts else None


def _all(named: Named, pole_id: str) -> Select[tuple[str, str, str, str]]:
    return _part(named).where(named.rows.c.pole_id == pole_id)


def _part(named: Named) -> Select[tuple[str, str, str, str]]:
    c = named.rows.c
    columns = (c[named.key].label("id"), c[named.name].label("name"), c.pole_id)
    shown = select(literal(named.kind).label("kind"), *columns)
    return shown.where(named.rows.known())
