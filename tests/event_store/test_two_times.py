"""What happened, and what was known: rows answer both at once, and say which day dates them."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from random import Random

from sqlalchemy import Column, Date, Integer, String, literal, select

from crm.app import PROJECTIONS
from crm.event_store import AsOf, EventStore, Id, Operations, Projection, Rows
from crm.event_store.as_of import FIRST, LAST
from crm.event_store.events import new_id, standing
from crm.refusal import Refusal
from event_store.conftest import Opening, Someone
from event_store.garden import Correct, LendPlot, OpenGarden, PlotTended, TakeBack, TendPlot

SOURCES = Path(__file__).parents[2] / "src" / "crm"
SPRING = date(2026, 4, 1)
DAYS = [SPRING + timedelta(days=n) for n in range(5)]

tendings = Rows(
    "tendings",
    Column("garden_id", Id),
    Column("version", Integer),
    Column("state", String(10)),
    Column("tended_on", Date),
    key="garden_id version",
    happened="tended_on",
)
who_tended_when = Projection("who_tended_when", tendings)


@who_tended_when.on(PlotTended)
def _(event: PlotTended) -> Operations:
    yield tendings.insert(
        garden_id=event.originator_id,
        version=event.originator_version,
        state=event.state,
        tended_on=event.occurred_on,
    )


def _told(store: EventStore, garden: str, as_of: AsOf) -> dict[int, str]:
    """By version, what the standing events say: read one by one."""
    then = 2**62 if as_of.known_at is None else as_of.known_at
    known = [r.event for r in store.stream(garden) if r.recorded_at <= then]
    return {
        event.originator_version: event.state
        for event in standing(known).values()
        if isinstance(event, PlotTended) and as_of.since <= event.occurred_on <= as_of.until
    }


def _story(store: EventStore, someone: Someone, chance: Random) -> str:
    """A garden whose plot is tended, with words corrected, moved to another day, taken back."""
    garden, plot = new_id(), new_id()
    store.handle(OpenGarden(garden_id=garden), someone())
    store.handle(LendPlot(garden_id=garden, plot_id=plot, gardener_id=new_id()), someone())
    for n in range(30):
        tending = TendPlot(
            garden_id=garden, plot_id=plot, state=f"s{n}", occurred_on=chance.choice(DAYS)
        )
        version = chance.randint(3, n + 3)
        moved = Correct(
            garden_id=garden, version=version, values={"occurred_on": chance.choice(DAYS)}
        )
        said = (tending, moved, TakeBack(garden_id=garden, version=version))
        try:
            store.handle(chance.choices(said, (4, 2, 1))[0], someone())
        except Refusal:
            continue
    return garden


def test_every_question_of_both_times_is_answered_as_by_reading_events(
    opening: Opening, someone: Someone
) -> None:
    ticks = iter(range(1_000, 1_000_000))
    store = opening(who_tended_when, clock=lambda: next(ticks))
    garden = _story(store, someone, Random(7))
    instants = [None, 0, *(recorded.recorded_at for recorded in store.stream(garden)[::3])]
    asked = [
        AsOf(since=since, until=until, known_at=known_at)
        for since, until in product([FIRST, *DAYS], [*DAYS, LAST])
        for known_at in instants
    ]
    c = tendings.c
    with store.engine.connect() as db:
        for as_of in asked:
            rows = db.execute(select(c.version, c.state).where(tendings.at(as_of))).all()
            assert [tuple(row) for row in sorted(rows)] == sorted(
                _told(store, garden, as_of).items()
            )
    assert len({str(_told(store, garden, as_of)) for as_of in asked}) > 20


def test_a_part_of_the_question_may_be_left_out() -> None:
    asked = AsOf(since=SPRING, until=DAYS[-1], known_at=3)
    assert asked.by_then == AsOf(until=DAYS[-1], known_at=3)
    assert asked.whenever == AsOf(known_at=3)


def test_what_had_not_ended_by_then(store: EventStore) -> None:
    ends = [DAYS[1], DAYS[2], None]
    with store.engine.connect() as db:
        still = [
            [bool(db.scalar(select(AsOf(until=until).still(literal(end, Date()))))) for end in ends]
            for until in (DAYS[0], DAYS[1], DAYS[2], LAST)
        ]
    assert still == [
        [True, True, True],
        [False, True, True],
        [False, False, True],
        [False, False, True],
    ]


def undeclared(every: list[Rows]) -> Iterator[str]:
    """Rows that name no day and give no reason, or both, or a column that is no day."""
    for rows in every:
        days = [isinstance(rows.c[name].type, Date) for name in rows.happened]
        if bool(days) == bool(rows.undated.strip()) or not all(days):
            yield rows.name


def test_rows_say_which_day_dates_them_or_why_none_does() -> None:
    assert list(undeclared([rows for p in PROJECTIONS for rows in p.tables])) == []


def test_rows_that_do_not_say_are_found() -> None:
    day, word = Column("day", Date), Column("word", String(5))
    faulty = [
        Rows("silent", day, key="day"),
        Rows("both", day, key="day", happened="day", undated="also"),
        Rows("word", word, key="word", happened="word"),
        Rows("blank", word, key="word", undated=" "),
    ]
    sound = [
        Rows("dated", day, key="day", happened="day"),
        Rows("no", word, key="word", undated="x"),
    ]
    assert list(undeclared([*faulty, *sound])) == [rows.name for rows in faulty]


def test_only_the_event_store_compares_what_was_known() -> None:
    """A room that wrote it by hand could forget half of it."""
    rooms = [p for p in SOURCES.rglob("*.py") if p.parent.name != "event_store"]
    compared = re.compile(r"""\.superseded_at|\["superseded_at"\]""")  # an index may name it
    assert [str(p) for p in rooms if compared.search(p.read_text())] == []
