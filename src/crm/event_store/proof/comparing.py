"""Events against the leaves kept when they were signed: which one was touched, and how."""

from collections.abc import Iterator, Sequence
from itertools import chain

from crm.event_store.pens import Pen
from crm.event_store.proof import leaves
from crm.event_store.proof.checkpoints import Kept
from crm.event_store.proof.faults import Fault, of_event
from crm.event_store.proof.leaves import LOWEST, describe
from crm.event_store.proof.stored import one, stored, unreadable
from crm.event_store.proof.tree import leaf, split

Differences = dict[int, list[Fault]]
"""By number of checkpoint."""
TOGETHER = 4_096
"""Events read in one go, where checkpoints are small."""


def compare(p: Pen, first: int, last: int) -> Differences:
    """What differs, under the checkpoints of these numbers."""
    differences, before = Differences(), one(p, first - 1)
    for run in _runs(stored(p, first, last)):
        if not _is_as_signed(p, run, _start(run[0], before)):
            for kept in run:
                if faults := _faults(p, kept, before):
                    differences[kept.checkpoint.number] = faults
                before = kept
        before = run[-1]
    return differences


def _runs(found: Iterator[tuple[int, Kept | None]]) -> Iterator[list[Kept]]:
    """Checkpoints that follow each other, enough of them to be compared in one go."""
    run, events = list[Kept](), 0
    for _, kept in found:
        whole = kept is not None and is_whole(kept)
        if run and (events >= TOGETHER or not (whole and kept and _adjoins(run[-1], kept))):
            yield run
            run, events = [], 0
        if whole and kept:
            run.append(kept)
            events += kept.checkpoint.count
    if run:
        yield run


def _adjoins(before: Kept, kept: Kept) -> bool:
    one, other = before.checkpoint, kept.checkpoint
    return other.number == one.number + 1 and other.first_position > one.last_position


def _is_as_signed(p: Pen, run: Sequence[Kept], start: int) -> bool:
    try:
        found = leaves.leaves(p, start, run[-1].checkpoint.last_position)
    except Exception as error:
        if not unreadable(error):
            raise
        return False
    return b"".join(found) == b"".join(kept.leaves for kept in run)


def _faults(p: Pen, kept: Kept, before: Kept | None) -> list[Fault]:
    faults = _differences(p, kept, _start(kept, before))
    if faults and before and not before.checkpoint.is_signed:  # where it ends may be a lie
        return _differences(p, kept, kept.checkpoint.first_position)
    return faults


def _start(kept: Kept, before: Kept | None) -> int:
    """From where on an event that it does not name was inserted."""
    number = kept.checkpoint.number
    if number == 1:
        return LOWEST
    if before and before.checkpoint.number == number - 1 and is_whole(before):
        return before.checkpoint.last_position + 1
    return kept.checkpoint.first_position


def is_whole(kept: Kept) -> bool:
    """Whether it has a leaf for each position that it names."""
    try:
        return 32 * kept.checkpoint.count == len(kept.leaves)
    except ValueError:
        return False


def _differences(p: Pen, kept: Kept, start: int) -> list[Fault]:
    try:
        lines = leaves.lines(p, start, kept.checkpoint.last_position)
        found = {describe(said).position: said for said in lines}
    except Exception as error:
        if not unreadable(error):
            raise
        return _one_by_one(p, kept, start)
    faults, number = [], kept.checkpoint.number
    for position, sealed in _sealed(kept).items():
        if not (said := found.pop(position, None)):
            faults.append(Fault(kind="missing", position=position, checkpoint=number))
        elif leaf(said) != sealed:
            faults.append(of_event("altered", describe(said), number))
    return faults + [of_event("inserted", describe(said), number) for said in found.values()]


def _one_by_one(p: Pen, kept: Kept, start: int) -> list[Fault]:
    """Where a whole run does not read: each event by itself, so that the others are cleared."""
    number, sealed, faults = kept.checkpoint.number, _sealed(kept), list[Fault]()
    for position, expected in sealed.items():
        if (found := _alone(p, position)) is None:
            faults.append(Fault(kind="unreadable", position=position, checkpoint=number))
        elif not found:
            faults.append(Fault(kind="missing", position=position, checkpoint=number))
        elif leaf(found[0]) != expected:
            faults.append(of_event("altered", describe(found[0]), number))
    for position in _positions(p, start, kept.checkpoint.last_position):
        if position not in sealed:
            faults.append(Fault(kind="inserted", position=position, checkpoint=number))
    return faults


def _alone(p: Pen, position: int) -> list[bytes] | None:
    try:
        return leaves.lines(p, position, position)
    except Exception as error:
        if not unreadable(error):
            raise
        return None


def _positions(p: Pen, first: int, last: int) -> Sequence[int]:
    try:
        return leaves.positions(p, first, last, 1_000_000)
    except Exception as error:
        if not unreadable(error):
            raise
        return []


def _sealed(kept: Kept) -> dict[int, bytes]:
    """By position, the leaf that was signed."""
    positions = chain.from_iterable(kept.checkpoint.ranges)
    return dict(zip(positions, split(kept.leaves), strict=True))
