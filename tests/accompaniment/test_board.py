"""Boards: who stands where, a page of a column at a time; a move is an event, and may be undone."""

import re
from datetime import timedelta
from html import unescape

from accompaniment.test_pages import Visitor, text_of
from accompaniment.test_quick import visitor
from crm.accompaniment.commands import (
    CloseAccompaniment,
    DoNextStep,
    PlanNextStep,
    RecordIntervention,
)
from crm.promoter.commands import ReachMilestone, WelcomePromoter
from crm.vocabulary import PartyRef

__all__ = ["visitor"]
FILES, PROJECTS = "/accompagnements/tableau", "/projets/tableau"
UNDO = re.compile(r'action="(/[^"]+/retirer[^"]*)"')


def column(visitor: Visitor, path: str, code: str) -> str:
    """What a column of a board says."""
    page = unescape(visitor.get(path).text)
    part = page.partition(f'aria-labelledby="k-{code}"')[2].partition("</section>")[0]
    return re.sub(r"<[^>]+>", " ", part)


def test_a_file_is_moved_and_moved_back(visitor: Visitor) -> None:
    file = visitor.opened(visitor.enterprise("Le Pont"), "Montage du plan")
    day, light = visitor.today - timedelta(1), visitor.enterprise("Ponctuelle")
    late = PlanNextStep(accompaniment_id=file[-36:], text="relire", due_on=day)
    visitor.ask(late)
    visitor.ask(RecordIntervention(party=PartyRef(kind="enterprise", id=light)))
    assert "Montage du plan" in column(visitor, FILES, "intake")
    assert "En retard" in column(visitor, FILES, "intake")
    assert "Ponctuelle" not in visitor.get(FILES).text
    moved = visitor.post(f"{file}/etape", etape="plan", retour=FILES)
    assert moved.headers["location"] == FILES
    board = visitor.get(FILES)
    assert "Étape de l’accompagnement consignée." in board.text
    assert "Montage du plan" in column(visitor, FILES, "plan")
    undo = UNDO.search(board.text)
    assert undo
    assert visitor.post(undo[1], retour=FILES).headers["location"] == FILES
    assert "Montage du plan" in column(visitor, FILES, "intake")
    visitor.ask(DoNextStep(accompaniment_id=file[-36:], step_id=late.step_id))
    visitor.ask(CloseAccompaniment(accompaniment_id=file[-36:], outcome="no_news"))
    before = visitor.recorded()
    refused = visitor.post(f"{file}/etape", etape="plan", retour=FILES)
    assert refused.status_code in (409, 422)
    assert 'class="tr-bandeau erreur"' in refused.text
    assert visitor.recorded() == before
    assert "Montage du plan" not in visitor.get(FILES).text


def test_a_column_has_its_pages(visitor: Visitor) -> None:
    body = visitor.enterprise("La Longue Liste")
    for n in range(14):
        visitor.opened(body, f"Mandat numéro {n:02}")
    shown = column(visitor, FILES, "intake")
    assert shown.count("Mandat numéro") == 12
    assert "12+" in shown
    link = re.search(rf'href="({FILES}\?apres=intake[^"]+)"', visitor.get(FILES).text)
    assert link
    rest = column(visitor, unescape(link[1]), "intake")
    assert rest.count("Mandat numéro") == 2
    assert "Les premiers" in rest
    for wrong in ("zzz", "intake.zzz", "intake.2026-01-01_zzz", "%00"):
        assert visitor.get(f"{FILES}?apres={wrong}").status_code == 200


def test_a_milestone_is_passed_and_taken_back(visitor: Visitor) -> None:
    welcomed = WelcomePromoter(names=("Maude",), notice="spoken", working_title="Café du Port")
    visitor.ask(welcomed)
    project = f"/projets/{welcomed.promoter_id}"
    assert "Café du Port" in column(visitor, PROJECTS, "none")
    visitor.ask(ReachMilestone(promoter_id=welcomed.promoter_id, milestone="idea"))
    moved = visitor.post(f"{project}/jalon", jalon="feasibility", retour=PROJECTS)
    assert moved.headers["location"] == PROJECTS
    board = visitor.get(PROJECTS)
    assert "Café du Port" in column(visitor, PROJECTS, "feasibility")
    undo = UNDO.search(board.text)
    assert undo
    offered = 'value="feasibility"'
    assert offered not in visitor.get(f"{project}/jalon").text
    visitor.post(undo[1], retour=PROJECTS)
    assert offered in visitor.get(f"{project}/jalon").text
    assert "Café du Port" in column(visitor, PROJECTS, "idea")
    assert "Jalon retiré" in text_of(visitor.get(project))
    assert visitor.post(f"{project}/jalons/feasibility/retirer").status_code == 422
    assert visitor.post(f"{project}/jalons/zzz/retirer").status_code == 404
    again = visitor.post(f"{project}/jalon", jalon="idea", retour=PROJECTS)
    assert (again.status_code, "déjà franchi" in again.text) == (422, True)
    visitor.post(f"{project}/jalons/idea/retirer", retour=PROJECTS)
    assert "Café du Port" in column(visitor, PROJECTS, "none")
