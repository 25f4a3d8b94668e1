"""A Trame on PostgreSQL as several processes: web nodes and workers, started, watched, killed."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil
from sqlalchemy import URL

from crm.settings import Settings
from provision import postgresql

STARTS_WITHIN = 60.0
"""Seconds."""


class Process:
    """One program of the house; its log is kept beside the others'."""

    def __init__(self, folder: Path, environ: dict[str, str], name: str, *said: str) -> None:
        self.command = [sys.executable, "-m", "crm", *said]
        self.environ, self.log = environ, folder / f"{name}.log"
        self.start()

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.running = subprocess.Popen(
                self.command, stdout=log, stderr=subprocess.STDOUT, env=os.environ | self.environ
            )
        self.watched = psutil.Process(self.running.pid)

    def kill(self) -> None:
        """As a failing machine would: nothing of its own runs any more."""
        self.running.kill()
        self.running.wait()

    def stop(self) -> None:
        self.running.terminate()
        try:
            self.running.wait(STARTS_WITHIN)
        except subprocess.TimeoutExpired:
            self.kill()
            raise

    @property
    def runs(self) -> bool:
        return self.running.poll() is None

    @property
    def seconds(self) -> float:
        """Of computing, since it started."""
        spent = self.watched.cpu_times()
        return float(spent.user + spent.system)


class House:
    """One database, and the processes that share it."""

    def __init__(self, folder: Path, database: URL, keys: URL, webs: int, workers: int) -> None:
        self.environ = environ = {
            "CRM_DATABASE_URL": database.render_as_string(hide_password=False),
            "CRM_KEYRING_URL": keys.render_as_string(hide_password=False),
            "CRM_SECRETS": str(folder / "secrets.json"),
            "CRM_HTTPS": "0",
            "CRM_LOG": "WARNING",
        }
        self.settings, self.name = Settings.read(environ), f"{webs} + {workers}"
        ports = [_free_port() for _ in range(webs)]
        self.addresses = [f"http://127.0.0.1:{port}" for port in ports]
        alone = () if workers == 0 else ("--sans-travail",)
        self.webs = [
            Process(folder, environ, f"web{n}", "serve", "--port", str(port), *alone)
            for n, port in enumerate(ports)
        ]
        self.workers = [Process(folder, environ, f"worker{n}", "worker") for n in range(workers)]

    @property
    def processes(self) -> list[Process]:
        return [*self.webs, *self.workers]

    def ready(self) -> None:
        """Waits until each web node answers; raises when a process has ended."""
        until = time.monotonic() + STARTS_WITHIN
        for address in self.addresses:
            while not _answers(address):
                ended = [p.log.read_text()[-800:] for p in self.processes if not p.runs]
                if ended or time.monotonic() > until:
                    raise RuntimeError(f"{address} does not answer; ended: {ended}")
                time.sleep(0.05)

    def run(self, *said: str) -> int:
        """The status of another program of the house, once it has ended."""
        command = [sys.executable, "-m", "crm", *said]
        return subprocess.run(command, env=os.environ | self.environ, check=False).returncode

    def said(self, words: str) -> int:
        """How often the logs say this."""
        return sum(p.log.read_text().count(words) for p in self.processes)

    def faults(self) -> list[str]:
        """Lines of the logs that tell of an error."""
        lines = [line for p in self.processes for line in p.log.read_text().splitlines()]
        return [line for line in lines if " ERROR " in line or "Traceback" in line]


@contextmanager
def house(server: URL, folder: Path, webs: int, workers: int) -> Iterator[House]:
    """All processes start together on two empty databases; they end with the block."""
    folder.mkdir()
    with postgresql.database(server) as database, postgresql.database(server) as keys:
        made = House(folder, database, keys, webs, workers)
        try:
            made.ready()
            yield made
            for process in made.processes:
                process.stop()
        finally:
            for process in made.processes:
                if process.runs:
                    process.kill()


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
        return port


def _answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/sante", timeout=5).status_code in (200, 503)
    except httpx.TransportError:
        return False
