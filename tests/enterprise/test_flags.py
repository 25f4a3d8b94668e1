"""Red flags: what was told raises them, somebody takes them up, and nothing is planned alone."""

from datetime import date, timedelta

import pytest

from crm.accompaniment.commands import OpenAccompaniment, RecordIntervention
from crm.accompaniment.projections.steps import steps_in
from crm.enterprise.commands import (
    DeclareDeparture,
    RecordBoardPortrait,
    RecordVisit,
    RecordWorkforcePortrait,
    TakeUpRedFlag,
)
from crm.enterprise.domain import refusals as r
from crm.enterprise.domain.flags import Facts, Leaving, flags_of
from crm.enterprise.pages.seen import TASKS, WHY
from crm.enterprise.projections.flags import taken_up
from crm.enterprise.projections.succession_known import succession_of
from crm.event_store import AsOf
from crm.event_store.events import new_id
from crm.history.commands import TakeBackEntry
from crm.site.labels import LISTS
from crm.vocabulary import PartyRef
from enterprise.conftest import Bench

TODAY = date(2026, 11, 19)


def codes(facts: Facts) -> list[str]:
    return [flag.code for flag in flags_of(facts, TODAY)]


def test_nothing_told_asks_for_a_portrait_only() -> None:
    assert codes(Facts({})) == ["stale"]
    assert codes(Facts({}, told_on=TODAY)) == []
    assert codes(Facts({}, told_on=TODAY - timedelta(days=730))) == []
    assert codes(Facts({}, told_on=TODAY - timedelta(days=731))) == ["stale"]


@pytest.mark.parametrize(
    ("horizon", "days"),
    [("up_to_24_months", 30), ("25_to_60_months", 90), ("61_to_120_months", 0), ("unknown", 0)],
)
def test_a_departure_within_five_years_without_a_plan(horizon: str, days: int) -> None:
    facts = Facts({}, told_on=TODAY, leaving=(Leaving("direction", horizon, TODAY),))
    found = flags_of(facts, TODAY)
    assert [flag.due_on for flag in found] == ([TODAY + timedelta(days=days)] if days else [])
    assert codes(facts._replace(has_plan=True)) == []


def test_each_fact_raises_its_flag_the_most_pressing_first() -> None:
    counts = {"retirements_5_years": 2, "vacant_posts": 1, "seats": 7, "filled": 5}
    facts = Facts(counts, TODAY, TODAY, recruits_hard=True)
    assert codes(facts) == ["vacant", "recruiting", "retiring", "seats"]
    assert codes(facts._replace(counts={"seats": 7})) == ["recruiting"], "unknown is not zero"
    assert codes(Facts({"vacant_posts": 0, "seats": 5, "filled": 5}, TODAY)) == []


def test_every_kind_has_its_words() -> None:
    assert set(WHY) == set(TASKS) == set(LISTS["red_flags"])


def test_a_visit_is_told_whole_or_not_at_all(bench: Bench) -> None:
    id = bench.known()
    party = PartyRef(kind="enterprise", id=id)
    meeting = RecordIntervention(party=party, mode="visit", minutes=60, summary="Vu l’atelier.")
    whole = RecordVisit(
        enterprise_id=id,
        meeting=meeting,
        workforce=RecordWorkforcePortrait(enterprise_id=id, headcount=14, vacant_posts=2),
        board=RecordBoardPortrait(enterprise_id=id, seats=7, filled=6),
        departure=DeclareDeparture(enterprise_id=id, horizon="up_to_24_months"),
    )
    bench.ask(whole)
    wrong = RecordBoardPortrait(enterprise_id=id, seats=4, filled=9)
    bench.refused(RecordVisit(enterprise_id=id, meeting=meeting, board=wrong), r.CountsInconsistent)
    with bench.db as db:
        known = succession_of(db, bench.pole, id, AsOf())
    assert known.portrait and known.portrait["vacant_posts"] == 2
    assert known.board and known.board["filled"] == 6
    assert [one.post for one in known.departures] == ["direction"]


def test_a_flag_taken_up_is_a_step_and_comes_back_when_taken_back(bench: Bench) -> None:
    id = bench.known()
    opened = OpenAccompaniment(parties=(PartyRef(kind="enterprise", id=id),), title="Relève")
    bench.ask(opened)
    file = opened.accompaniment_id
    bench.ask(
        TakeUpRedFlag(
            enterprise_id=id,
            flag="leaving.direction",
            accompaniment_id=file,
            text="Préparer un plan",
            due_on=date(2027, 1, 15),
        )
    )
    with bench.db as db:
        (taken,) = taken_up(db, bench.pole, id)
        assert not taken_up(db, new_id(), id)
        (step,) = steps_in(db, bench.pole, file)
    assert (step.step_id, step.due_on) == (taken.step_id, date(2027, 1, 15))
    assert "leaving" not in taken.flag, "sealed where it is stored"
    version = len(bench.told(id))
    bench.ask(TakeBackEntry(originator_id=id, entry_version=version, reason="faute"))
    with bench.db as db:
        assert taken_up(db, bench.pole, id) == []
