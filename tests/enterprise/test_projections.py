"""What the pages read: the list that forgives spelling, the record as of a day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from crm.enterprise.commands import (
    AbandonTool,
    AdoptSuccessionPlan,
    AdoptTool,
    DeclareDeparture,
    LapseSuccessionPlan,
    ObserveToolResult,
    RecordBoardPortrait,
    RecordWorkforcePortrait,
    RenameEnterprise,
    TryTool,
)
from crm.enterprise.domain.refusals import ToolNotAdopted
from crm.enterprise.projections.known import names_of
from crm.enterprise.projections.listing import Filters, enterprise_list
from crm.enterprise.projections.succession_known import plan_in_force, succession_of
from crm.enterprise.projections.tools import tools_used
from crm.enterprise.projections.values import values_of
from crm.event_store.as_of import LAST, AsOf
from crm.history.commands import CorrectEntry, TakeBackEntry
from crm.vocabulary import Address

if TYPE_CHECKING:
    from enterprise.conftest import Bench


def found(bench: Bench, **asked: object) -> list[str]:
    page = enterprise_list(bench.store, bench.pole, Filters(**asked))  # type: ignore[arg-type]  # fields by name
    assert page.total == len(page.rows)
    return [row.name for row in page.rows]


def test_spelling_does_not_matter(bench: Bench) -> None:
    place = Address(municipality="Shawinigan", mrc="360")
    bench.known("Boulangerie de l’Œuvre", neq="1140000017", address=place)
    bench.known("Ateliers du Fleuve", neq="1151111118")
    for typed in ("oeuvre", "BOULANGERIE", "boulangerie de l", "Œuvre boul", "40000", "shawi"):
        assert found(bench, words=typed) == ["Boulangerie de l’Œuvre"], typed
        assert found(bench, words=typed + " zzz") == []
    assert found(bench, words="1140 000 017") == ["Boulangerie de l’Œuvre"]
    assert found(bench, words="%") == ["Ateliers du Fleuve", "Boulangerie de l’Œuvre"]


def test_a_former_name_still_finds_it(bench: Bench) -> None:
    id = bench.known("Vieux Four")
    bench.ask(RenameEnterprise(enterprise_id=id, name="Four neuf"))
    assert found(bench, words="vieux") == found(bench, words="neuf") == ["Four neuf"]
    version = len(bench.told(id))
    taken = TakeBackEntry(originator_id=id, entry_version=version, reason="faute")
    bench.ask(taken)
    assert found(bench, words="vieux") == ["Vieux Four"]
    assert found(bench, words="neuf") == []


def test_filters_and_order(bench: Bench) -> None:
    bench.known("Zinc", follow=True, legal_form="mutual")
    bench.known("Épicerie", address=Address(mrc="360"), legal_form="cooperative")
    bench.known("Eau vive", follow=True)
    assert found(bench) == ["Eau vive", "Épicerie", "Zinc"]
    assert found(bench, followed=True) == ["Eau vive", "Zinc"]
    assert found(bench, followed=False) == ["Épicerie"]
    assert found(bench, mrc="360") == found(bench, legal_form="cooperative") == ["Épicerie"]
    assert enterprise_list(bench.store, bench.pole).mrcs == {"360"}
    assert enterprise_list(bench.store, bench.actor).mrcs == set()


def test_pages_follow_one_another_without_repeat(bench: Bench) -> None:
    for name in ("Coop", "coop", "Coop", "Bec", "Ébène"):
        bench.known(name)
    page = enterprise_list(bench.store, bench.pole, limit=2)
    seen = [row.enterprise_id for row in page.rows]
    while page.following:
        page = enterprise_list(bench.store, bench.pole, after=page.following, limit=2)
        seen += [row.enterprise_id for row in page.rows]
        assert page.total == 5
    with bench.db as db:
        names = names_of(db, bench.pole, seen)
    assert names[seen[0]] == "Bec"
    assert len(seen) == len(set(seen)) == 5
    assert names[seen[-1]] == "Ébène"


def test_the_record_as_of_a_day(bench: Bench) -> None:
    id = bench.known("Un", occurred_on=date(2020, 1, 1))
    bench.ask(RenameEnterprise(enterprise_id=id, name="Trois", occurred_on=date(2023, 1, 1)))
    bench.ask(RenameEnterprise(enterprise_id=id, name="Deux", occurred_on=date(2021, 1, 1)))

    def name(on: date) -> object:
        with bench.db as db:
            value = values_of(db, bench.pole, id, AsOf(until=on)).get("name")
        return value and value.value

    days = (date(2019, 1, 1), date(2020, 1, 1), date(2022, 1, 1), date(2023, 1, 1), LAST)
    assert [name(day) for day in days] == [None, "Un", "Deux", "Trois", "Trois"]


def test_the_record_as_it_was_known(bench: Bench) -> None:
    id = bench.known("Un", occurred_on=date(2020, 1, 1))
    renamed = bench.ask(RenameEnterprise(enterprise_id=id, name="Deux"))
    said = CorrectEntry(
        originator_id=id, entry_version=2, restated={"name": "Trois"}, reason="faute de frappe"
    )
    bench.ask(said)
    with bench.db as db:
        assert values_of(db, bench.pole, id)["name"].value == "Trois"
        before = values_of(db, bench.pole, id, AsOf(known_at=renamed.recorded_at))
        assert before["name"].value == "Deux"


def test_succession_on_a_day(bench: Bench) -> None:
    id = bench.known("Coop", occurred_on=date(2020, 1, 1))
    told = RecordWorkforcePortrait(
        enterprise_id=id, headcount=14, vacant_posts="unknown", aged_55_plus=4,
        occurred_on=date(2024, 1, 1),
    )  # fmt: skip
    bench.ask(told)
    board = RecordBoardPortrait(enterprise_id=id, seats=7, women=3, occurred_on=date(2024, 1, 1))
    bench.ask(board)
    for day, horizon in ((2, "25_to_60_months"), (3, "up_to_24_months")):
        bench.ask(
            DeclareDeparture(enterprise_id=id, horizon=horizon, occurred_on=date(2024, day, 1))  # type: ignore[arg-type]  # two of the codes
        )
    with bench.db as db:
        before = succession_of(db, bench.pole, id, AsOf(until=date(2023, 12, 31)))
        known = succession_of(db, bench.pole, id, AsOf(until=date(2024, 12, 31)))
    assert before == (None, None, [], None, None)
    assert known.portrait and known.board
    assert (known.portrait["headcount"], known.portrait["vacant_posts"]) == (14, None)
    assert known.portrait["aged_55_plus"] not in ("4", 4), "sealed where it is stored"
    assert bench.store.open(id, "succession", known.portrait["aged_55_plus"]) == "4"
    assert bench.store.open(id, "succession", known.board["women"]) == "3"
    (departure,) = known.departures
    assert bench.store.open(id, "succession", departure.horizon) == "up_to_24_months"


def test_a_plan_is_in_force_until_it_lapses_or_runs_out(bench: Bench) -> None:
    id = bench.known("Coop", occurred_on=date(2019, 1, 1))
    adopted = AdoptSuccessionPlan(
        enterprise_id=id, valid_until=date(2021, 6, 30), occurred_on=date(2020, 1, 1)
    )
    bench.ask(adopted)
    bench.ask(AdoptSuccessionPlan(enterprise_id=id, occurred_on=date(2022, 1, 1)))
    bench.ask(LapseSuccessionPlan(enterprise_id=id, occurred_on=date(2023, 1, 1)))
    days = [date(2019, 12, 31), date(2020, 1, 1), date(2021, 7, 1), date(2022, 1, 1)]
    days += [date(2022, 12, 31), date(2023, 1, 1)]
    with bench.db as db:
        plans = [plan_in_force(db, bench.pole, id, AsOf(until=day)) for day in days]
    assert [plan.adopted_on.year if plan else None for plan in plans] == [
        None, 2020, None, 2022, 2022, None,
    ]  # fmt: skip


def test_tools_used_on_a_day(bench: Bench) -> None:
    id = bench.known("Coop", occurred_on=date(2019, 1, 1))
    adopted = AdoptTool(enterprise_id=id, new_tool="Gabarit", occurred_on=date(2020, 1, 1))
    bench.ask(adopted)
    gone = AbandonTool(enterprise_id=id, tool_id=adopted.tool_id, occurred_on=date(2021, 1, 1))
    bench.ask(gone)
    with bench.db as db:
        days = [AsOf(until=date(year, 6, 1)) for year in (2019, 2020, 2021)]
        used = [tools_used(db, bench.pole, id, day) for day in days]
    assert [[tool.name for tool in tools] for tools in used] == [[], ["Gabarit"], []]


def test_a_tool_is_tried_then_adopted(bench: Bench) -> None:
    id = bench.known("Coop", occurred_on=date(2019, 1, 1))
    tried = TryTool(enterprise_id=id, new_tool="Gabarit", version="3", occurred_on=date(2020, 1, 1))
    bench.ask(tried)
    tool = tried.tool_id
    bench.ask(AdoptTool(enterprise_id=id, tool_id=tool, occurred_on=date(2021, 1, 1)))
    bench.ask(TryTool(enterprise_id=id, tool_id=tool, occurred_on=date(2022, 1, 1)))
    with bench.db as db:
        days = [AsOf(until=date(year, 6, 1)) for year in (2020, 2022)]
        used = [tools_used(db, bench.pole, id, day) for day in days]
    assert [[(t.state, t.edition) for t in tools] for tools in used] == [
        [("tried", "3")], [("adopted", "")],
    ]  # fmt: skip


def test_what_a_tool_gave_stays_with_it_whatever_its_state(bench: Bench) -> None:
    id = bench.known()
    tried = TryTool(enterprise_id=id, new_tool="Gabarit", version="3", occurred_on=date(2020, 1, 1))
    bench.ask(tried)
    tool = tried.tool_id
    for day, text in ((date(2020, 6, 1), "peu"), (date(2020, 7, 1), "utile")):
        bench.ask(ObserveToolResult(enterprise_id=id, tool_id=tool, result=text, occurred_on=day))
    bench.ask(AdoptTool(enterprise_id=id, tool_id=tool, occurred_on=date(2021, 1, 1)))
    with bench.db as db:
        before, between, after = (
            tools_used(db, bench.pole, id, AsOf(until=day))
            for day in (date(2020, 6, 30), date(2020, 12, 1), date(2021, 2, 1))
        )
    said = [
        (one[0].state, bench.store.open(id, "note", one[0].result)) for one in (before, between)
    ]
    assert said == [("tried", "peu"), ("tried", "utile")]
    assert after[0].state == "adopted"
    assert bench.store.open(id, "note", after[0].result) == "utile"
    bench.refused(
        ObserveToolResult(enterprise_id=id, tool_id=bench.known(), result="x"), ToolNotAdopted
    )
