"""How each projection does, in one word."""

from crm.event_store import EventStore
from crm.event_store.conditions import Condition, conditions
from crm.event_store.events import new_id
from event_store.conftest import Opening, Someone
from event_store.garden import OpenGarden, which_gardens, who_tends


def told(store: EventStore) -> list[Condition]:
    return conditions(store.health(), store.projections)


def states(store: EventStore) -> list[str]:
    return [condition.state for condition in told(store)]


def test_one_that_lacks_events_is_late_until_it_is_mended(
    opening: Opening, someone: Someone
) -> None:
    broken = [True]
    store = opening(which_gardens(lambda: broken[0]), who_tends)
    store.handle(OpenGarden(garden_id=new_id(), name="Un"), someone())
    assert told(store) == [
        Condition(name="which_gardens", state="late", position=1, lag=0, parked=1, built=None),
        Condition(name="who_tends", state="current", position=1, lag=0, parked=0, built=None),
    ]
    broken[0] = False
    store.rebuild()
    assert states(store) == ["current", "current"]


def test_a_deferred_one_waits_until_it_is_at_the_head(opening: Opening, someone: Someone) -> None:
    deferred = which_gardens(lambda: False, live=False)
    store = opening(deferred)
    for name in "Un", "Deux":
        store.handle(OpenGarden(garden_id=new_id(), name=name), someone())
    (waiting,) = told(store)
    assert (waiting.state, waiting.position, waiting.lag) == ("waiting", 0, 2)
    store.builder.catch_up(deferred)
    (current,) = told(store)
    assert (current.state, current.position, current.lag) == ("current", 2, 0)


def test_one_met_beside_events_is_to_build(opening: Opening, someone: Someone) -> None:
    opening(who_tends).handle(OpenGarden(garden_id=new_id(), name="Un"), someone())
    new = which_gardens(lambda: False)
    store = opening(new, who_tends)
    assert states(store) == ["unbuilt", "current"]
    store.builder._next_generation(new)
    assert [condition.built for condition in told(store)] == [0, None]


def test_one_that_no_code_asks_for_any_more_makes_nobody_unwell(
    opening: Opening, someone: Someone
) -> None:
    opening(which_gardens(lambda: False), who_tends)
    store = opening(who_tends)
    store.handle(OpenGarden(garden_id=new_id(), name="Un"), someone())
    assert states(store) == ["current"]
    assert store.health().well
