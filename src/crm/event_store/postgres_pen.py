"""The pen on PostgreSQL: turns by advisory locks, one trip to enter, one to write, or COPY."""

# Statements are made of the names of our own tables; values are always bound.

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

import msgspec
from psycopg import RawCursor
from psycopg.errors import OperationalError, UniqueViolation
from sqlalchemy import Table
from sqlalchemy.dialects import postgresql

from crm.event_store import reach
from crm.event_store.pens import BARRIER, Moment, Pen, Receipt, insertion, parts
from crm.event_store.postgres_trips import BEGIN, COMMIT, Said, array, ask, text, values
from crm.event_store.row_security import SETTING, securing
from crm.event_store.rows import Key, Row
from crm.event_store.shapes import Event, read

_POSTGRES = postgresql.dialect()  # type: ignore[no-untyped-call]
ENDED = ("superseded_at", "superseded_by")
SAID = 500
"""Events that are written in one message; more of them go table by table."""
COPIED, BESIDE = 50, 400
"""From this many rows on, COPY is faster than arrays; by way of a table beside, from the second."""

ANNOUNCED = 2
"""Class of the advisory locks that say: positions above this number are on their way."""
_BY_INDEX = {
    "enable_seqscan": "off",
    "enable_bitmapscan": "off",
    "enable_sort": "off",
    "plan_cache_mode": "force_generic_plan",
}
"""What a writer reads is always a few rows that an index leads to, and PostgreSQL need not guess
so anew: without figures on a young table, or behind row security, it guesses wrong."""
_SETTINGS = ", ".join(f"set_config('{name}', '{said}', true)" for name, said in _BY_INDEX.items())
_TURN = f"""SELECT set_config('{SETTING}', $1, true), {_SETTINGS},
pg_advisory_xact_lock_shared($2::bigint), pg_advisory_xact_lock(1, hashtext(pole))
FROM unnest($3::text[]) pole"""
_ANNOUNCE = f"""SELECT pg_advisory_xact_lock_shared({ANNOUNCED}, (last_value - 1)::int)
FROM events_position_seq"""
_COMING = """SELECT min(objid::bigint) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2
AND classid = %s AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"""
_SECURED = "SELECT row_security_active(%s), to_regclass(%s) IS NOT NULL"
_POSITIONS = "SELECT nextval('events_position_seq') FROM generate_series(1, $1::int)"
_LATEST_OF = """(SELECT recorded_at FROM events WHERE pole_id = {} ORDER BY position DESC LIMIT 1)
latest"""
_LATEST = {
    True: f"SELECT recorded_at FROM {_LATEST_OF.format('$1')}",
    False: "SELECT max(latest.recorded_at) FROM unnest($1::uuid[]) pole, LATERAL "
    + _LATEST_OF.format("pole"),
}
"""Of one pôle alone, or of several: for an array PostgreSQL would plan anew each time."""
_MOMENT = "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint"
_GIVEN = """SELECT command_id, first_position, last_position, recorded_at FROM receipts
WHERE command_id"""
_KNOWN = {
    True: f"{_GIVEN} = $1",
    False: f"SELECT given.* FROM unnest($1::uuid[]) asked, LATERAL ({_GIVEN} = asked) given",
}
_SERVING = """SELECT json_object_agg(projection, generation) FROM projection_generations
WHERE state='serving'"""
_SHAPES = """SELECT c.relname, a.attname FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace UNION ALL
SELECT tablename, indexname FROM pg_indexes WHERE schemaname = current_schema()"""
_STREAM = """SELECT topic, state FROM events WHERE originator_id=$1 AND originator_version<$2
ORDER BY originator_version"""


class PostgresPen(Pen):
    """What a command or a group writes leaves in one message, the commit behind it."""

    _held: tuple[list[Said], list[Said]] | None = None
    """Rows that end, then rows that begin."""
    mark = "%s"
    of_view = ";".join([*securing("{1}"), "CREATE OR REPLACE VIEW {0} AS SELECT * FROM {1}"])
    of_shapes = _SHAPES

    def stream(self, sql: str) -> Iterable[Row]:
        found: Iterable[Row] = self.driver.cursor().stream(sql, size=1000)
        return found

    def begin(self, *, alone: bool = False, patience: float | None = None) -> None:
        self.driver.execute("BEGIN")
        if patience is not None:
            self.driver.execute(f"SET LOCAL lock_timeout = {int(patience * 1000)}")
        if alone:
            self.driver.execute("SELECT pg_advisory_xact_lock(%s)", [BARRIER])

    def head(self) -> int:
        """In this order: what is seen here and committed before the second look is seen by any
        later question; what is still on its way then has announced itself."""
        last: int = self.driver.execute("SELECT coalesce(max(position), 0) FROM events").fetchone()[
            0
        ]
        announced = self.driver.execute(_COMING, [ANNOUNCED], prepare=True).fetchone()[0]
        return last if announced is None else min(last, announced)

    def enter(self, poles: Sequence[str], count: int, commands: Sequence[str]) -> Moment:
        pole, command = len(poles) == 1, len(commands) == 1
        *_, positions, moment, latest, known, serving = ask(
            self.driver,
            [
                Said(BEGIN),
                Said(_TURN, [text(reach.of(poles)), text(BARRIER), array(sorted(poles))]),
                Said(_ANNOUNCE),
                Said(_POSITIONS, [text(count)]),
                Said(_MOMENT),
                Said(_LATEST[pole], [text(poles[0]) if pole else array(poles)]),
                Said(_KNOWN[command], [text(commands[0]) if command else array(commands)]),
                Said(_SERVING),
            ],
        )
        given = [values(known, n) for n in range(known.ntuples)]
        return Moment(
            [int(values(positions, n)[0]) for n in range(count)],
            int(values(moment)[0]),
            int(values(latest)[0] or 0) if latest.ntuples else 0,
            {
                id_.decode(): Receipt(int(first), int(last), int(at), repeated=True)
                for id_, first, last, at in given
            },
            msgspec.json.decode(values(serving)[0] or b"{}"),
        )

    def draw(self, count: int) -> list[int]:
        (drawn,) = ask(self.driver, [Said(_POSITIONS, [text(count)])])
        return [int(values(drawn, n)[0]) for n in range(count)]

    @contextmanager
    def writes(self, count: int, *, apart: bool = False) -> Iterator[None]:
        if apart or count >= SAID:
            with super().writes(count):
                yield
            return
        ended, new = self._held = [], []
        yield
        self._held = None
        ask(self.driver, [*ended, *new, Said(COMMIT)])

    def lock(self, table: str) -> None:
        self.driver.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")

    def overwrite(self, table: Table) -> None:
        """Rows that nobody sees any more give their place back."""
        self.driver.execute(f"VACUUM {table.name}")

    def insert(self, table: Table, names: tuple[str, ...], rows: Sequence[Sequence[Any]]) -> None:
        if self._held is None and len(rows) >= COPIED and self._copied(table, names, rows):
            return
        if len(rows) == 1:
            sql, values = insertion(table, names, _numbered(len(names))), list(map(text, rows[0]))
        else:
            sql, values = _insertion_of_many(table, names), _columns(rows)
        self._say(sql, values, 1)

    def _copied(self, table: Table, names: tuple[str, ...], rows: Sequence[Sequence[Any]]) -> bool:
        """By COPY; under row security, which refuses it, by way of a table of this connection, or
        not at all when these are too few for the detour."""
        run, name, columns = self.driver.execute, table.name, ",".join(names)
        own = f"coming_{name}"
        secured, there = run(_SECURED, [name, f"pg_temp.{own}"]).fetchone()
        if secured and len(rows) < BESIDE:
            return False
        if secured and not there:
            run(f"CREATE TEMP TABLE {own} (LIKE {name})")
        into = f"pg_temp.{own}" if secured else name
        with self.driver.cursor().copy(f"COPY {into} ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        if secured:
            run(f"INSERT INTO {name} ({columns}) SELECT {columns} FROM {into}")
            run(f"TRUNCATE {into}")
        return True

    def end(self, table: Table, key: Sequence[str], ended: Sequence[tuple[int, int, Key]]) -> None:
        rows = [(at, by, *parts(k)) for at, by, k in ended]
        self._say(_ending(table, tuple(key)), _columns(rows), 0)

    def _say(self, sql: str, values: Sequence[bytes | None], turn: int) -> None:
        """Now, or in one message with all that is written: rows end before new ones begin."""
        if self._held is None:
            ask(self.driver, [Said(sql, values, kept=False)])
        else:
            self._held[turn].append(Said(sql, values))

    def find(
        self, table: Table, names: Sequence[str], key: Sequence[str], wanted: Sequence[Key]
    ) -> list[Row]:
        asked = [array(column).decode() for column in zip(*map(parts, wanted), strict=True)]
        found = RawCursor(self.driver).execute(_finding(table, tuple(names), tuple(key)), asked)
        return [list(row) for row in found]

    def sealed_stream(self, originator_id: str, version: int) -> list[Event]:
        (found,) = ask(self.driver, [Said(_STREAM, [text(originator_id), text(version)])])
        rows = (values(found, n) for n in range(found.ntuples))
        return [read(name.decode(), state) for name, state in rows]

    @staticmethod
    def broken_index(error: Exception) -> str | None:
        return error.diag.constraint_name if isinstance(error, UniqueViolation) else None

    @staticmethod
    def unavailable(error: Exception) -> bool:
        return isinstance(error, OperationalError)


@cache
def _insertion_of_many(table: Table, names: tuple[str, ...]) -> str:
    columns = ",".join(names)
    return f"INSERT INTO {table.name} ({columns}) SELECT * FROM {_unnested(table, names)}"


@cache
def _ending(table: Table, key: tuple[str, ...]) -> str:
    match = " AND ".join(f"t.{name}=u.{name}" for name in key)
    return (
        f"UPDATE {table.name} t SET superseded_at=u.superseded_at, superseded_by=u.superseded_by "
        f"FROM {_unnested(table, ENDED + key)} u({','.join(ENDED + key)}) "
        f"WHERE {match} AND t.superseded_at IS NULL"
    )


@cache
def _finding(table: Table, names: tuple[str, ...], key: tuple[str, ...]) -> str:
    match = " AND ".join(f"t.{name}=u.{name}" for name in key)
    return (
        f"SELECT {','.join(f't.{name}' for name in names)} FROM {table.name} t "
        f"JOIN {_unnested(table, key)} u({','.join(key)}) ON {match} WHERE t.superseded_at IS NULL"
    )


def _unnested(table: Table, names: Sequence[str]) -> str:
    """One array for each column, read as rows."""
    arrays = (f"${n}::{_element(table, name)}[]" for n, name in enumerate(names, 1))
    return f"unnest({', '.join(arrays)})"


@cache
def _element(table: Table, name: str) -> str:
    """The type of a column as an array may hold it: a collation belongs to the column alone."""
    return table.c[name].type.compile(_POSTGRES).partition(" COLLATE ")[0]


@cache
def _numbered(count: int) -> str:
    return ",".join(f"${n}" for n in range(1, count + 1))


def _columns(rows: Sequence[Sequence[Any]]) -> list[bytes | None]:
    return [array(column) for column in zip(*rows, strict=True)]
