"""`crm verify`: everything is computed again, by several processes when there is much of it."""

import os
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import (
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    as_completed,
)
from functools import cache, partial
from multiprocessing import get_context
from typing import Any, Self

from msgspec import Struct
from sqlalchemy import Engine, inspect

from crm.event_store.databases import open_engine, pen
from crm.event_store.pens import Pen
from crm.event_store.proof import streams
from crm.event_store.proof.checkpoints import Checkpoint
from crm.event_store.proof.comparing import Differences, compare
from crm.event_store.proof.faults import Fault, noting
from crm.event_store.proof.leaves import LOWEST
from crm.event_store.proof.stored import forged, one
from crm.event_store.proof.walking import Verdict, Walker
from crm.event_store.sqlite_pen import SqlitePen
from crm.refusal import N_, Refusal

Progress = Callable[[int, int], None]
"""Told how many events were compared, and how many there are."""
SLICE = 32_768
"""Events that one process compares in one go."""
MANY = 200_000
"""From this many events on, it pays to start other processes."""
MOST, THREADS = 8, 2
"""Processes at once; threads at least, beside this one."""
MAPPED = 2**31 - 2**16
"""Bytes of a file, at most."""
Work = Callable[[], Any]
Slice = tuple[int, int, int]
"""First and last number of some checkpoints, and how many leaves they keep."""


class Verification(Struct, frozen=True, kw_only=True):
    """What verifying found."""

    events: int
    unsigned: int
    """How many of them lie after the last checkpoint."""
    checkpoints: int
    last: Checkpoint | None
    faults: list[Fault]
    """By position, then those that have none."""


class NoEvents(Refusal):
    sentence = N_("Il n’y a pas de dépôt d’événements dans cette base.")


def verify_events(
    engine: Engine,
    trusted: Collection[bytes],
    *,
    anchors: Sequence[Checkpoint] = (),
    progress: Progress = lambda _done, _all: None,
    processes: int | None = None,
) -> Verification:
    """Events against leaves, leaves against signed roots, the chain of checkpoints, the versions
    of each stream, the receipts, and checkpoints kept elsewhere (`anchors`).

    `trusted`: the public keys whose signature counts. Raises NoEvents.
    """
    faults, slices = list[Fault](), list[Slice]()
    count, seen, last = 0, 0, None
    with noting(faults), pen(engine) as p:
        with noting(faults):
            slices += _slices(p, engine)
        walker = Walker(p, trusted)
        with _Crew(p, slices, processes) as crew:
            faults += _recomputed(crew, walker, slices, progress)
        faults += [f for anchor in anchors for f in _held(p, anchor, trusted)]
        seen, last = walker.seen, walker.before
        count, contradictory = streams.unsigned(p, last.last_position if last else LOWEST - 1)
        faults += contradictory
    return Verification(
        events=(last.size if last else 0) + count,
        unsigned=count,
        checkpoints=seen,
        last=last,
        faults=sorted(faults, key=_place),
    )


def _recomputed(
    crew: "_Crew", walker: Walker, slices: Sequence[Slice], progress: Progress
) -> list[Fault]:
    """The crew compares events with leaves, while the chain is walked here."""
    faults, verdicts, differences = list[Fault](), list[Verdict](), Differences()
    done, everything = 0, sum(leaves for *_, leaves in slices)
    for check in streams.CHECKS:
        crew.ask(0, check)
    for first, last, leaves in slices:
        crew.ask(leaves, compare, first, last)
    with noting(faults):
        verdicts += walker.walk(slices[-1][1], forged(walker.p)) if slices else ()
    for leaves, answer in crew.answers():
        with noting(faults):
            found = answer()
            faults += found if isinstance(found, list) else []
            differences |= found if isinstance(found, dict) else {}
        if leaves:
            done += leaves
            progress(done, everything)
    return faults + [f for verdict in verdicts for f in _settled(verdict, differences)]


class _Crew:
    """Does pieces of work at once: on PostgreSQL by threads, which wait for the server; on SQLite
    by processes, because threads would wait for each other. Little work is done here alone."""

    def __init__(self, p: Pen, slices: Sequence[Slice], processes: int | None) -> None:
        self.p, self._pool = p, _pool(p, sum(leaves for *_, leaves in slices), processes)
        self._url = p.engine.url.render_as_string(hide_password=False)
        self._asked: dict[Future[Any], tuple[int, Work]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def ask(self, size: int, work: Callable[..., Any], *about: int) -> None:
        """One piece of work on a pen, to be done by somebody; the slowest are asked for first."""
        asked = self._pool.submit(_apart, self._url, work, about) if self._pool else Future[Any]()
        self._asked[asked] = size, partial(work, self.p, *about)

    def answers(self) -> Iterator[tuple[int, Callable[[], Any]]]:
        """The size of each piece, and its answer once it is called. What nobody has begun is
        done here, from the last on."""
        begun = []
        for asked, (size, work) in reversed(self._asked.items()):
            if asked.cancel():
                yield size, work
            else:
                begun.append(asked)
        for asked in as_completed(begun):
            yield self._asked[asked][0], asked.result


def _pool(p: Pen, events: int, processes: int | None) -> Executor | None:
    """Those who work beside this process; none for little work."""
    others = min(os.cpu_count() or 1, MOST) - 1 if processes is None else processes - 1
    if events < MANY or others < 1:
        return None
    if isinstance(p, SqlitePen):
        _map(p)
        return ProcessPoolExecutor(others, get_context("spawn"))
    return ThreadPoolExecutor(max(others, THREADS))


def _map(p: Pen) -> None:
    """SQLite reads a file that is mapped with a third less work."""
    p.run(f"PRAGMA mmap_size={MAPPED}")


@cache
def _opened(url: str) -> Engine:
    return open_engine(url)


def _apart(url: str, work: Callable[..., Any], about: Sequence[int]) -> Any:
    with pen(_opened(url)) as p:
        if isinstance(p, SqlitePen):
            _map(p)
        return work(p, *about)


def _slices(p: Pen, engine: Engine) -> Iterator[Slice]:
    """Of about equal work. Raises NoEvents."""
    tables = inspect(engine).get_table_names()
    if "events" not in tables:
        raise NoEvents
    if "checkpoints" not in tables:
        return
    numbers = list[int]()
    leaves = 0
    for number, length in p.run("SELECT number, length(leaves) FROM checkpoints ORDER BY number"):
        numbers.append(number)
        leaves += (length or 0) // 32
        if leaves >= SLICE:
            yield numbers[0], number, leaves
            numbers, leaves = [], 0
    if numbers:
        yield numbers[0], numbers[-1], leaves


def _settled(verdict: Verdict, differences: Differences) -> list[Fault]:
    """Who is to blame when events, leaves and root do not agree: what was signed is right."""
    number, events = verdict.number, differences.get(verdict.number, [])
    if not verdict.intact:  # what it keeps proves nothing
        return verdict.faults
    if verdict.proven or not verdict.signed:
        return [*verdict.faults, *events]
    leaves = Fault(kind="checkpoint_leaves", checkpoint=number, detail=verdict.positions)
    if verdict.spoilt:
        return [*verdict.faults, leaves]
    if events:
        return [*verdict.faults, leaves, *events]
    both = Fault(kind="rewritten", checkpoint=number, detail=verdict.positions)
    return [*verdict.faults, both]


def _held(p: Pen, anchor: Checkpoint, trusted: Collection[bytes]) -> list[Fault]:
    """Whether the event store still holds what a checkpoint kept elsewhere says."""
    number, found = anchor.number, one(p, anchor.number)
    if not anchor.is_signed:
        return [Fault(kind="anchor_signature", checkpoint=number)]
    if anchor.public_key not in trusted:
        return [Fault(kind="anchor_key", checkpoint=number, detail=anchor.public_key.hex())]
    if not found:
        return [Fault(kind="anchor_missing", checkpoint=number, position=anchor.last_position)]
    if found.checkpoint.body != anchor.body:
        return [Fault(kind="anchor_differs", checkpoint=number, position=anchor.last_position)]
    return []


def _place(fault: Fault) -> tuple[bool, int, int]:
    return fault.position is None, fault.position or 0, fault.checkpoint or 0
