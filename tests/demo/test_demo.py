"""The demonstration: the same at each run, never over real data, and alive on each page."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from crm.accompaniment.projections.quiet import SILENT_DAYS, gone_quiet
from crm.accompaniment.projections.referrals import to_chase
from crm.accompaniment.projections.steps import agenda
from crm.account.projections import accounts_that_sign_in
from crm.demo import NotEmpty, fill
from crm.event_store import AsOf, EventStore
from crm.indicator.domain.figures import figures
from crm.indicator.domain.territories import territories
from crm.indicator.projections.acts import Scope
from crm.indicator.projections.facts import known_enterprises
from crm.indicator.projections.followup import follow_up
from demo_house import MONDAY, Demo, filled


def told(store: EventStore, pole_id: str) -> Counter[tuple[str, date, str | None]]:
    """What happened, when and under which action, ids and instants left aside."""
    every = store.recorded_between(pole_id, 0, 2**62, limit=20_000)
    return Counter((r.name, r.event.occurred_on, r.event.action) for r in every)


def test_a_full_base_is_left_alone(demo: Demo) -> None:
    store, clock, settings, _told = demo
    before = store.head()
    with pytest.raises(NotEmpty):
        fill(store, clock, settings, MONDAY)
    assert store.head() == before


def test_three_years_are_told(demo: Demo) -> None:
    store, _clock, _settings, done = demo
    names = Counter(name for (name, _day, _action), n in told(store, done.pole_id).items()
                    for _ in range(n))  # fmt: skip
    assert done.events > 4_500
    assert names["enterprise.registered.v1"] >= 70
    assert names["promoter.welcomed.v1"] >= 25
    assert len([name for name in names if names[name]]) >= 45
    assert names["entry.corrected.v1"] >= 8
    lately = ("document.attached.v1", "referral_link.sent.v1", "representative.named.v1",
              "promoter.redirected.v1", "survival.noted.v1", "tool_result.observed.v1")  # fmt: skip
    assert all(names[name] for name in lately), [name for name in lately if not names[name]]


def test_nothing_is_recorded_before_it_happens_nor_today(demo: Demo) -> None:
    store, _clock, _settings, done = demo
    every = store.recorded_between(done.pole_id, 0, 2**62, limit=20_000)
    instants = [recorded.recorded_at for recorded in every]
    assert instants == sorted(instants)
    days = [date.fromtimestamp(recorded.recorded_at / 1_000_000) for recorded in every]
    assert all(r.event.occurred_on <= day for r, day in zip(every, days, strict=True))
    assert max(days) < MONDAY
    assert any((day - r.event.occurred_on).days > 2 for r, day in zip(every, days, strict=True))


def test_the_same_day_tells_the_same_story(demo: Demo, tmp_path: Path) -> None:
    again, _clock, _settings, done = filled(tmp_path)
    assert told(again, done.pole_id) == told(demo[0], demo[3].pole_id)
    again.close()


def test_the_day_has_something_everywhere(demo: Demo) -> None:
    store, _clock, _settings, done = demo
    accounts = accounts_that_sign_in(store)
    assert sorted(role for _name, role, _email in accounts) == [
        "administrator", "advisor", "advisor", "coordination", "partner", "privacy_officer",
        "reader",
    ]  # fmt: skip
    with store.engine.connect() as db:
        team = agenda(db, done.pole_id, MONDAY)
        assert all((team.late, team.today, team.week, team.later))
        quiet = gone_quiet(db, done.pole_id, MONDAY)
        silent = [one for one in quiet if (MONDAY - one.last_on).days >= SILENT_DAYS]
        assert 0 < len(silent) < len(quiet)
        assert to_chase(db, done.pole_id, MONDAY)


def test_the_reports_have_something_everywhere(demo: Demo) -> None:
    store, _clock, _settings, done = demo
    scope = Scope(done.pole_id, MONDAY - timedelta(days=365), MONDAY)
    report = follow_up(store, scope)
    assert {line.action[:1] for line in report.tally.lines} >= set("RVDS")
    assert report.counts.needs
    assert report.counts.tools
    assert report.counts.referrals.waiting
    assert all(report.counts.files)
    assert report.late_total >= len(report.late) > 0
    held = known_enterprises(store, done.pole_id, AsOf(until=MONDAY))
    assert all(figure.amount for id, figure in figures(held, MONDAY).items() if id != "I-28-ecart")
    assert len(territories(held, MONDAY)) == 6
