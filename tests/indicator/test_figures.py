"""What each figure says of a dozen enterprises made by hand, one per edge."""

from datetime import date

from crm.indicator.domain.facts import Departure, Known, Plan, Portrait
from crm.indicator.domain.figures import Figure, bands, figures, year_before
from crm.indicator.domain.standing import (
    NEVER,
    STALE,
    UNSAID,
    Said,
    band_on,
    months_after,
    months_between,
    plan_on,
    standing_on,
)
from crm.indicator.domain.territories import territories, untold

ON = date(2026, 11, 23)
RECENT = date(2026, 9, 1)


def departure(horizon: str, day: date = RECENT, version: int = 9) -> Departure:
    return Departure(version, version * 10, day, horizon)


def portrait(day: date = RECENT, version: int = 5, **told: int | str | None) -> Portrait:
    return Portrait(version, version * 10, day, **told)  # type: ignore[arg-type]  # told by name


def known(name: str, *said: Departure | Portrait | Plan, mrc: str = "350") -> Known:
    return Known(
        name,
        name,
        mrc,
        portraits=[s for s in said if isinstance(s, Portrait)],
        departures=[s for s in said if isinstance(s, Departure)],
        plans=[s for s in said if isinstance(s, Plan)],
    )


DOZEN = [
    known("never asked"),
    known("unknown horizon", departure("unknown")),
    known("declined", departure("declined"), portrait(headcount=4, vacant_posts=1)),
    known("none foreseen", departure("none_foreseen"), portrait(headcount=0, vacant_posts=0)),
    known("leaves soon, no plan", departure("up_to_24_months"), portrait(plan="no", headcount=10)),
    known("leaves soon, plan", departure("up_to_24_months"), Plan(3, 30, date(2025, 1, 1))),
    known("plan run out", departure("25_to_60_months"), Plan(3, 30, RECENT, True, RECENT)),
    known("plan lifted", departure("25_to_60_months"), Plan(3, 30, date(2020, 1, 1)),
          Plan(4, 40, RECENT, adopted=False)),
    known("stale", departure("up_to_24_months", date(2024, 11, 22)),
          portrait(date(2024, 11, 22), headcount=900)),
    known("ages", departure("25_to_60_months", date(2024, 12, 1)), portrait(plan="unknown")),
    known("far", departure("61_to_120_months"), portrait(plan="yes", aged_55_plus=2, headcount=8)),
    known("later", departure("over_120_months"),
          departure("up_to_24_months", date(2026, 12, 1), 8)),
]  # fmt: skip


def amounts(figure: Figure) -> tuple[int, int, int]:
    return figure.amount, figure.whole, figure.n


def test_the_dozen() -> None:
    told = figures(DOZEN, ON)
    assert amounts(told["I-01"]) == (8, 8, 8)
    assert amounts(told["I-02"]) == (5, 8, 8)
    assert amounts(told["I-03"]) == (10, 12, 12)
    assert amounts(told["I-04"]) == (2, 5, 5)
    assert amounts(told["I-05"]) == (3, 5, 5)
    assert amounts(told["I-12"]) == (1, 5, 2)
    assert amounts(told["I-16"]) == (2, 8, 1)
    assert amounts(told["I-28"]) == (22, 4, 4)


def test_who_is_left_out_and_why() -> None:
    left = dict(figures(DOZEN, ON)["I-02"].left_out)
    assert left == {
        "never asked": NEVER, "unknown horizon": UNSAID, "declined": UNSAID, "stale": STALE
    }  # fmt: skip


def test_each_figure_gives_the_events_behind_it() -> None:
    risk = figures(DOZEN, ON)["I-05"].counted
    assert [(c.enterprise_id, c.positions) for c in risk] == [
        ("leaves soon, no plan", (90, 50)),
        ("plan run out", (90, 30)),
        ("plan lifted", (90, 40)),
    ]


def test_zero_employees_is_a_number() -> None:
    jobs = figures(DOZEN, ON)["I-28"]
    assert [b.enterprise_id for b in jobs.base] == [
        "declined", "none foreseen", "leaves soon, no plan", "far"
    ]  # fmt: skip


def test_fewer_than_five_is_not_told() -> None:
    jobs = figures(DOZEN, ON)["I-16"]
    assert jobs.hidden
    assert jobs.share is None


def test_a_band_ages() -> None:
    """« 3 à 5 ans », told 23 months ago, is today mostly within two years."""
    assert band_on("25_to_60_months", date(2024, 12, 1), ON) == "up_to_24_months"
    assert band_on("25_to_60_months", date(2026, 10, 1), ON) == "25_to_60_months"
    assert band_on("61_to_120_months", date(2024, 12, 1), ON) == "61_to_120_months"
    assert band_on("over_120_months", date(2024, 12, 1), ON) == "over_120_months"
    held = {band: len(counted) for band, counted in bands(DOZEN, ON).items()}
    assert held == {
        "up_to_24_months": 3, "25_to_60_months": 2, "61_to_120_months": 1, "over_120_months": 1,
        "none_foreseen": 1, "unknown": 4,
    }  # fmt: skip


def test_the_latest_of_plan_and_portrait() -> None:
    plan = Plan(3, 30, date(2025, 1, 1))
    assert plan_on(known("a", plan, portrait(date(2024, 12, 31), plan="no")), ON) == Said(
        "yes", date(2025, 1, 1), 3, 30
    )
    assert plan_on(known("a", plan, portrait(plan="no")), ON) == Said("no", RECENT, 5, 50)
    assert plan_on(known("a", portrait(plan="declined")), ON) == UNSAID
    assert plan_on(known("a"), ON) == NEVER
    assert plan_on(known("a", Plan(3, 30, date(2020, 1, 1), True, date(2022, 1, 1))), ON) == STALE


def test_a_year_before() -> None:
    last = portrait(headcount=12)
    before = [
        portrait(months_after(RECENT, -m), version=m, headcount=m) for m in (8, 9, 10, 13, 15, 16)
    ]
    assert year_before([*before, last], last) == before[3]
    told = figures([known("a", *before, last)], ON)["I-28-ecart"]
    assert (told.amount, told.base[0].positions) == (12 - 13, (50, 130))
    assert year_before([before[0], before[-1], last], last) is None


def test_nothing_later_is_seen() -> None:
    assert standing_on(DOZEN[11], ON).horizon == Said("over_120_months", RECENT, 9, 90)


def test_months() -> None:
    assert months_after(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_after(date(2026, 1, 31), -2) == date(2025, 11, 30)
    assert months_between(date(2026, 1, 31), date(2026, 2, 28)) == 1
    assert months_between(date(2026, 1, 15), date(2026, 2, 14)) == 0


def test_small_cells_do_not_stand_alone() -> None:
    """One small cell is the total minus the others: a second one hides with it."""
    assert untold([20, 3, 9]) == [False, True, True]
    assert untold([20, 9]) == [False, False]
    assert untold([20, 0, 1, 30]) == [True, True, True, False]
    assert untold([4, 3, 20]) == [True, True, False]
    assert untold([]) == []


def test_territories_hide_what_totals_would_tell() -> None:
    """From the lines and the total nobody can work out a hidden cell."""
    held = [
        known(f"{mrc}-{n}", departure("up_to_24_months" if n < near else "none_foreseen"), mrc=mrc)
        for mrc, count, near in (("350", 30, 12), ("360", 20, 6), ("371", 9, 2))
        for n in range(count)
    ]
    lines = territories(held, ON)
    assert [(p.mrc, p.followed, p.near) for p in lines] == [
        ("350", 30, 12), ("360", 20, None), ("371", 9, None)
    ]  # fmt: skip
    assert [p.share is None for p in lines] == [False, True, True]
