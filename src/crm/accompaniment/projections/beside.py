"""What the page of a file shows beside its talks, in one statement."""

from typing import Any, NamedTuple

from sqlalchemy import CompoundSelect, Connection, union_all

from crm.accompaniment.projections.confirmations import (
    Answer,
    answers_told,
    confirmation_arm,
)
from crm.accompaniment.projections.documents import MOST, Edition, Given, paper_arms, papers_told
from crm.accompaniment.projections.hands import Hands, hand_arm, hands_told
from crm.event_store.as_of import NOW, AsOf
from crm.event_store.prepared import prepared


class Beside(NamedTuple):
    """Documents by their editions, tools given, who does what, and by thing what was confirmed."""

    documents: list[list[Edition]]
    given: list[Given]
    hands: Hands
    answers: dict[str, Answer]


def beside(db: Connection, pole_id: str, id: str, as_of: AsOf = NOW) -> Beside:
    """All of it, as of the last day asked about."""
    rows = db.execute(_all(as_of), {"id": id, "pole_id": pole_id}).all()
    return Beside(*papers_told(rows), hands_told(rows), answers_told(rows))


@prepared
def _all(as_of: AsOf) -> CompoundSelect[Any]:
    return union_all(*paper_arms(as_of), hand_arm(as_of), confirmation_arm(as_of)).limit(MOST)
