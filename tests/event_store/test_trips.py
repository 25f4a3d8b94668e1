"""Several statements in one message to PostgreSQL: values, errors, what the server forgot."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from psycopg.errors import DataError, InvalidSqlStatementName, OperationalError, UniqueViolation

from crm.event_store import EventStore, postgres_trips
from crm.event_store.databases import open_engine, pen
from crm.event_store.postgres_trips import BEGIN, COMMIT, Said, array, ask, text, values
from event_store.conftest import Someone
from event_store.garden import TendPlot

HARD = ["", "a,b", '{"x": "y"}', "\\", '\\"', "NULL", "é’« »", "line\nline", "{}", "  "]
INSERT = "INSERT INTO said VALUES ($1, $2)"


@pytest.fixture
def driver(postgres_url: str) -> Iterator[Any]:
    engine = open_engine(postgres_url, owner=True)
    with pen(engine) as p:
        p.run("CREATE TABLE said (id bigint PRIMARY KEY, word text)")
        yield p.driver
    engine.dispose()


def said(driver: Any) -> list[tuple[int, str | None]]:
    return list(driver.execute("SELECT id, word FROM said ORDER BY id").fetchall())


def test_values_arrive_as_they_are(driver: Any) -> None:
    rows = [*enumerate(HARD), (len(HARD), None)]
    ask(driver, [Said(INSERT, [text(n), text(word)]) for n, word in rows])
    assert said(driver) == rows
    many = "SELECT * FROM unnest($1::bigint[], $2::text[])"
    columns = [array(column) for column in zip(*rows, strict=True)]
    (found,) = ask(driver, [Said(many, columns)])
    assert [values(found, n)[1].decode() for n, _ in rows] == [*HARD, ""]
    assert found.get_value(len(HARD), 1) is None


@pytest.mark.parametrize(
    ("kind", "value"),
    [("boolean", True), ("date", date(2026, 3, 1)), ("double precision", 0.1), ("bytea", b"\0a")],
)
def test_a_value_is_read_in_the_type_of_its_column(driver: Any, kind: str, value: object) -> None:
    (found,) = ask(driver, [Said(f"SELECT $1::{kind} = $2::{kind}", [text(value)] * 2)])
    assert values(found) == [b"t"]
    kept = driver.execute(f"SELECT %s::{kind}", [value]).fetchone()[0]
    assert (
        driver.execute(f"SELECT %s::{kind}", [(text(value) or b"").decode()]).fetchone()[0] == kept
    )


@pytest.mark.parametrize("say", [text, lambda value: array([value])])
def test_a_text_is_never_cut_short(say: Any) -> None:
    with pytest.raises(DataError):
        say("before\0after")


def test_an_error_is_the_first_and_undoes_the_message(driver: Any) -> None:
    doubled = [Said(BEGIN), *[Said(INSERT, [b"1", b"x"])] * 2, Said("SELECT 1/0"), Said(COMMIT)]
    with pytest.raises(UniqueViolation) as error:
        ask(driver, doubled)
    assert error.value.diag.constraint_name == "said_pkey"
    driver.execute("ROLLBACK")
    ask(driver, [Said(INSERT, [b"1", b"again"])])
    assert said(driver) == [(1, "again")]


def test_statements_that_the_server_forgot_are_prepared_again(driver: Any) -> None:
    message = [Said(BEGIN), Said(INSERT, [b"1", b"x"]), Said(COMMIT)]
    ask(driver, message)
    driver.execute("DEALLOCATE ALL")
    driver.execute("DELETE FROM said")
    ask(driver, message)
    assert said(driver) == [(1, "x")]


def test_half_a_transaction_is_not_said_again(driver: Any) -> None:
    ask(driver, [Said(INSERT, [b"1", b"x"])])
    driver.execute("DEALLOCATE ALL")
    driver.execute("BEGIN")
    with pytest.raises(InvalidSqlStatementName):
        ask(driver, [Said(INSERT, [b"2", b"x"]), Said(COMMIT)])
    driver.execute("ROLLBACK")
    ask(driver, [Said(INSERT, [b"2", b"y"])])
    assert said(driver) == [(1, "x"), (2, "y")]


def test_a_connection_keeps_so_many_statements(
    driver: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_trips, "MOST", 3)
    for n in range(10):
        assert values(ask(driver, [Said(f"SELECT {n}")])[0]) == [str(n).encode()]
    kept = driver.execute("SELECT count(*) FROM pg_prepared_statements").fetchone()[0]
    assert kept <= 4


def test_neither_side_waits_for_the_other_to_listen(driver: Any) -> None:
    """More than the sockets hold, both ways."""
    word = text("x" * 1_000_000)
    found = ask(driver, [Said("SELECT $1::text", [word])] * 30)
    assert [len(values(answer)[0]) for answer in found] == [1_000_000] * 30


def test_a_lost_connection_is_an_unavailable_database(postgres_url: str) -> None:
    engine = open_engine(postgres_url, owner=True)
    with pytest.raises(OperationalError), pen(engine) as p:  # noqa: PT012  # the pen is lost too
        ask(p.driver, [Said(BEGIN)])
        with pen(engine) as other:
            other.run("SELECT pg_terminate_backend(?)", p.driver.info.backend_pid)
        ask(p.driver, [Said("SELECT 1")])
    with pen(engine) as p:
        assert values(ask(p.driver, [Said("SELECT 1")])[0]) == [b"1"]
    engine.dispose()


def test_a_command_outlives_forgotten_statements(
    store: EventStore, someone: Someone, garden: str, plot: str
) -> None:
    for state in "sown", "weeded":
        store.handle(TendPlot(garden_id=garden, plot_id=plot, state=state), someone())
        with pen(store.engine) as p:
            if store.engine.dialect.name == "postgresql":
                p.run("DEALLOCATE ALL")
    assert len(store.stream(garden)) == 4
