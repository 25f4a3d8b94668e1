"""A trade small enough to know what one act costs: one event, and one row in each of five views."""

from datetime import date

from sqlalchemy import Column, Date, Integer, String, Text

from crm.event_store import Command, Desk, Id, Operations, Projection, Rows
from crm.event_store.events import Aggregate, Entry, Event, stored


@stored("orchard.planted.v1")
class OrchardPlanted(Event, frozen=True, kw_only=True):
    name: str


@stored("orchard.visited.v1")
class OrchardVisited(Entry, frozen=True, kw_only=True):
    visit_id: str
    grower_id: str
    work: str
    minutes: int
    told: str
    next_visit_on: date


class Orchard(Aggregate, noun="orchard"):
    visits = 0

    def evolve(self, event: Event) -> None:
        if isinstance(event, OrchardVisited):
            self.visits += 1


class PlantOrchard(Command, frozen=True, kw_only=True):
    orchard_id: str

    def decide(self, desk: Desk) -> None:
        orchard = desk.add(Orchard(self.orchard_id))
        orchard.trigger(OrchardPlanted, desk.occurrence(self), name="Verger du Coteau")


class VisitOrchard(Command, frozen=True, kw_only=True):
    """The act that is measured."""

    orchard_id: str
    visit_id: str
    grower_id: str
    work: str = "R5"
    minutes: int = 45
    told: str = "Taille des pommiers du haut, à reprendre au dégel."
    next_visit_on: date = date(2026, 4, 1)

    def decide(self, desk: Desk) -> None:
        orchard = desk.load(Orchard, self.orchard_id)
        orchard.trigger(
            OrchardVisited,
            desk.occurrence(self, action=self.work),
            visit_id=self.visit_id,
            grower_id=self.grower_id,
            work=self.work,
            minutes=self.minutes,
            told=self.told,
            next_visit_on=self.next_visit_on,
        )


visits = Rows(
    "visits",
    Column("visit_id", Id),
    Column("orchard_id", Id),
    Column("work", String(2)),
    Column("minutes", Integer),
    Column("occurred_on", Date),
    key="visit_id",
    indexes=["pole_id occurred_on work"],
)
what_was_done = Projection("what_was_done", visits)


@what_was_done.on(OrchardVisited)
def _(event: OrchardVisited) -> Operations:
    yield visits.insert(
        visit_id=event.visit_id,
        orchard_id=event.originator_id,
        work=event.work,
        minutes=event.minutes,
        occurred_on=event.occurred_on,
    )


promises = Rows(
    "promises",
    Column("visit_id", Id),
    Column("orchard_id", Id),
    Column("actor_id", Id),
    Column("due_on", Date),
    key="visit_id",
    indexes=["pole_id actor_id due_on"],
)
what_is_due = Projection("what_is_due", promises)


@what_is_due.on(OrchardVisited)
def _(event: OrchardVisited) -> Operations:
    yield promises.insert(
        visit_id=event.visit_id,
        orchard_id=event.originator_id,
        actor_id=event.actor_id,
        due_on=event.next_visit_on,
    )


meetings = Rows(
    "meetings",
    Column("grower_id", Id),
    Column("visit_id", Id),
    Column("orchard_id", Id),
    Column("occurred_on", Date),
    key="grower_id visit_id",
    indexes=["grower_id occurred_on"],
)
whom_we_met = Projection("whom_we_met_there", meetings)


@whom_we_met.on(OrchardVisited)
def _(event: OrchardVisited) -> Operations:
    yield meetings.insert(
        grower_id=event.grower_id,
        visit_id=event.visit_id,
        orchard_id=event.originator_id,
        occurred_on=event.occurred_on,
    )


notes = Rows(
    "visit_notes",
    Column("visit_id", Id),
    Column("told", Text),
    key="visit_id",
    indexes=["visit_id"],
)
what_was_told = Projection("what_was_told", notes)


@what_was_told.on(OrchardVisited)
def _(event: OrchardVisited) -> Operations:
    yield notes.insert(visit_id=event.visit_id, told=event.told)


days = Rows(
    "orchard_days",
    Column("orchard_id", Id),
    Column("version", Integer),
    Column("what", String(20)),
    Column("actor_id", Id),
    Column("occurred_on", Date),
    key="orchard_id version",
    indexes=["orchard_id occurred_on"],
)
what_happened_there = Projection("what_happened_there", days)


@what_happened_there.on(OrchardVisited)
def _(event: OrchardVisited) -> Operations:
    yield days.insert(
        orchard_id=event.originator_id,
        version=event.originator_version,
        what="visit",
        actor_id=event.actor_id,
        occurred_on=event.occurred_on,
    )


FIVE = [what_was_done, what_is_due, whom_we_met, what_was_told, what_happened_there]


work_days = Rows(
    "work_days",
    Column("visit_id", Id),
    Column("minutes", Integer),
    Column("occurred_on", Date),
    key="visit_id",
    indexes=["pole_id occurred_on"],
)
what_is_counted = Projection("what_is_counted", work_days, live=False)
"""Deferred: a worker brings it up."""


@what_is_counted.on(OrchardVisited)
def _(event: OrchardVisited) -> Operations:
    yield work_days.insert(
        visit_id=event.visit_id, minutes=event.minutes, occurred_on=event.occurred_on
    )
