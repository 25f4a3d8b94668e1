"""PostgreSQL itself refuses what nobody may do to events, and shows rows by pôle."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege
from sqlalchemy import URL, create_engine, text
from sqlalchemy.pool import NullPool

from crm.event_store import EventStore, open_event_store, reach
from crm.event_store.databases import open_engine, pen
from crm.event_store.events import new_id
from crm.event_store.postgres_pen import BESIDE, COPIED
from crm.event_store.privileges import APP, RoleMayNotCreate
from crm.event_store.protection import acting, orders_obeyed, tables_in_the_open
from crm.event_store.row_security import SAYS
from crm.event_store.schema import TablesMissing
from crm.settings import Settings
from event_store.conftest import Someone, states
from event_store.garden import LendPlot, OpenGarden, TendPlot, plots, what_happened, who_tends
from provision import missing, postgresql

Opening = Callable[[URL], EventStore]


@pytest.fixture
def database_url(postgres_url: str) -> str:
    """PostgreSQL alone."""
    return postgres_url


@pytest.fixture
def direct(garden: str, plot: str, postgres_url: str) -> Iterator[psycopg.Connection]:
    """A connection in the engine's role, which nobody told of any pôle."""
    engine = create_engine(
        postgres_url,
        isolation_level="AUTOCOMMIT",
        connect_args={"options": f"-c role={APP}"},
        poolclass=NullPool,
    )
    with closing(engine.raw_connection()) as pooled:
        assert isinstance(pooled.driver_connection, psycopg.Connection)
        yield pooled.driver_connection


@pytest.mark.parametrize(
    "order",
    [
        "UPDATE events SET state = ''",
        "DELETE FROM events",
        "TRUNCATE events",
        "DROP TABLE events",
        "ALTER TABLE events DISABLE ROW LEVEL SECURITY",
        "DROP POLICY reach ON events",
        "UPDATE receipts SET recorded_at = 0",
        "SELECT setval('events_position_seq', 1)",
    ],
)
def test_events_are_only_added(direct: psycopg.Connection, order: str) -> None:
    with pytest.raises(InsufficientPrivilege):
        direct.execute(order)
    direct.execute("RESET ROLE")  # back to the role the connection began with
    with pytest.raises(InsufficientPrivilege):
        direct.execute(order)


def test_untold_nothing_is_seen_or_taken(
    direct: psycopg.Connection, store: EventStore, someone: Someone
) -> None:
    counts = "SELECT (SELECT count(*) FROM events), (SELECT count(*) FROM plots)"
    assert direct.execute(counts).fetchone() == (0, 0)
    adds = "INSERT INTO plots (pole_id, position, recorded_at) VALUES (%s, -1, 0)"
    with pytest.raises(InsufficientPrivilege, match="row-level security"):
        direct.execute(adds, [someone.pole_id])
    direct.execute("SELECT set_config('trame.poles', %s, false)", [new_id()])
    assert direct.execute(counts).fetchone() == (0, 0)
    with pytest.raises(InsufficientPrivilege, match="row-level security"):
        direct.execute(adds, [someone.pole_id])
    direct.execute("SELECT set_config('trame.poles', %s, false)", [someone.pole_id])
    assert direct.execute(counts).fetchone() == (2, 1)
    direct.execute(adds, [someone.pole_id])
    direct.execute("SET trame.poles = 'anything'")
    with pytest.raises(psycopg.errors.InvalidTextRepresentation):
        direct.execute(counts)


def test_tables_made_anew_are_guarded_too(
    store: EventStore, someone: Someone, garden: str, plot: str
) -> None:
    assert tables_in_the_open(store.engine, store.projections) == []
    store.rebuild()
    assert tables_in_the_open(store.engine, store.projections) == []
    with reach.nobody():
        assert states(store) == {}


def test_a_connection_is_told_of_a_pole_once(
    store: EventStore, someone: Someone, garden: str, plot: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The commands and pages of one pôle cost no more messages than without row security."""
    sent: list[object] = []
    execute = psycopg.Connection.execute

    def heard(self: Any, query: Any, *values: Any, **said: Any) -> Any:
        sent.append(query)
        return execute(self, query, *values, **said)

    def work() -> None:
        store.handle(TendPlot(garden_id=garden, plot_id=plot, state="sown"), someone())
        assert list(states(store)) == [plot]

    with reach.only(someone.pole_id):
        work()
        monkeypatch.setattr(psycopg.Connection, "execute", heard)
        work()
        assert SAYS not in sent
        with reach.whole_house():
            work()
        assert sent.count(SAYS) == 1


def test_many_rows_at_once_go_through_a_table_beside(store: EventStore, someone: Someone) -> None:
    """PostgreSQL refuses COPY under row security; fewer go as arrays, faster."""
    table, names = plots.generation(1), ("plot_id", "pole_id", "position", "recorded_at")
    with pen(store.engine) as p:
        p.begin()
        for turn, count in enumerate((COPIED, BESIDE, BESIDE)):
            rows = [(new_id(), someone.pole_id, n, turn) for n in range(count)]
            p.insert(table, names, rows)
            beside = p.run("SELECT to_regclass('pg_temp.coming_plots_g1')").fetchone()[0]
            assert bool(beside) == (count == BESIDE)
    assert len(states(store)) == COPIED + 2 * BESIDE


@contextmanager
def login(server: URL, rights: str) -> Iterator[URL]:
    """An ordinary login with these rights, and a database of its own."""
    name, owner = f"login_{uuid4().hex}", create_engine(server, isolation_level="AUTOCOMMIT")
    with owner.connect() as db:
        db.execute(text(f"CREATE ROLE {name} LOGIN PASSWORD 'essai' {rights}"))
        db.execute(text(f"CREATE DATABASE {name} OWNER {name}"))
    yield server.set(username=name, password="essai", database=name)
    with owner.connect() as db:
        db.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        db.execute(text(f"DROP ROLE {name}"))
    owner.dispose()


@pytest.fixture(scope="module")
def new_server() -> Iterator[URL]:
    """A server where Trame never ran, unless one was given to the tests."""
    try:
        with postgresql.server() as address:
            yield address
    except postgresql.NoServer as absent:
        missing(str(absent))


@pytest.fixture
def opening_at(tmp_path: Path) -> Iterator[Opening]:
    opened: list[EventStore] = []

    def _open(address: URL) -> EventStore:
        settings = Settings(
            database=address.render_as_string(hide_password=False),
            keys=f"sqlite:///{tmp_path}/keys.db",
            secret="s" * 40,
        )
        opened.append(open_event_store(settings, [who_tends, what_happened]))
        return opened[-1]

    yield _open
    for store in opened:
        store.close()


def _works(store: EventStore) -> bool:
    someone, garden, plot = Someone(), new_id(), new_id()
    store.handle(OpenGarden(garden_id=garden), someone())
    lend = LendPlot(garden_id=garden, plot_id=plot, gardener_id=new_id(), number="1")
    store.handle(lend, someone())
    before = store.checksums()
    store.rebuild()
    with reach.only(someone.pole_id):
        return states(store) == {plot: ("1", "bare")} and store.checksums() == before


def _order(address: URL, *orders: str) -> None:
    owner = create_engine(address, isolation_level="AUTOCOMMIT")
    with owner.connect() as db:
        for order in orders:
            db.execute(text(order))
    owner.dispose()


def test_databases_of_a_new_server_open_together(new_server: URL, opening_at: Opening) -> None:
    with (
        login(new_server, "CREATEROLE") as one,
        login(new_server, "SUPERUSER") as other,
        ThreadPoolExecutor(6) as together,
    ):
        stores = list(together.map(opening_at, [one, other] * 3))
        assert all(map(_works, stores))
        assert {acting(store.engine).role for store in stores} == {APP}
        assert orders_obeyed(stores[0].engine) == orders_obeyed(stores[1].engine) == []
        for store in stores:
            store.close()


def test_without_the_role_it_works_and_says_so(new_server: URL, opening_at: Opening) -> None:
    with login(new_server, "NOCREATEROLE") as address:
        store = opening_at(address)
        assert _works(store)
        assert acting(store.engine) == (address.username, address.username, True)
        assert len(orders_obeyed(store.engine)) == 12
        assert tables_in_the_open(store.engine, store.projections) == []
        store.close()
        opening_at(new_server).close()
        _order(new_server, f'GRANT {APP} TO "{address.username}"')
        again = opening_at(address)
        assert acting(again.engine) == (APP, address.username, True)
        assert orders_obeyed(again.engine) == []
        assert _works(again)
        again.close()


def test_a_login_without_rights_of_its_own_works_on_what_the_owner_made(
    new_server: URL, opening_at: Opening
) -> None:
    with login(new_server, "CREATEROLE") as owner, login(new_server, f"IN ROLE {APP}") as other:
        opening_at(owner).close()
        held = owner.set(username=other.username, password=other.password)
        store = opening_at(held)
        assert _works(store)
        assert acting(store.engine) == (APP, other.username, False)
        assert orders_obeyed(store.engine) == tables_in_the_open(store.engine, [who_tends]) == []
        store.close()
        _order(owner, "DROP TABLE parked_events")
        with pytest.raises(TablesMissing) as refused:
            opening_at(held)
        assert refused.value.values == {"tables": "parked_events"}


def test_a_role_that_may_not_create_is_named(new_server: URL, opening_at: Opening) -> None:
    with login(new_server, "CREATEROLE") as address:
        _order(
            new_server.set(database=address.database),
            "ALTER SCHEMA public OWNER TO CURRENT_USER",
            f'GRANT CREATE ON SCHEMA public TO "{address.username}"',
        )
        with pytest.raises(RoleMayNotCreate) as refused:
            opening_at(address)
        assert f"GRANT USAGE, CREATE ON SCHEMA public TO {APP};" in str(refused.value.values)


def test_a_connection_that_died_is_replaced_unseen(postgres_url: str) -> None:
    engine, owner = open_engine(postgres_url), open_engine(postgres_url, owner=True)
    with reach.nobody(), engine.connect() as db:
        dead = db.scalar(text("SELECT pg_backend_pid()"))
    with owner.connect() as db:
        db.execute(text("SELECT pg_terminate_backend(:dead, 5000)"), {"dead": dead})
    with engine.connect() as db:
        assert db.scalar(text("SELECT current_setting('trame.poles')")) == "*"
    engine.dispose()
    owner.dispose()
