"""Whether a body is of the social economy: judged by somebody, by a grid, and judged again."""

from datetime import date
from typing import Any

import pytest

from crm.enterprise.commands import AssessQualification, RegisterEnterprise
from crm.enterprise.domain import refusals as r
from crm.enterprise.domain.grid import CURRENT, GRIDS
from crm.enterprise.projections.listing import NEVER, Filters, enterprise_list
from crm.enterprise.projections.qualification import assessments_of
from crm.event_store import Author, EventStore
from crm.event_store.as_of import AsOf
from crm.event_store.events import new_id
from crm.refusal import Refusal
from crm.settings import Settings
from enterprise.conftest import Bench
from enterprise.test_pages import Visitor, beside, settings, store, visitor

__all__ = ["settings", "store", "visitor"]
MET = dict.fromkeys(CURRENT.codes, "met")
UNTOLD = dict.fromkeys(CURRENT.codes, "to_document")


def judgement(id: str, **told: Any) -> AssessQualification:
    said = {"verdicts": MET, "overall": "qualified", "opinion": "Tout y est."} | told
    return AssessQualification(enterprise_id=id, **said)


def test_a_grid_is_what_the_act_asks() -> None:
    assert {grid.version for grid in GRIDS.values()} == GRIDS.keys()
    assert CURRENT.codes == ("P0a", "P0b", "P0c", "C1", "C2", "C3", "C4", "C5", "C6")


@pytest.mark.parametrize(
    ("refusal", "told"),
    [
        (r.OpinionMissing, {"opinion": "  "}),
        (r.LineUnexplained, {"verdicts": MET | {"C5": "not_met"}, "overall": "not_qualified"}),
        (r.VerdictsAtOdds, {"verdicts": MET | {"C5": "not_met"}, "evidence": {"C5": "Art. 3"}}),
        (r.NothingAssessed, {"verdicts": UNTOLD}),
        (r.GridUnknown, {"grid": "0"}),
        (r.GridUnknown, {"verdicts": {"C1": "met"}}),
        (r.DayAhead, {"occurred_on": date(2999, 1, 1)}),
    ],
)
def test_what_does_not_hold_is_refused(
    bench: Bench, refusal: type[Refusal], told: dict[str, Any]
) -> None:
    id = bench.known()
    said = bench.refused(judgement(id, **told), refusal)
    if refusal is r.LineUnexplained:
        assert said.field == "preuve_C5"


def test_the_last_judgement_holds_and_the_former_stay(bench: Bench) -> None:
    id, other = bench.known(), bench.known("Coop jamais jugée")
    bench.ask(judgement(
        id, verdicts=UNTOLD, overall="to_document", opinion="À revoir.",
        occurred_on=date(2024, 5, 1),
    ))  # fmt: skip
    bench.ask(judgement(
        id, evidence={"C3": "Art. 12", "C4": " "}, occurred_on=date(2025, 5, 1),
    ))  # fmt: skip
    with bench.db as db:
        now, before = assessments_of(db, bench.pole, id)
        (then,) = assessments_of(db, bench.pole, id, AsOf(until=date(2025, 4, 30)))
        assert assessments_of(db, new_id(), id) == []
    assert (now.overall, before.overall, then) == ("qualified", "to_document", before)
    assert (now.assessor_id, now.grid) == (bench.actor, "1")
    assert "Art. 12" not in now.evidence
    assert bench.store.open(now.assessment_id, "note", now.evidence) == '{"C3":"Art. 12"}'
    assert bench.store.open(now.assessment_id, "note", now.opinion) == "Tout y est."
    for asked, expected in ((NEVER, [other]), ("qualified", [id]), ("to_document", [])):
        page = enterprise_list(bench.store, bench.pole, Filters(qualified_as=asked))
        assert [row.enterprise_id for row in page.rows] == expected, asked


def test_each_judgement_is_forgotten_by_itself(bench: Bench) -> None:
    id, first = bench.known(), new_id()
    bench.ask(judgement(id, assessment_id=first, opinion="Dit par sa voisine."))
    bench.ask(judgement(id))
    bench.store.keyring.erase(first)
    with bench.db as db:
        told = [
            bench.store.open(one.assessment_id, "note", one.opinion)
            for one in assessments_of(db, bench.pole, id)
        ]
    assert told == ["Tout y est.", "[effacé]"]


@pytest.mark.parametrize(
    ("form", "neq", "hint"),
    [
        ("cooperative", "", "satisfait d’ordinaire"),
        ("obnl_quebec", "", "lettres patentes"),
        ("other", "8812345678", "organisme public"),
    ],
)
def test_the_page_says_where_to_look(visitor: Visitor, form: str, neq: str, hint: str) -> None:
    path = visitor.registered("Coop", forme=form, neq=neq)
    page = visitor.see(f"{path}/qualification").text
    assert hint in page
    assert "jamais été qualifiée" in page


def test_what_is_missing_stands_beside_its_field(visitor: Visitor) -> None:
    path = f"{visitor.registered('Coop')}/qualification"
    said = MET | {"conclusion": "", "C5": "n'importe quoi", "preuve_C3": "Art. 12", "avis": "Oui"}
    answer = visitor.send(path, **said)
    assert answer.status_code == 422
    assert beside(answer).keys() == {"conclusion", "C5"}
    assert '<a href="#C5">C5 Surplus' in answer.text
    assert 'value="Art. 12"' in answer.text
    said |= {"C5": "not_met", "conclusion": "not_qualified"}
    assert beside(visitor.send(path, **said)).keys() == {"preuve_C5"}


def test_judging_again_begins_where_one_was(
    visitor: Visitor, store: EventStore, settings: Settings
) -> None:
    path = visitor.registered("Coop")
    said = MET | {"C6": "to_document", "preuve_C3": "Art. 12", "conclusion": "to_document"}
    assert visitor.send(f"{path}/qualification", **said, avis="Reste C6").status_code == 303
    again = visitor.see(f"{path}/qualification").text
    assert again.count('<option value="met" selected>') == len(MET) - 1
    assert 'value="Art. 12"' in again
    record = visitor.see(path).text
    assert "Reste à documenter" in record
    assert "Reste C6" in record
    board = Visitor(settings, store, "reader", visitor.pole)
    read = board.see(path).text
    assert "Reste à documenter" in read
    assert "Reste C6" not in read
    assert "Art. 12" not in read


def test_nobody_judges_for_another_pole(bench: Bench) -> None:
    from crm.refusal import Unknown

    bench.refused(judgement(bench.known()), Unknown, new_id())
    author = Author(pole_id=new_id(), actor_id=bench.actor, command_id=new_id())
    bench.store.handle(RegisterEnterprise(name="Ailleurs"), author)
