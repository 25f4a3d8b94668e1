"""The names that a page of history needs, found in one query, whatever they name.

Tables are known by their name alone, among those the store keeps, so that history waits for no
other room; one that is missing leaves a pronoun.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from sqlalchemy import (
    CompoundSelect,
    Connection,
    Select,
    Text,
    bindparam,
    cast,
    literal,
    null,
    select,
    union_all,
)

from crm.accompaniment.domain.events import FileEntry, FileEvent
from crm.event_store import EventStore
from crm.event_store.events import Event
from crm.event_store.prepared import POLE, prepared
from crm.event_store.rows import Rows
from crm.history.projections.telling import listed
from crm.refusal import N_
from crm.site.labels import label
from crm.site.languages import _
from crm.vocabulary import PartyRef

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


class Source(NamedTuple):
    """Where the name of a kind of thing is kept."""

    rows: str
    key: str
    columns: tuple[str, ...]
    otherwise: str
    seal_class: str = ""


SOURCES = {
    "account": Source("accounts", "account_id", ("name",), N_("quelqu’un de l’équipe"), "identity"),
    "person": Source(
        "people",
        "person_id",
        ("given_name", "family_name", "as_written"),
        N_("quelqu’un"),
        "identity",
    ),
    "tool": Source("tools", "tool_id", ("name",), N_("un outil")),
    "organisation": Source("organisations", "organisation_id", ("name",), N_("un organisme")),
    "enterprise": Source("enterprises", "enterprise_id", ("name",), N_("une entreprise")),
    "promoter": Source("promoters", "promoter_id", ("working_title",), N_("un projet"), "identity"),
    "activity": Source("activities", "activity_id", ("title",), N_("une activité")),
    "accompaniment": Source(
        "accompaniments", "accompaniment_id", ("title",), N_("un accompagnement"), "note"
    ),
    "need": Source("needs", "need_id", ("themes",), N_("un besoin")),
    "step": Source("next_steps", "step_id", ("text",), N_("une étape"), "note"),
    "document": Source("documents", "document_id", ("title",), N_("un document"), "note"),
    "objective": Source("objectives", "objective_id", ("text",), N_("un objectif"), "note"),
    "referral": Source("referrals", "referral_id", ("organisation_id",), N_("un organisme")),
}
REFERENCES = {
    "account_id": "account",
    "actor_id": "account",
    "advisor_id": "account",
    "assigned_to": "account",
    "spent_by": "account",
    "activity_id": "activity",
    "enterprise_id": "enterprise",
    "document_id": "document",
    "need_id": "need",
    "objective_id": "objective",
    "organisation_id": "organisation",
    "person_id": "person",
    "persons": "person",
    "referral_id": "referral",
    "step_id": "step",
    "tool_id": "tool",
}
"""Fields of events that hold ids, and the kind of what they name."""
CONFIDED = frozenset({"person", "promoter", "accompaniment", "step", "objective", "document"})
ASIDE = "referral"
"""What is named after another thing: the organisation referred to."""
Wanted = tuple[str, str]
Arm = tuple[str, Rows, Rows | None]
"""A kind, where it is kept, and where the organisations are."""


class Directory:
    """Names by kind and id: call it as `names("person", id)`."""

    def __init__(self, known: dict[Wanted, str]) -> None:
        self._known = known

    def __call__(self, kind: str, id: str | None) -> str:
        return self._known.get((kind, id or "")) or _(SOURCES[kind].otherwise)

    def veiled(self) -> "Directory":
        """The same, silent about people, projects and what was written freely."""
        known = {wanted: name for wanted, name in self._known.items() if wanted[0] not in CONFIDED}
        return Directory(known)


def names_for(
    store: EventStore, db: Connection, events: Iterable[Event], pole_id: str
) -> Directory:
    """Everything these events refer to by id; one query for all, one more for the keys."""
    return named(store, db, referred_by(events), pole_id)


def referred_by(events: Iterable[Event]) -> dict[str, set[str]]:
    """By kind, the ids of all that these events name."""
    wanted: dict[str, set[str]] = {}
    for event in events:
        for kind, id in referred(event):
            wanted.setdefault(kind, set()).add(id)
    return wanted


def named(
    store: EventStore, db: Connection, wanted: dict[str, set[str]], pole_id: str
) -> Directory:
    """The names of these ids, by kind, in this pôle."""
    kept = {rows.name: rows for projection in store.projections for rows in projection.tables}
    partners = kept.get(SOURCES["organisation"].rows)
    arms = [
        (kind, rows, partners)
        for kind in sorted(wanted)
        if wanted[kind] and (rows := kept.get(SOURCES[kind].rows)) and (kind != ASIDE or partners)
    ]
    ids = {f"{kind}_ids": sorted(wanted[kind]) for kind, _rows, _partners in arms}
    found = db.execute(_question(*arms), ids | {"pole_id": pole_id}).all() if arms else []
    sealed = ((row.id, SOURCES[row.kind].seal_class, row[n]) for row in found for n in (2, 3, 4))
    clear = iter(store.open_many(text if text[1] else (text[0], "", None) for text in sealed))
    known: dict[Wanted, str] = {}
    for row in found:
        opened = [next(clear) for _n in range(3)]
        parts = opened if SOURCES[row.kind].seal_class else [part or "" for part in row[2:5]]
        known[row.kind, row.id] = _joined(row.kind, parts)
    return Directory(known)


def referred(event: Event) -> Iterator[Wanted]:
    """(kind, id) of all that an event names."""
    for field in event.__struct_fields__:
        value = getattr(event, field)
        if isinstance(value, PartyRef) and field != "parties":
            yield value.kind, value.id
        elif kind := REFERENCES.get(field):
            ids = value if isinstance(value, tuple) else (value,)
            yield from ((kind, id) for id in ids if id and UUID.fullmatch(id))
    if isinstance(event, FileEvent | FileEntry):
        yield "accompaniment", event.originator_id
        yield from ((party.kind, party.id) for party in event.parties)


@prepared
def _question(*arms: Arm) -> CompoundSelect[Any]:
    """The names of some kinds of things, by their ids; made once, because every page asks."""
    return union_all(*(_arm(*arm) for arm in arms))


def _arm(kind: str, rows: Rows, partners: Rows | None) -> Select[tuple[Any, ...]]:
    source, key = SOURCES[kind], rows.c[SOURCES[kind].key]
    texts = [cast(rows.c[name], Text) for name in source.columns]
    query = select(literal(kind).label("kind"), cast(key, Text).label("id"))
    some = key.in_(bindparam(f"{kind}_ids", expanding=True))
    query = query.where(some, rows.of(POLE), rows.known())
    if kind == ASIDE and partners:
        texts = [cast(partners.c.name, Text)]
        same = partners.c.organisation_id == rows.c.organisation_id
        query = query.where(same, partners.known())
    blanks = [cast(null(), Text)] * (3 - len(texts))
    return query.add_columns(*(text.label(f"text{n}") for n, text in enumerate([*texts, *blanks])))


def _joined(kind: str, parts: list[str]) -> str:
    if kind == "person":
        return f"{parts[0]} {parts[1]}".strip() or parts[2]
    if kind == "need":
        return listed(label(theme, "themes") for theme in parts[0].split(",") if theme)
    return parts[0]
