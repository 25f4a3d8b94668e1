"""Events against the leaves kept when they were signed: which one was touched, and how."""

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


def compare(p: Pen, first: int, last: int) -> Differences:
    """What differs, under the checkpoints of these numbers."""
    differences: Differences = {}
    before = one(p, first - 1)
    for number, kept in stored(p, first, last):
        if kept and is_whole(kept):
            start = _start(kept, before)
            faults = _differences(p, kept, start)
            if faults and before and not before.checkpoint.is_signed:  # its end may be a lie
                faults = _differences(p, kept, kept.checkpoint.first_position)
            if faults:
                differences[number] = faults
        before = kept
    return differences


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
    end = kept.checkpoint.last_position
    try:
        if b"".join(leaves.leaves(p, start, end)) == kept.leaves:
            return []
        found = {describe(said).position: said for said in leaves.lines(p, start, end)}
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


def _positions(p: Pen, first: int, last: int) -> list[int]:
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
