"""The tables made at opening, and where each projection stands."""

import logging
from collections.abc import Sequence

from msgspec import Struct
from sqlalchemy import Engine, func, inspect, select

from crm.event_store import keyring, privileges
from crm.event_store.databases import head, open_engine, pen
from crm.event_store.pens import Pen
from crm.event_store.projections import Projection
from crm.event_store.table_making import MAKING, make_tables
from crm.event_store.tables import events, generations, metadata, parked
from crm.refusal import N_, Refusal

log = logging.getLogger("crm.event_store")
_GENERATIONS = "SELECT projection, generation, state FROM projection_generations"


class Standing(Struct, frozen=True, kw_only=True):
    """One generation of one projection."""

    projection: str
    generation: int
    state: str
    """`building`, `serving`, or `stale`: it lacks an event until it is rebuilt."""
    position: int
    lag: int
    """Positions between it and the head; a live one that serves has none."""
    parked: int = 0
    """Events that it lacks, because its handler raised or its rows were refused."""


class Health(Struct, frozen=True, kw_only=True):
    """Where the store stands."""

    head: int
    projections: list[Standing]

    @property
    def well(self) -> bool:
        """Whether every projection has a generation that serves."""
        serving = {p.projection for p in self.projections if p.state == "serving"}
        return serving == {p.projection for p in self.projections}


class TablesMissing(Refusal):
    sentence = N_(
        "Cette connexion ne possède pas les tables de la base, et il en manque : {tables}. Lancez "
        "« crm doctor » une fois avec la connexion du propriétaire."
    )


def create_tables(engine: Engine) -> None:
    """Tables of the event store itself; those that exist are left as they are.

    On PostgreSQL the login makes and keeps them, and lets the role of the engine work with them.
    Raises TablesMissing, RoleMayNotCreate.
    """
    if engine.dialect.name != "postgresql":
        make_tables(engine, metadata)
        return
    owner = open_engine(engine.url.render_as_string(hide_password=False), owner=True)
    try:
        with pen(owner) as p:
            ours = privileges.owns(p.driver, events.name)
        if ours is False:
            _refuse_missing(owner)
        else:
            make_tables(owner, metadata)
            _share(owner)
    finally:
        owner.dispose()


def _refuse_missing(owner: Engine) -> None:
    there = inspect(owner).get_table_names()
    if missing := [name for name in metadata.tables if name not in there]:
        raise TablesMissing(tables=", ".join(missing))


def _share(owner: Engine) -> None:
    """One process at a time: the lock ends with the connection."""
    tables = metadata.sorted_tables
    with pen(owner) as p:
        p.run("SELECT pg_advisory_lock(?)", MAKING)
        privileges.secure(p.driver, tables)
        if privileges.may_act(p.driver):
            privileges.share(p.driver, tables, [*metadata.tables, *keyring.metadata.tables])


def open_projections(engine: Engine, projections: Sequence[Projection]) -> None:
    """A projection met for the first time, or whose tables another release made otherwise, serves
    at once if there is nothing to tell it yet; otherwise empty and stale, until it is built."""
    with pen(engine) as p:
        if not _to_make(p, projections):
            return
    with pen(engine) as p:
        p.begin(alone=True)
        last = p.run("SELECT coalesce(max(position), 0) FROM events").fetchone()[0]
        for projection, generation in _to_make(p, projections).items():
            _make(p, projection, generation, "stale" if last else "serving")


def _to_make(p: Pen, projections: Sequence[Projection]) -> dict[Projection, int]:
    """Those that have no tables of the shape that the code gives them, each with the number of
    the generation to begin with."""
    serving: dict[str, int] = {}
    highest: dict[str, int] = {}
    for name, generation, state in p.run(_GENERATIONS):
        highest[name] = max(generation, highest.get(name, 0))
        if state != "building":
            serving[name] = generation
    there = p.shapes() if serving else {}
    return {
        projection: 1 + highest.get(projection.name, 0)
        for projection in projections
        if not projection.fits(there, serving.get(projection.name, 0))
    }


def _make(p: Pen, projection: Projection, generation: int, state: str) -> None:
    """In place of what another release left; the worker sweeps its tables."""
    if generation > 1:
        log.warning("projection %s has another shape in this release", projection.name)
    for table in ("projection_generations", "parked_events"):
        p.run(f"DELETE FROM {table} WHERE projection=?", projection.name)
    for rows in projection.tables:
        p.run(f"DROP VIEW IF EXISTS {rows.name}")
    projection.create(p, generation)
    for index in projection.indexes(generation):
        p.index(index)
    projection.serve(p, generation)
    sql = "INSERT INTO projection_generations VALUES (?, ?, ?, 0)"
    p.run(sql, projection.name, generation, state)


def health(engine: Engine, projections: Sequence[Projection]) -> Health:
    """Reads the head, then each generation of these; one that no code asks for any more tells
    nothing."""
    last, live = head(engine), {projection.name: projection.live for projection in projections}
    with engine.connect() as db:
        rows = db.execute(select(generations).order_by(*generations.c[:2])).all()
        of = (parked.c.projection, parked.c.generation)
        counts = {(n, g): c for n, g, c in db.execute(select(*of, func.count()).group_by(*of))}
    return Health(
        head=last,
        projections=[
            Standing(
                projection=name,
                generation=generation,
                state=state,
                position=position,
                lag=0 if state == "serving" and live[name] else max(0, last - position),
                parked=counts.get((name, generation), 0),
            )
            for name, generation, state, position in rows
            if name in live
        ],
    )
