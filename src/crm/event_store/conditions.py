"""How each projection does, in one word: for the pages, for whoever watches, for `crm doctor`."""

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from crm.event_store.projections import Projection
from crm.event_store.schema import Health, Standing

State = Literal["current", "waiting", "late", "unbuilt"]
"""`waiting`: a deferred one, not at the head yet. `late`: it lacks events. `unbuilt`: it serves
nothing sensible until it is built."""


class Condition(Struct, frozen=True, kw_only=True):
    """How one projection does."""

    name: str
    state: State
    position: int
    """The last event it heard."""
    lag: int
    """Positions between it and the head."""
    parked: int
    """Events that it lacks."""
    built: int | None
    """The position reached by its next generation; None when none is being built."""


def conditions(health: Health, projections: Sequence[Projection]) -> list[Condition]:
    """One for each projection, in their order."""
    return [
        _condition(p, [s for s in health.projections if s.projection == p.name], health.head)
        for p in projections
    ]


def _condition(projection: Projection, standings: Sequence[Standing], head: int) -> Condition:
    built = next((s.position for s in standings if s.state == "building"), None)
    serving = next((s for s in standings if s.state == "serving"), None)
    if not serving:
        return Condition(
            name=projection.name, state="unbuilt", position=0, lag=head, parked=0, built=built
        )
    return Condition(
        name=projection.name,
        state="late" if serving.parked else "waiting" if serving.lag else "current",
        position=head if projection.live else serving.position,
        lag=serving.lag,
        parked=serving.parked,
        built=built,
    )
