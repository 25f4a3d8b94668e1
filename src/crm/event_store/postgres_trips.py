"""Several statements in one message to PostgreSQL, and their answers in one trip.

A command is counted in microseconds, and the driver's own pipeline spends more of them than the
database does: it looks for placeholders, gives each value a type, prepares a statement anew for
each mixture of types and nulls, and flushes each message by itself. Here statements are numbered
(`$1`), values are text that the server reads in the type of their column, and a statement is
prepared once for a connection.
"""

import select
from collections.abc import Iterable, Sequence
from itertools import count
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from psycopg.errors import DataError, InvalidSqlStatementName, error_from_result
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGconn, PGresult

BEGIN, COMMIT = "BEGIN", "COMMIT"
MOST = 300
"""Statements that a connection keeps prepared: two for each table that serves, and a few."""
_prepared: WeakKeyDictionary[Any, dict[str, bytes]] = WeakKeyDictionary()
"""By connection, the names of its prepared statements."""
_numbers = count()


class Said(NamedTuple):
    """A statement and its values. `kept`: prepared for the next time."""

    sql: str
    values: Sequence[bytes | None] = ()
    kept: bool = True


def ask(driver: Any, said: Sequence[Said]) -> list[PGresult]:
    """The answer to each of these, asked all at once. Raises the driver's error for the first one
    that failed; those behind it were not done."""
    try:
        return _asked(driver, said)[-len(said) :]
    except InvalidSqlStatementName:  # the driver forgets all statements after some of its errors
        _prepared.pop(driver, None)
        if said[0].sql != BEGIN and driver.info.transaction_status:
            raise
        if driver.info.transaction_status:
            driver.execute("ROLLBACK")
        return _asked(driver, said)[-len(said) :]


def text(value: Any) -> bytes | None:
    """A value as PostgreSQL reads it in a column of its type. Raises DataError for a text that no
    column can hold."""
    if value is None:
        return None
    if isinstance(value, bytes):
        return b"\\x" + value.hex().encode()
    return _whole(value if type(value) is str else str(value)).encode()


def array(values: Iterable[Any]) -> bytes:
    """Values as PostgreSQL reads them in an array of their type."""
    return f"{{{','.join(map(_element, values))}}}".encode()


def values(answer: PGresult, row: int = 0) -> list[bytes]:
    """A row as PostgreSQL wrote it, nothing for what is null."""
    return [answer.get_value(row, n) or b"" for n in range(answer.nfields)]


def _element(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, bytes):
        value = f"\\x{value.hex()}"
    said = _whole(value if type(value) is str else str(value))
    return '"' + said.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _whole(said: str) -> str:
    if "\0" in said:  # the message would end there
        raise DataError("a text with a NUL character")
    return said


def _asked(driver: Any, said: Sequence[Said]) -> list[PGresult]:
    names = _prepared.setdefault(driver, {})
    if len(names) > MOST:
        driver.execute("DEALLOCATE ALL")
        names.clear()
    pgconn: PGconn = driver.pgconn
    try:
        pgconn.enter_pipeline_mode()
        new = _send(pgconn, said, names)
        answers = _answers(pgconn)
        pgconn.exit_pipeline_mode()
    except BaseException:
        pgconn.finish()  # nobody knows where this connection stands
        raise
    for (sql, name), answer in zip(new.items(), answers, strict=False):
        if answer.status == ExecStatus.COMMAND_OK:
            names[sql] = name
    for answer in answers:
        if answer.status == ExecStatus.FATAL_ERROR:
            raise error_from_result(answer)
    return answers


def _send(pgconn: PGconn, said: Sequence[Said], names: dict[str, bytes]) -> dict[str, bytes]:
    """Answers the statements that have to be prepared, in the order in which they are."""
    missing = dict.fromkeys(sql for sql, _, kept in said if kept and sql not in names)
    new = {sql: b"trip%d" % next(_numbers) for sql in missing}
    for sql, name in new.items():
        pgconn.send_prepare(name, sql.encode())
    for sql, values, kept in said:
        if kept:
            pgconn.send_query_prepared(names.get(sql) or new[sql], values)
        else:
            pgconn.send_query_params(sql.encode(), values)
    pgconn.pipeline_sync()
    while pgconn.flush():
        if _ready(pgconn, select.POLLIN | select.POLLOUT) & select.POLLIN:
            pgconn.consume_input()  # it may have to be heard before it listens
    return new


def _answers(pgconn: PGconn) -> list[PGresult]:
    """All that comes back, up to the end of the message."""
    found: list[PGresult] = []
    while True:
        while pgconn.is_busy():
            _ready(pgconn, select.POLLIN)
            pgconn.consume_input()
        if (answer := pgconn.get_result()) is None:
            continue
        if answer.status == ExecStatus.PIPELINE_SYNC:
            return found
        found.append(answer)


def _ready(pgconn: PGconn, wanted: int) -> int:
    """Waits for the connection, and answers what it is ready for."""
    waiting = select.poll()
    waiting.register(pgconn.socket, wanted)
    return waiting.poll()[0][1]
