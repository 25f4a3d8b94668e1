"""The hours of an activity stand under its action, and not among those of accompaniments."""

from datetime import timedelta

from crm.activity.commands import HoldActivity
from crm.indicator.projections.acts import Scope, tally
from indicator_house import TODAY, new_house


def test_a_training_brings_its_hours_under_its_action() -> None:
    with new_house() as house:
        held = HoldActivity(
            kind="training",
            title="Lire ses états financiers",
            publics=("enterprise",),
            minutes=180,
            occurred_on=TODAY - timedelta(days=3),
        )
        house.ask(held)
        untimed = HoldActivity(kind="networking", title="5 à 7", occurred_on=TODAY)
        house.ask(untimed)
        scope = Scope(house.pole_id, TODAY - timedelta(days=30), TODAY)
        with house.store.engine.connect() as db:
            lines = {line.action: line for line in tally(db, scope).lines}
    assert (lines["R4"].kind, lines["R4"].acts, lines["R4"].minutes) == ("activity", 1, 180)
    assert (lines["R6"].minutes, lines["R6"].untimed) == (0, 1)
