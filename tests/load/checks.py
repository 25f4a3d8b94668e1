"""What must be true once the visitors have left, or while they are there."""

import time
from collections.abc import Iterator, Sequence

import httpx
from sqlalchemy import func, select, text

from crm.event_store import EventStore
from crm.event_store.rebuild import Differs
from crm.event_store.tables import events
from load.house import House
from load.visitors import Advisor, Told, Visitor

MEETING = "intervention.recorded.%"
HEARD = 1.0
"""Seconds after which every process has heard of an erasure."""
MENDED = 60.0
"""Seconds within which workers build a stale view anew."""


def recorded_once(store: EventStore, told: Told) -> Iterator[str]:
    """Acknowledged meetings that are not there once, and others that are there twice."""
    with store.engine.connect() as db:
        counted = select(events.c.command_id, func.count()).where(events.c.topic.like(MEETING))
        found = {str(id): n for id, n in db.execute(counted.group_by(events.c.command_id))}
    lost = [id for id in told.acknowledged if id not in found]
    twice = [id for id in told.sent if found.get(id, 0) > 1]
    if lost or twice:
        yield f"{len(lost)} acknowledged meetings lost, {len(twice)} doubled"


def views_tell_the_truth(store: EventStore) -> Iterator[str]:
    """Views that are not what the events say, or that lack some."""
    until = time.monotonic() + MENDED
    while (lag := max(p.lag for p in store.health().projections)) and time.monotonic() < until:
        time.sleep(0.05)
    if lag or store.late():
        yield f"views are behind by {lag} events, or late: {sorted(store.late())}"
    try:
        store.rebuild()
    except Differs as differs:
        yield f"the view {differs} is not what the events say"


def proved(house: House) -> Iterator[str]:
    """What workers signed, in turns, is one chain over all that was recorded."""
    if house.run("checkpoint") or house.run("verify"):
        yield "the checkpoints do not prove the events"


def mended_once(house: House, store: EventStore, view: str) -> Iterator[str]:
    """A view that is stale is built anew by one worker, and by one alone."""
    anew = f"projection {view} is built anew"
    before = house.said(anew)
    with store.engine.begin() as db:
        stale = "UPDATE projection_generations SET state='stale' WHERE projection=:view"
        db.execute(text(stale), {"view": view})
    until = time.monotonic() + MENDED
    while view in store.late() and time.monotonic() < until:
        time.sleep(0.02)
    time.sleep(3)  # another worker would come to it within a second or two
    if view in store.late() or (times := house.said(anew) - before) != 1:
        yield f"the stale view {view} was built anew {times} times"


class Erasure:
    """A person whose keys are destroyed here, and who must fall silent everywhere."""

    NAME = "Zénobie Introuvable"

    def __init__(self, house: House, store: EventStore, advisor: Advisor) -> None:
        self.house, self.store = house, store
        self.visitor = Visitor(house.addresses, advisor, 0)
        self.visitor.sign_in()
        self.path = f"/entreprises/{advisor.enterprises[0]}"

    def heard(self) -> tuple[list[float], list[str]]:
        """By process, seconds until its pages fell silent; and what is wrong."""
        person = self._met()
        loud = [address for address in self.house.addresses if self._says(address)]
        self.store.keyring.erase(person)
        begun = time.monotonic()
        took = [self._silent(address, begun) for address in loud]
        wrong = []
        if len(loud) < len(self.house.addresses):
            wrong.append("a process did not show the person before")
        if max(took, default=0.0) > HEARD:
            wrong.append(f"the erasure was heard after {max(took):.1f} s")
        return took, wrong

    def _met(self) -> str:
        asked = f"/noter?organisation=enterprise:{self.path.rpartition('/')[2]}"
        said = {"mode": "call", "personne_nouvelle": self.NAME}
        pairs = self.visitor.filled(asked, "Consigner la rencontre", said)
        self.visitor.send("record a meeting", "POST", "/noter", pairs)
        c = events.c
        mine = (c.command_id == dict(pairs)["command_id"], c.topic.like("person.registered.%"))
        with self.store.engine.connect() as db:
            return str(db.scalars(select(c.originator_id).where(*mine)).one())

    def _says(self, address: str) -> bool:
        page: httpx.Response = self.visitor.client.get(address + self.path)
        return "Introuvable" in page.text

    def _silent(self, address: str, begun: float) -> float:
        """Seconds until the last page that still said it was asked for."""
        last = 0.0
        while True:
            asked = time.monotonic() - begun
            if not self._says(address):
                return last
            last = asked


def quiet(house: House, told: Sequence[Told]) -> Iterator[str]:
    """Faults that visitors met, and errors that processes told of."""
    met = [fault for one in told for fault in one.faults]
    if met:
        yield f"{len(met)} faults met: {sorted(set(met))[:5]}"
    if said := house.faults():
        yield f"{len(said)} errors in the logs: {said[:3]}"
