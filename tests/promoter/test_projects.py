"""A project: welcomed with its notice, followed from milestone to milestone, founded."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from crm.accompaniment.projections import PROJECTIONS as FILES
from crm.account.projections import PROJECTIONS as ACCOUNTS
from crm.ecosystem.commands import RegisterOrganisation
from crm.enterprise.domain.enterprise import Enterprise
from crm.enterprise.domain.refusals import DayAhead, EnterpriseUnnamed
from crm.enterprise.projections import PROJECTIONS as ENTERPRISES
from crm.event_store import AsOf, EventStore, open_event_store
from crm.event_store.commands import Author, Command
from crm.event_store.events import NAMES, new_id
from crm.history.projections import PROJECTIONS as HISTORY
from crm.person.projections import PROJECTIONS as PEOPLE
from crm.person.projections import people_of
from crm.promoter.commands import (
    DescribeProject,
    FoundEnterprise,
    NoteSurvival,
    PartWithMember,
    PausePromoter,
    ReachMilestone,
    RedirectPromoter,
    ResumePromoter,
    WelcomeMember,
    WelcomePromoter,
    WithdrawPromoter,
)
from crm.promoter.domain.promoter import Promoter
from crm.promoter.domain.refusals import (
    AlreadyFounded,
    AlreadyMember,
    MilestoneAlreadyReached,
    NobodyCarriesIt,
    NotFounded,
    NoticeNotGiven,
    NotPaused,
    OrganisationUnknown,
    ProjectRedirected,
    ProjectWithdrawn,
)
from crm.promoter.projections import (
    PROJECTIONS,
    Project,
    counts_by_state,
    members_of,
    milestones_of,
    project,
    projects,
)
from crm.promoter.projections.titles import projects_bearing
from crm.refusal import Refusal, Unknown
from crm.settings import Settings

POLE = new_id()


class Bench:
    """A store, and somebody who asks."""

    def __init__(self, store: EventStore) -> None:
        self.store, self.actor = store, new_id()

    def ask(self, command: Command, pole_id: str = POLE) -> None:
        author = Author(pole_id=pole_id, actor_id=self.actor, command_id=new_id())
        self.store.handle(command, author)

    def refused(self, command: Command, refusal: type[Refusal]) -> None:
        before = self.store.head()
        with pytest.raises(refusal):
            self.ask(command)
        assert self.store.head() == before

    def welcomed(self, *names: str) -> str:
        command = WelcomePromoter(
            names=names or ("Maude Pépin",), notice="spoken", working_title="Café des Rivières"
        )
        self.ask(command)
        return command.promoter_id

    def project(self, id: str) -> Project:
        with self.store.engine.connect() as db:
            found = project(db, POLE, id)
        assert found
        return found

    def told(self, id: str) -> list[str]:
        return [NAMES[type(recorded.event)] for recorded in self.store.stream(id)]


@pytest.fixture
def bench(furnished_url: str, tmp_path: Path) -> Iterator[Bench]:
    settings = Settings(
        database=furnished_url, keys=f"sqlite:///{tmp_path / 'keys.db'}", secret="x" * 40
    )
    rooms = [*ACCOUNTS, *FILES, *ENTERPRISES, *PEOPLE, *PROJECTIONS, *HISTORY]
    store = open_event_store(settings, rooms)
    yield Bench(store)
    store.close()


def test_a_welcome_registers_those_who_carry_the_project(bench: Bench) -> None:
    id = bench.welcomed("Maude Pépin", "Gaston Lavoie")
    found = bench.project(id)
    assert (found.state, found.milestone, found.enterprise_id) == ("active", None, None)
    assert bench.store.open(id, "identity", found.working_title) == "Café des Rivières"
    assert "Café" not in found.working_title
    with bench.store.engine.connect() as db:
        members = members_of(db, POLE, [id])
    names = {bench.store.open(m.person_id, "identity", m.as_written) for m in members}
    assert names == {"Maude Pépin", "Gaston Lavoie"}


def test_a_welcome_names_people_known_already(bench: Bench) -> None:
    first = bench.welcomed()
    with bench.store.engine.connect() as db:
        person = members_of(db, POLE, [first])[0].person_id
    again = WelcomePromoter(person_ids=(person,), notice="written")
    bench.ask(again)
    assert bench.store.load(Promoter, again.promoter_id).persons == {person}
    bench.refused(WelcomePromoter(person_ids=(new_id(),), notice="written"), Unknown)


def test_no_welcome_without_notice_nor_people(bench: Bench) -> None:
    bench.refused(WelcomePromoter(names=("Maude Pépin",)), NoticeNotGiven)
    bench.refused(WelcomePromoter(names=(" ",), notice="spoken"), NobodyCarriesIt)
    ahead = WelcomePromoter(names=("Maude",), notice="spoken", occurred_on=date(2190, 1, 1))
    bench.refused(ahead, DayAhead)


def test_milestones_are_reached_once(bench: Bench) -> None:
    id = bench.welcomed()
    reached = ReachMilestone(
        promoter_id=id, milestone="feasibility", cost_cents=45_000_00, jobs_planned=3
    )
    bench.ask(reached)
    bench.refused(ReachMilestone(promoter_id=id, milestone="feasibility"), MilestoneAlreadyReached)
    assert bench.project(id).milestone == "feasibility"
    with bench.store.engine.connect() as db:
        assert [m[2:] for m in milestones_of(db, POLE, id)] == [(45_000_00, 3)]


def test_paused_resumed_withdrawn(bench: Bench) -> None:
    id = bench.welcomed()
    bench.refused(ResumePromoter(promoter_id=id), NotPaused)
    bench.ask(PausePromoter(promoter_id=id, reason="congé"))
    assert bench.project(id).state == "paused"
    bench.ask(ResumePromoter(promoter_id=id))
    bench.ask(WithdrawPromoter(promoter_id=id))
    bench.refused(ReachMilestone(promoter_id=id, milestone="idea"), ProjectWithdrawn)
    bench.refused(FoundEnterprise(promoter_id=id, name="Café"), ProjectWithdrawn)
    bench.refused(WithdrawPromoter(promoter_id=id), ProjectWithdrawn)
    with bench.store.engine.connect() as db:
        assert counts_by_state(db, POLE) == {"withdrawn": 1}


def test_a_project_goes_on_elsewhere(bench: Bench) -> None:
    id, fund = bench.welcomed(), RegisterOrganisation(name="Fonds des Rivières")
    bench.ask(fund)
    for nobody in (new_id(), id, "zzz", ""):
        bench.refused(RedirectPromoter(promoter_id=id, organisation_id=nobody), OrganisationUnknown)
    sent = RedirectPromoter(
        promoter_id=id, organisation_id=fund.organisation_id, reason="plus près"
    )
    bench.ask(sent)
    assert bench.project(id).state == "redirected"
    bench.refused(sent, ProjectRedirected)
    bench.refused(ReachMilestone(promoter_id=id, milestone="idea"), ProjectRedirected)
    bench.refused(FoundEnterprise(promoter_id=id, name="Café"), ProjectRedirected)
    bench.refused(PausePromoter(promoter_id=id), ProjectRedirected)
    bench.ask(ResumePromoter(promoter_id=id))
    assert bench.project(id).state == "active"


def test_what_became_of_it_is_noted_once_it_is_founded(bench: Bench) -> None:
    id = bench.welcomed()
    bench.refused(NoteSurvival(promoter_id=id, standing="active"), NotFounded)
    bench.ask(FoundEnterprise(promoter_id=id, name="Café"))
    bench.ask(NoteSurvival(promoter_id=id, standing="active"))
    bench.ask(NoteSurvival(promoter_id=id, standing="ceased"))
    noted = [said for said in bench.told(id) if said.startswith("survival")]
    assert noted == ["survival.noted.v1"] * 2


def test_the_group_changes(bench: Bench) -> None:
    id = bench.welcomed()
    bench.ask(WelcomeMember(promoter_id=id, name="Gaston Lavoie"))
    with bench.store.engine.connect() as db:
        first, second = members_of(db, POLE, [id])
    bench.refused(WelcomeMember(promoter_id=id, person_id=first.person_id), AlreadyMember)
    bench.ask(PartWithMember(promoter_id=id, person_id=second.person_id))
    with bench.store.engine.connect() as db:
        assert members_of(db, POLE, [id])[1].left_on


def test_a_project_described_is_said_whole(bench: Bench) -> None:
    id = bench.welcomed()
    bench.ask(DescribeProject(promoter_id=id, working_title="Café du Pont", mrc="350"))
    found = bench.project(id)
    assert bench.store.open(id, "identity", found.working_title) == "Café du Pont"
    assert found.mrc == "350"


def test_founding_makes_the_enterprise_in_the_same_breath(bench: Bench) -> None:
    id = bench.welcomed("Maude Pépin", "Gaston Lavoie")
    founded = FoundEnterprise(
        promoter_id=id, name="Café des Rivières, coop", legal_form="cooperative"
    )
    bench.ask(founded)
    assert bench.project(id)[5:7] == ("founded", "constitution")
    assert bench.project(id).enterprise_id == founded.enterprise_id
    assert bench.told(id)[1:] == ["founding.completed.v1", "milestone.reached.v1"]
    assert bench.told(founded.enterprise_id) == [
        "enterprise.registered.v1",
        "enterprise.constituted.v1",
        "enterprise.followed.v1",
    ]
    assert bench.store.load(Enterprise, founded.enterprise_id).followed
    with bench.store.engine.connect() as db:
        held = people_of(db, POLE, founded.enterprise_id, AsOf(until=date.today()))
    assert [holder.kind for holder in held] == ["founder", "founder"]
    bench.refused(FoundEnterprise(promoter_id=id, name="Encore"), AlreadyFounded)


def test_founding_keeps_a_milestone_reached_before(bench: Bench) -> None:
    id = bench.welcomed()
    bench.ask(ReachMilestone(promoter_id=id, milestone="constitution"))
    bench.refused(FoundEnterprise(promoter_id=id, name="  "), EnterpriseUnnamed)
    bench.ask(FoundEnterprise(promoter_id=id, name="Café"))
    assert bench.told(id).count("milestone.reached.v1") == 1


def test_the_list_by_state_and_milestone_page_by_page(bench: Bench) -> None:
    ids = [bench.welcomed(f"Personne {n}") for n in range(3)]
    bench.ask(ReachMilestone(promoter_id=ids[0], milestone="idea"))
    bench.ask(PausePromoter(promoter_id=ids[1]))
    with bench.store.engine.connect() as db:
        assert [p.promoter_id for p in projects(db, POLE)] == ids[::-1]
        assert [p.promoter_id for p in projects(db, POLE, state="paused")] == [ids[1]]
        assert [p.promoter_id for p in projects(db, POLE, milestone="idea")] == [ids[0]]
        assert len(projects(db, POLE, milestone="none")) == 2
        first = projects(db, POLE, limit=2)
        last = (first[-1].welcomed_on, first[-1].promoter_id)
        assert [p.promoter_id for p in projects(db, POLE, before=last)] == [ids[0]]
        assert projects(db, new_id()) == []


def test_another_pole_says_nothing_of_it(bench: Bench) -> None:
    id = bench.welcomed()
    with pytest.raises(Unknown):
        bench.ask(ReachMilestone(promoter_id=id, milestone="idea"), pole_id=new_id())


def test_rebuilt_equals_live(bench: Bench) -> None:
    id = bench.welcomed("Maude", "Gaston")
    bench.ask(DescribeProject(promoter_id=id, working_title="Café du Pont"))
    bench.ask(PausePromoter(promoter_id=id))
    bench.ask(ResumePromoter(promoter_id=id))
    bench.ask(FoundEnterprise(promoter_id=id, name="Café"))
    before = bench.store.checksums()
    bench.store.rebuild()
    assert bench.store.checksums() == before


def test_projects_are_found_by_their_title(bench: Bench) -> None:
    """What is kept in memory follows each thing told of a project."""
    old = WelcomePromoter(names=("Ida",), notice="spoken", working_title="Le Fournil des Érables",
                          occurred_on=date(2024, 1, 8))  # fmt: skip
    new = WelcomePromoter(names=("Noé",), notice="spoken", working_title="Four du Rang",
                          occurred_on=date(2024, 5, 6))  # fmt: skip
    bench.ask(old)
    bench.ask(new)
    assert projects_bearing(bench.store, POLE, ["four"]) == [new.promoter_id, old.promoter_id]
    assert projects_bearing(bench.store, POLE, ["erables", "le"]) == [old.promoter_id]
    bench.ask(DescribeProject(promoter_id=new.promoter_id, working_title="Pain du Rang"))
    assert projects_bearing(bench.store, POLE, ["four"]) == [old.promoter_id]
    assert projects_bearing(bench.store, new_id(), ["four"]) == []
