"""What may be told of an enterprise, and what is refused, with the sentence a person reads."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from crm.directory.domain import ToolUnnamed
from crm.enterprise.commands import (
    AdoptSuccessionPlan,
    AdoptTool,
    DeclareDeparture,
    FollowEnterprise,
    IdentifyEnterprise,
    LapseSuccessionPlan,
    LocateEnterprise,
    RecordBoardPortrait,
    RecordWorkforcePortrait,
    RegisterEnterprise,
    ReleaseEnterprise,
    RenameEnterprise,
)
from crm.enterprise.domain.neq import NeqMalformed, NeqOfIndividual
from crm.enterprise.domain.refusals import (
    AlreadyFollowed,
    CountsInconsistent,
    DayAhead,
    DayTooEarly,
    EnterpriseUnnamed,
    MrcUnknown,
    NeqAlreadyHeld,
    NotFollowed,
    PlanNotInForce,
    PlanOver,
    PortraitEmpty,
)
from crm.enterprise.projections.values import values_of
from crm.event_store.events import new_id
from crm.refusal import Refusal, Unknown
from crm.territory.reference import load_municipalities
from crm.vocabulary import Address

if TYPE_CHECKING:
    from enterprise.conftest import Bench

TODAY = date.today()
TOMORROW = TODAY + timedelta(days=2)


def test_registering_tells_each_thing_apart(bench: Bench) -> None:
    id = bench.known(
        "Boulangerie de l’Œuvre",
        neq="1140 000-017",
        legal_form="cooperative",
        coop_type="solidarity",
        address=Address(municipality="Shawinigan", mrc="360"),
        sector="Alimentation",
        mission="Nourrir",
        website="oeuvre.example",
        follow=True,
    )
    assert bench.told(id) == [
        "enterprise.registered.v1",
        "enterprise.identified.v1",
        "enterprise.constituted.v1",
        "enterprise.located.v1",
        "enterprise.classified.v1",
        "mission.stated.v1",
        "work_channel.declared.v1",
        "enterprise.followed.v1",
    ]
    precisions = [one.event.occurred_precision for one in bench.store.stream(id)]
    assert precisions == ["day", *["by"] * 6, "day"], "what was true already is dated « by »"


def test_a_name_is_enough(bench: Bench) -> None:
    assert bench.told(bench.known("Coop")) == ["enterprise.registered.v1"]
    bench.refused(RegisterEnterprise(name="  "), EnterpriseUnnamed)


REFUSED: list[tuple[dict[str, object], type[Refusal]]] = [
    ({"neq": "11400000A7"}, NeqMalformed),
    ({"neq": "114000001"}, NeqMalformed),
    ({"neq": "2240000017"}, NeqOfIndividual),
    ({"occurred_on": TOMORROW}, DayAhead),
    ({"occurred_on": date(1899, 12, 31)}, DayTooEarly),
    ({"address": Address(municipality="Ici", mrc="999")}, MrcUnknown),
]


def test_registering_refuses(bench: Bench) -> None:
    for told, refusal in REFUSED:
        command = RegisterEnterprise(name="Coop", **told)  # type: ignore[arg-type]  # by name
        assert bench.refused(command, refusal).field in ("neq", "date", "mrc")


def test_a_neq_is_borne_by_one_enterprise_of_the_pole(bench: Bench) -> None:
    first = bench.known("Coop du Quai", neq="1140000017")
    second = bench.known("Quai (Coop du)")
    for command in (
        RegisterEnterprise(name="Quai", neq="1140 000 017"),
        IdentifyEnterprise(enterprise_id=second, neq="1140000017"),
    ):
        refusal = bench.refused(command, NeqAlreadyHeld)
        assert refusal.values == {"holder": "Coop du Quai", "holder_id": first}
        assert "Coop du Quai" in refusal.sentence.format_map(refusal.values)
    bench.ask(IdentifyEnterprise(enterprise_id=first, neq="1140000017"))
    assert bench.told(first).count("enterprise.identified.v1") == 1
    elsewhere = new_id()
    bench.ask(RegisterEnterprise(name="Quai", neq="1140000017"), elsewhere)


def test_another_pole_knows_nothing_of_it(bench: Bench) -> None:
    id, elsewhere = bench.known(), new_id()
    bench.refused(RenameEnterprise(enterprise_id=id, name="Autre"), Unknown, elsewhere)
    bench.refused(RenameEnterprise(enterprise_id=new_id(), name="Autre"), Unknown)
    with bench.db as db:
        assert values_of(db, elsewhere, id) == {}


def test_following_begins_and_ends_once(bench: Bench) -> None:
    id = bench.known()
    bench.refused(ReleaseEnterprise(enterprise_id=id), NotFollowed)
    bench.ask(FollowEnterprise(enterprise_id=id))
    bench.refused(FollowEnterprise(enterprise_id=id), AlreadyFollowed)
    bench.ask(ReleaseEnterprise(enterprise_id=id))
    assert bench.told(id)[1:] == ["enterprise.followed.v1", "enterprise.released.v1"]


def test_a_municipality_that_names_its_mrc_is_placed(bench: Bench) -> None:
    id = bench.known()
    bench.ask(LocateEnterprise(enterprise_id=id, address=Address(municipality="Trois-Rivieres")))
    with bench.db as db:
        address = values_of(db, bench.pole, id)["address"].value
    assert (address["mrc"], address["territory"]["level"]) == ("371", "mrc")
    chosen = Address(municipality="Trois-Rivières", mrc="360")
    bench.ask(LocateEnterprise(enterprise_id=id, address=chosen))
    with bench.db as db:
        assert values_of(db, bench.pole, id)["address"].value["mrc"] == "360", "chosen, so kept"


def test_a_municipality_of_the_directory_is_placed(bench: Bench, tmp_path: Path) -> None:
    listed = tmp_path / "municipalites.csv"
    listed.write_text("mcode,munnom,mdes,regadm,mrc\n51020,Yamachiche,Municipalité,04,510\n")
    load_municipalities(listed, bench.store.engine)
    id = bench.known()
    for chosen, expected in ((None, ("510", "51020")), ("360", ("360", None))):
        address = Address(municipality="YAMACHICHE", mrc=chosen)
        bench.ask(LocateEnterprise(enterprise_id=id, address=address))
        with bench.db as db:
            said = values_of(db, bench.pole, id)["address"].value
        territory = said["territory"] or {"code": None}
        assert (said["mrc"], territory["code"]) == expected


def test_a_portrait_says_something_and_holds_together(bench: Bench) -> None:
    id = bench.known()
    bench.refused(RecordWorkforcePortrait(enterprise_id=id), PortraitEmpty)
    bench.refused(RecordWorkforcePortrait(enterprise_id=id, quality="estimated"), PortraitEmpty)
    too_many = RecordWorkforcePortrait(enterprise_id=id, headcount=4, aged_55_plus=9)
    assert bench.refused(too_many, CountsInconsistent).field == "aged_55_plus"
    bench.ask(RecordWorkforcePortrait(enterprise_id=id, headcount="unknown"))
    bench.refused(RecordBoardPortrait(enterprise_id=id), PortraitEmpty)
    bench.refused(RecordBoardPortrait(enterprise_id=id, seats=5, filled=6), CountsInconsistent)


def test_a_plan_begins_before_it_ends(bench: Bench) -> None:
    id = bench.known()
    bench.refused(LapseSuccessionPlan(enterprise_id=id), PlanNotInForce)
    over = AdoptSuccessionPlan(enterprise_id=id, valid_until=date(2020, 1, 1))
    bench.refused(over, PlanOver)
    ahead = DeclareDeparture(enterprise_id=id, horizon="unknown", occurred_on=TOMORROW)
    bench.refused(ahead, DayAhead)


def test_a_tool_adopted_is_listed_once(bench: Bench) -> None:
    id = bench.known()
    bench.refused(AdoptTool(enterprise_id=id), Unknown)
    bench.refused(AdoptTool(enterprise_id=id, new_tool="  "), ToolUnnamed)
    adopted = AdoptTool(enterprise_id=id, new_tool="Gabarit")
    bench.ask(adopted)
    bench.ask(AdoptTool(enterprise_id=id, tool_id=adopted.tool_id))
    assert bench.told(id).count("tool.adopted.v1") == 1
