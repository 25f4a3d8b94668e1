"""The brief of a visit: what is new to the one who reads it, promises both ways, what to watch."""

import io
import re
from datetime import timedelta

import pytest
from pypdf import PdfReader

from accompaniment.test_pages import Visitor, text_of
from accompaniment.test_quick import somebody, visitor
from crm.accompaniment.commands import (
    AgreeObjective,
    DoNextStep,
    ExpressNeed,
    MakeReferral,
    OpenAccompaniment,
    PlanNextStep,
    RecordIntervention,
)
from crm.accompaniment.projections.brief_lines import LINES, LONGEST, clipped
from crm.ecosystem.commands import RegisterOrganisation
from crm.enterprise.commands import (
    AdoptSuccessionPlan,
    DeclareDeparture,
    RecordBoardPortrait,
    RecordWorkforcePortrait,
    RenameEnterprise,
)
from crm.event_store import Author, Command
from crm.event_store.events import new_id
from crm.privacy.commands.consenting import GiveConsent
from crm.promoter.commands import WelcomePromoter
from crm.vocabulary import PartyRef

__all__ = ["visitor"]
PARTS = re.compile(r'aria-labelledby="h-(\w+)">(.*?)</section>', re.DOTALL)
DAY = timedelta(days=1)


class Visited:
    """An enterprise with a mandate, about to be visited."""

    def __init__(self, visitor: Visitor, name: str) -> None:
        self.visitor, self.id = visitor, visitor.enterprise(name)
        self.file = visitor.opened(self.id, "Relève")[-36:]
        self.today, self.path = visitor.today, f"/entreprises/{self.id}/visite"

    def parts(self, query: str = "") -> dict[str, str]:
        page = self.visitor.get(self.path + query)
        assert page.status_code == 200
        return {code: plain(said) for code, said in PARTS.findall(page.text)}

    def say(self, command: Command) -> None:
        self.visitor.ask(command)

    def colleague(self, command: Command) -> None:
        author = Author(pole_id=self.visitor.pole, actor_id=new_id(), command_id=new_id())
        self.visitor.store.handle(command, author)

    def met(self, days: int, mode: str = "visit", **said: object) -> None:
        self.say(self.exchange(days, mode, **said))

    def exchange(self, days: int, mode: str = "visit", **said: object) -> RecordIntervention:
        day = self.today - days * DAY
        about = {"accompaniment_id": self.file, "occurred_on": day, "mode": mode}
        return RecordIntervention(**about, **said)  # type: ignore[arg-type]  # fields of its own

    def step(self, text: str, owed_by: str = "pole", days: int | None = 5) -> PlanNextStep:
        due = None if days is None else self.today + days * DAY
        planned = PlanNextStep(accompaniment_id=self.file, text=text, due_on=due, owed_by=owed_by)  # type: ignore[arg-type]  # one of them
        self.say(planned)
        return planned


def plain(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).replace("\u00a0", " ").split())


@pytest.fixture
def house(visitor: Visitor) -> Visited:
    return Visited(visitor, f"Coop {new_id()}")


def test_what_i_recorded_of_my_visit_is_no_news_to_me(house: Visited) -> None:
    house.met(0, summary="on a parlé du bail", next_step="relire le bail")
    assert "Rien de nouveau" in house.parts()["changes"]
    house.colleague(house.exchange(0, "call", summary="appel du bailleur"))
    news = house.parts()["changes"]
    assert "appel du bailleur" in news
    assert "on a parlé du bail" not in news


def test_what_i_did_after_the_day_of_my_visit_is_told(house: Visited) -> None:
    house.met(20, summary="on a parlé du bail")
    house.say(RenameEnterprise(enterprise_id=house.id, name="Coop du Quai"))
    news = house.parts()["changes"]
    assert "Coop du Quai" in news
    assert "on a parlé du bail" not in news


def test_what_was_recorded_since_of_earlier_days_is_news(house: Visited) -> None:
    early = house.today - 40 * DAY
    house.met(0, "video")
    assert "Rien de nouveau" in house.parts()["changes"]
    house.colleague(RenameEnterprise(enterprise_id=house.id, name="Autrefois", occurred_on=early))
    assert "Autrefois" in house.parts()["changes"]


def test_a_call_is_no_visit_and_a_colleague_s_visit_is_not_mine(house: Visited) -> None:
    house.met(5, "call", summary="appel de ma part")
    house.colleague(house.exchange(4, summary="visite de Noé"))
    page = text_of(house.visitor.get(house.path))
    assert "Vous n’y avez encore consigné aucune rencontre" in page
    assert "visite de Noé" in house.parts()["contacts"]
    assert "appel de ma part" in house.parts()["changes"]


def test_promises_go_both_ways(house: Visited) -> None:
    house.step("envoyer le gabarit", days=-2)
    house.step("envoyer les états financiers", "beneficiary")
    house.step("donner une réponse de principe", "partner", None)
    fund = RegisterOrganisation(name="Fonds des Rivières")
    house.say(fund)
    made = house.today - 12 * DAY
    house.say(MakeReferral(
        accompaniment_id=house.file, organisation_id=fund.organisation_id, occurred_on=made
    ))  # fmt: skip
    parts = house.parts()
    assert "envoyer le gabarit en retard de 2 jours" in parts["ours"]
    assert "envoyer les états financiers pour le" in parts["theirs"]
    assert "réponse de principe sans date" in parts["awaited"]
    assert "Fonds des Rivières sans réponse depuis 12 jours" in parts["awaited"]
    assert "états financiers" not in parts["ours"]


def test_who_promised_is_said_when_the_step_is_planned(house: Visited) -> None:
    file = f"/accompagnements/{house.file}"
    house.visitor.post(f"{file}/suites", suite="signer le bail", charge="beneficiary")
    about = {"dossier": house.file, "mode": "call"}
    house.visitor.post("/noter", **about, suite="rappeler la caisse", charge="partner")
    refused = house.visitor.post(f"{file}/suites", suite="texte gardé", charge="zzz")
    assert (refused.status_code, "texte gardé" in refused.text) == (422, True)
    parts = house.parts()
    assert "signer le bail" in parts["theirs"]
    assert "rappeler la caisse" in parts["awaited"]
    assert "Rien ne reste" in parts["ours"]


def test_what_to_watch_and_what_is_due(house: Visited) -> None:
    today, id = house.today, house.id
    long_ago = today - 70 * DAY
    house.say(OpenAccompaniment(
        parties=(PartyRef(kind="enterprise", id=id),), title="Ancien", occurred_on=long_ago
    ))  # fmt: skip
    house.say(ExpressNeed(accompaniment_id=house.file, themes=("financing",), urgency="critical"))
    house.say(DeclareDeparture(enterprise_id=id, horizon="up_to_24_months"))
    house.say(RecordWorkforcePortrait(
        enterprise_id=id, headcount=9, aged_55_plus=3, vacant_posts=2, retirements_5_years=1
    ))  # fmt: skip
    house.say(RecordBoardPortrait(enterprise_id=id, seats=7, filled=5))
    objective = {"accompaniment_id": house.file, "occurred_on": long_ago}
    house.say(AgreeObjective(**objective, text="objectif passé", due_on=today - DAY))  # type: ignore[arg-type]  # fields of its own
    house.say(AgreeObjective(**objective, text="pourvoir les sièges", due_on=today + 9 * DAY))  # type: ignore[arg-type]  # the same
    person = somebody(house.visitor, id, "Maude", "Pépin")
    until = today + 30 * DAY
    house.say(GiveConsent(
        about="person", subject_id=person, purpose="testimony", proof="spoken", expires_on=until
    ))  # fmt: skip
    house.step("une étape passée", days=-1)
    parts = house.parts()
    risks, dues = parts["risks"], parts["dues"]
    assert "Départ envisagé, direction : d’ici 2 ans" in risks
    assert "sans plan écrit" in risks
    assert "2 postes vacants, 3 personnes sur 9 ont 55 ans et plus, 1 retraite d’ici 5 ans" in risks
    assert "2 sièges à combler au conseil" in risks
    assert "Sans nouvelles depuis 70 jours" in risks
    assert "1 besoin urgent" in risks
    assert "pourvoir les sièges" in dues
    assert "Fin d’un consentement : témoignage" in dues
    assert "Maude Pépin" in dues
    assert "une étape passée" not in dues
    assert "Financement (critique)" in parts["needs"]
    house.say(AdoptSuccessionPlan(enterprise_id=id, valid_until=today + 40 * DAY))
    again = house.parts()
    assert "plan écrit" in again["risks"]
    assert "sans plan écrit" not in again["risks"]
    assert "Fin du plan de relève" in again["dues"]
    assert "aucun échange" in again["risks"]
    house.met(65, "email")
    assert "dernier échange" in house.parts()["risks"]


def test_at_an_earlier_date_what_was_open_is_open(house: Visited) -> None:
    before = house.today - 10 * DAY
    plan = PlanNextStep(accompaniment_id=house.file, text="relire", occurred_on=before - DAY)
    house.say(plan)
    house.say(DoNextStep(accompaniment_id=house.file, step_id=plan.step_id))
    house.met(5, summary="bien plus tard")
    assert "relire" not in house.parts()["ours"]
    then = house.visitor.get(f"{house.path}?au={before.isoformat()}")
    assert "bien plus tard" not in then.text
    assert f"visite/pdf?au={before.isoformat()}" in then.text
    assert "Consigner une rencontre" not in text_of(then)


def test_the_file_was_not_open_then(house: Visited) -> None:
    day = (house.today - 400 * DAY).isoformat()
    assert "Rien ne reste" in house.parts(f"?au={day}")["ours"]
    assert house.visitor.get(f"{house.path}?au=demain").status_code == 422


def test_on_paper_it_is_one_tagged_page_whatever_is_known(house: Visited) -> None:
    words = "une phrase plutôt longue que quelqu’un a écrite sans s’arrêter " * 4
    for owed_by in ("pole", "beneficiary", "partner"):
        for _turn in range(6):
            house.step(words, owed_by)
    for _turn in range(8):
        house.colleague(house.exchange(1, summary=words, themes=("financing",)))
    page = text_of(house.visitor.get(house.path))
    assert "et 2 autres" in page
    answer = house.visitor.get(f"{house.path}/pdf")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-disposition"].startswith('attachment; filename="visite-2')
    paper = PdfReader(io.BytesIO(answer.content))
    assert len(paper.pages) == 1
    root = paper.root_object
    assert "/StructTreeRoot" in root
    assert str(root["/Lang"]) == "fr-CA"
    said = " ".join(paper.pages[0].extract_text().split())
    assert "Ils ont promis" in said
    assert "et 2 autres" in said


def test_the_paper_is_in_french_for_whoever_reads_in_english(house: Visited) -> None:
    house.step("écrire", days=-3)
    house.visitor.client.cookies.set("langue", "en")
    page, paper = house.visitor.get(house.path), house.visitor.get(f"{house.path}/pdf")
    house.visitor.client.cookies.delete("langue")
    assert "We promised" in page.text
    said = PdfReader(io.BytesIO(paper.content)).pages[0].extract_text()
    assert "en retard de 3 jours" in " ".join(said.split())


def test_a_project_is_visited_too(house: Visited) -> None:
    welcomed = WelcomePromoter(names=("Maude",), notice="spoken", working_title="Café du Port")
    house.say(welcomed)
    path = f"/projets/{welcomed.promoter_id}"
    assert f'href="{path}/visite" data-visite' in house.visitor.get(path).text
    assert "Café du Port" in text_of(house.visitor.get(f"{path}/visite"))
    paper = house.visitor.get(f"{path}/visite/pdf")
    assert "Café du Port" in PdfReader(io.BytesIO(paper.content)).pages[0].extract_text()


def test_it_is_one_key_away_and_traced(house: Visited) -> None:
    for page in (f"/entreprises/{house.id}", f"/accompagnements/{house.file}"):
        assert f'href="{house.path}" data-visite' in house.visitor.get(page).text
    assert house.visitor.get(f"/entreprises/{new_id()}/visite").status_code == 404


def test_texts_are_cut_between_words() -> None:
    assert clipped("  deux\nmots ") == "deux mots"
    cut = clipped("un mot, " * 40)
    assert len(cut) <= LONGEST
    assert cut.endswith("mot…")
    assert len(clipped("x" * 500)) == LONGEST + 1
    assert max(LINES.values()) <= 7
