"""What the tables say of each other, without any checkpoint: streams, receipts, envelopes, files.

This is all that can be said of the events that no checkpoint covers yet.
"""

from collections import Counter
from typing import Any

from crm.event_store.pens import Pen
from crm.event_store.proof.faults import Fault
from crm.event_store.proof.leaves import ENVELOPE
from crm.event_store.shapes import read
from crm.event_store.sqlite_pen import SqlitePen

_FAULTY = """SELECT originator_id FROM events GROUP BY originator_id
HAVING min(originator_version)<>1 OR max(originator_version)<>count(*)
OR count(DISTINCT originator_version)<>count(*)"""
_WITHOUT_RECEIPT = """SELECT e.position, e.originator_id, e.originator_version
FROM events e LEFT JOIN receipts r ON r.command_id=e.command_id
WHERE r.command_id IS NULL OR e.position NOT BETWEEN r.first_position AND r.last_position
OR r.recorded_at<>e.recorded_at"""
_WITHOUT_EVENTS = """SELECT r.command_id, r.{0} FROM receipts r
LEFT JOIN events e ON e.position=r.{0} WHERE coalesce(e.command_id<>r.command_id, 1=1)"""
_SAID = ("originator_id", "originator_version", "pole_id", "actor_id", "occurred_precision")
_SAID_OR_NOT = ("action", "cause")


def streams(p: Pen) -> list[Fault]:
    """Streams where a version is missing or doubled."""
    return [fault for (stream,) in p.run(_FAULTY).fetchall() for fault in _versions(p, stream)]


def receipts(p: Pen) -> list[Fault]:
    """Events without the receipt of their command, receipts without the events they tell of."""
    lacking = p.run(_WITHOUT_RECEIPT).fetchall()
    ends = ("first_position", "last_position")
    empty = {tuple(row) for end in ends for row in p.run(_WITHOUT_EVENTS.format(end))}
    return [
        *(
            Fault(kind="no_receipt", position=position, stream=stream, version=version)
            for position, stream, version in lacking
        ),
        *(
            Fault(kind="receipt_without_events", position=position, detail=command)
            for command, position in sorted(empty)
        ),
    ]


def files(p: Pen) -> list[Fault]:
    """SQLite: pages and indexes against tables, as it checks them itself. PostgreSQL has no such
    question without an extension."""
    if not isinstance(p, SqlitePen):
        return []
    checked = "SELECT name FROM sqlite_master WHERE type='table' AND name IN (?, ?)"
    tables = [name for (name,) in p.run(checked, "events", "checkpoints")]
    found = [told for t in tables for (told,) in p.run(f"PRAGMA integrity_check('{t}')")]
    return [Fault(kind="file", detail=told) for told in found if told != "ok"]


CHECKS = (files, streams, receipts)


def unsigned(p: Pen, after: int) -> tuple[int, list[Fault]]:
    """How many events lie after the last checkpoint, and which of them contradict themselves:
    their envelope says one thing, their state another."""
    columns = ",".join(name for name in ENVELOPE)
    sql = f"SELECT {columns},state FROM events WHERE position>{after:d} ORDER BY position"
    count, faults = 0, list[Fault]()
    for row in p.stream(sql):
        count += 1
        said = dict(zip((*ENVELOPE, "state"), row, strict=True))
        if not _agrees(said):
            faults.append(
                Fault(
                    kind="contradictory",
                    position=said["position"],
                    stream=said["originator_id"],
                    version=said["originator_version"],
                )
            )
    return count, faults


def _versions(p: Pen, stream: str) -> list[Fault]:
    sql = "SELECT originator_version, position FROM events WHERE originator_id=? ORDER BY position"
    found = p.run(sql, stream).fetchall()
    counted = Counter(version for version, _ in found if isinstance(version, int) and version > 0)
    expected, faults = 1, list[Fault]()
    for version in sorted(counted):
        if version > expected:
            told = f"{expected}-{version - 1}" if version - 1 > expected else None
            faults.append(Fault(kind="stream_gap", stream=stream, version=expected, detail=told))
        expected = version + 1
    return faults + [
        Fault(kind="stream_double", stream=stream, version=version, position=position)
        for version, position in found
        if counted[version] != 1
    ]


def _agrees(said: dict[str, Any]) -> bool:
    try:
        event = read(said["topic"], said["state"])
    except Exception:  # noqa: BLE001  # whatever it is, no event of ours
        return False
    return (
        all(said[name] == getattr(event, name) for name in _SAID)
        and all((said[name] or None) == (getattr(event, name) or None) for name in _SAID_OR_NOT)
        and str(said["occurred_on"]) == str(event.occurred_on)
    )
