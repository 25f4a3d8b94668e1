"""The words of every line of a history, kept in memory: unsealing ten thousand takes a second.

What is kept goes with an erasure, as all that a process keeps of a pôle. A line keeps the words it
was first read with, so that somebody renamed since is found by the name of then too.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection

from crm.event_store import EventStore
from crm.event_store.memory import Answers, moment_of
from crm.history.projections.again import Latest
from crm.history.projections.asking import AnyRow, lines_and_what_is_sought
from crm.history.projections.names import names_for
from crm.history.projections.reading import Line, events_behind, lines_of
from crm.site.folding import fold
from crm.site.languages import language

WORDED = Answers()
READ_AT_ONCE = 1_000


class Worded(NamedTuple):
    """One line: its place, what may be sought of it, and all its words, folded."""

    originator_id: str
    version: int
    occurred_on: date
    position: int
    facet: str
    author: str
    room: str
    late: bool
    restated: bool
    text: str


def worded(store: EventStore, db: Connection, pole_id: str, subject_id: str) -> list[Worded]:
    """Every line of a subject, newest first, in the reader's language."""
    now = moment_of(store, pole_id)
    question = ("words of a history", subject_id, language())
    return WORDED.keep_up(
        store, pole_id, now, question, lambda before: _read(store, db, pole_id, subject_id, before)
    )


def _read(
    store: EventStore, db: Connection, pole_id: str, subject_id: str, before: list[Worded] | None
) -> list[Worded]:
    """Only the words of lines that were not known before are unsealed."""
    rows = db.execute(lines_and_what_is_sought(), {"id": subject_id, "pole_id": pole_id}).all()
    known = {(one.position, one.version): one.text for one in before or ()}
    new = [row for row in rows if (row.position, row.version) not in known]
    for start in range(0, len(new), READ_AT_ONCE):
        some = new[start : start + READ_AT_ONCE]
        known |= _words(store, db, pole_id, subject_id, some)
    return [Worded._make((*row, known[row.position, row.version])) for row in rows]


def _words(
    store: EventStore, db: Connection, pole_id: str, subject_id: str, rows: Sequence[AnyRow]
) -> dict[tuple[int, int], str]:
    recorded = store.events(sorted({row.position for row in rows}))
    names = names_for(store, db, events_behind(rows, recorded), pole_id)
    lines = {
        line.id: line for line in lines_of(rows, recorded, subject_id, names, Latest(older=True))
    }
    told = ((row, lines.get(f"fait-{row.position}-{row.version}")) for row in rows)
    return {(row.position, row.version): fold(_said(line)) if line else "" for row, line in told}


def _said(line: Line) -> str:
    """All that is read of a line."""
    told = [part.text for part in line.sentence] + [line.note, line.reason, line.author]
    told += [text for pair in line.facts for text in pair]
    told += [text for change in line.differences for text in change]
    return " ".join(told)
