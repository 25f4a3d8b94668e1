"""The calendar: a month or a week of what falls on its days, one's own or the whole pôle's."""

import re
from datetime import date, timedelta
from typing import Any

import pytest

from accompaniment.test_pages import Visitor, text_of
from accompaniment.test_quick import visitor
from crm.accompaniment.commands import (
    AgreeObjective,
    AttainObjective,
    DoNextStep,
    EntrustAccompaniment,
    PlanNextStep,
    PostponeNextStep,
    PutBackNextStep,
    RecordIntervention,
)
from crm.accompaniment.domain.refusals import StepNotOpen, StepNotPostponed
from crm.accompaniment.pages.calendar import Asked
from crm.accompaniment.projections.calendar import MOST, between
from crm.event_store.events import new_id
from crm.promoter.commands import ReachMilestone, WelcomePromoter

__all__ = ["visitor"]
DAY = timedelta(days=1)


class Book:
    """A file whose days are looked at."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor, self.today = visitor, visitor.today
        self.file = visitor.opened(visitor.enterprise(f"Coop {new_id()}"), "Mandat")[-36:]

    def step(self, text: str, day: date, **said: Any) -> str:
        planned = PlanNextStep(accompaniment_id=self.file, text=text, due_on=day, **said)
        self.visitor.ask(planned)
        return planned.step_id

    def cell(self, day: date, query: str = "") -> str:
        page = self.visitor.get(f"/calendrier?semaine={day}{query}").text
        part = page.partition(f'id="j-{day}"')[2].partition("</td>")[0]
        return " ".join(re.sub(r"<[^>]+>", " ", part).replace("\u00a0", " ").split())


@pytest.fixture
def book(visitor: Visitor) -> Book:
    return Book(visitor)


def test_each_thing_is_on_its_day_until_it_is_settled(book: Book) -> None:
    day, ask = book.today + 3 * DAY, book.visitor.ask
    step = book.step("envoyer le gabarit", day)
    goal = AgreeObjective(accompaniment_id=book.file, text="pourvoir les sièges", due_on=day)
    ask(goal)
    assert "envoyer le gabarit" in book.cell(day)
    assert "Objectif : pourvoir les sièges" in book.cell(day)
    ask(DoNextStep(accompaniment_id=book.file, step_id=step))
    ask(AttainObjective(accompaniment_id=book.file, objective_id=goal.objective_id))
    assert "envoyer" not in book.cell(day)
    assert "pourvoir" not in book.cell(day)


def test_meetings_are_those_where_somebody_was_met(book: Book) -> None:
    met: dict[str, Any] = {"accompaniment_id": book.file, "occurred_on": book.today - DAY}
    book.visitor.ask(RecordIntervention(mode="visit", **met))
    book.visitor.ask(RecordIntervention(mode="call", **met))
    shown = book.cell(book.today - DAY)
    assert "Visite" in shown
    assert "Appel" not in shown


def test_mine_are_mine_and_milestones_are_the_pole_s(book: Book) -> None:
    day, colleague = book.today + 5 * DAY, new_id()
    book.step("étape confiée", day, assigned_to=colleague)
    mine = book.step("étape à moi", day)
    welcomed = WelcomePromoter(names=("Maude",), notice="spoken", working_title="Café du Port")
    book.visitor.ask(welcomed)
    book.visitor.ask(ReachMilestone(promoter_id=welcomed.promoter_id, milestone="idea"))
    assert "étape confiée" not in book.cell(day)
    assert "étape confiée" in book.cell(day, "&equipe=1")
    assert "Café du Port" in book.cell(book.today, "&equipe=1")
    assert "Café du Port" not in book.cell(book.today)
    book.visitor.ask(EntrustAccompaniment(accompaniment_id=book.file, advisor_id=colleague))
    assert "étape à moi" not in book.cell(day), mine


def test_a_month_cuts_its_days_and_says_it(book: Book) -> None:
    day = date(book.today.year + 1, 7, 14)
    for n in range(6):
        book.step(f"numéro {n}", day)
    page = book.visitor.get(f"/calendrier?mois={day:%Y-%m}")
    assert page.text.count("numéro ") >= 3
    assert "et 3 autres" in text_of(page)
    assert f"/calendrier?semaine={day}" in page.text
    assert book.cell(day).count("numéro") >= 6


def test_today_is_marked_and_what_is_late_says_so(book: Book) -> None:
    planned = PlanNextStep(
        accompaniment_id=book.file, text="en souffrance", due_on=book.today - 2 * DAY,
        occurred_on=book.today - 9 * DAY,
    )  # fmt: skip
    book.visitor.ask(planned)
    assert "En retard : en souffrance" in book.cell(book.today - 2 * DAY)
    assert "Aujourd’hui" in book.cell(book.today)
    page = book.visitor.get("/calendrier").text
    assert page.count('aria-current="date"') == 1
    assert page.count('tabindex="0"') == 1


def test_too_many_are_bounded_and_said(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    day = book.today + 400 * DAY
    book.step("une", day)
    with book.visitor.store.engine.connect() as db:
        found = between(db, book.visitor.pole, day, day, book.visitor.account)
        assert [one.day for one in found.dated] == [day]
        assert not found.cut
        monkeypatch.setattr("crm.accompaniment.projections.calendar.MOST", 1)
        assert between(db, book.visitor.pole, day, day, book.visitor.account).cut
        assert between(db, new_id(), day, day).dated == []
    assert MOST == 300


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("mois=zzz", ""), ("semaine=2026-13-45", ""), ("mois=1899-12", ""), ("mois=9999-12", ""),
        ("semaine=0001-01-01", ""), ("mois=2027-02", "Février 2027"), ("mois=1900-01", "Janvier"),
        ("semaine=2027-01-01", "Semaine du 28 décembre 2026"), ("mois=2200-12", "Décembre 2200"),
    ],
)  # fmt: skip
def test_any_address_shows_days(visitor: Visitor, asked: str, title: str) -> None:
    page = visitor.get(f"/calendrier?{asked}")
    assert page.status_code == 200
    assert title in text_of(page)


def test_whole_weeks_are_asked_for() -> None:
    month = Asked(date(2027, 2, 14), by_week=False, whole_team=False)
    assert (month.since, month.until) == (date(2027, 2, 1), date(2027, 2, 28))
    year_end = Asked(date(2026, 12, 31), by_week=False, whole_team=True)
    assert (year_end.since, year_end.until) == (date(2026, 11, 30), date(2027, 1, 3))
    assert year_end.moved(1) == "/calendrier?mois=2027-01&equipe=1"
    assert year_end.moved(-1) == "/calendrier?mois=2026-11&equipe=1"
    week = Asked(date(2027, 1, 1), by_week=True, whole_team=False)
    assert week.moved(-1) == "/calendrier?semaine=2026-12-25"
    assert Asked(date(1900, 1, 1), by_week=False, whole_team=False).moved(-1) == ""


def test_a_postponement_is_put_back_once(book: Book) -> None:
    first, later = book.today + DAY, book.today + 8 * DAY
    step = book.step("relire", first)
    about: dict[str, Any] = {"accompaniment_id": book.file, "step_id": step}
    ask = book.visitor.ask
    with pytest.raises(StepNotPostponed):
        ask(PutBackNextStep(**about))
    ask(PostponeNextStep(**about, due_on=later - DAY))
    ask(PostponeNextStep(**about, due_on=later))
    assert "relire" in book.cell(later)
    ask(PutBackNextStep(**about))
    assert "relire" in book.cell(later - DAY)
    with pytest.raises(StepNotPostponed):
        ask(PutBackNextStep(**about))
    ask(PostponeNextStep(**about, due_on=later))
    ask(DoNextStep(**about))
    with pytest.raises(StepNotOpen):
        ask(PutBackNextStep(**about))


def test_a_step_without_date_is_without_one_again(book: Book) -> None:
    planned = PlanNextStep(accompaniment_id=book.file, text="un jour")
    book.visitor.ask(planned)
    file = f"/accompagnements/{book.file}"
    at = f"{file}/suites/{planned.step_id}"
    moved = book.visitor.post(
        f"{at}/reporter", echeance=f"{book.today + DAY}", retour="/calendrier"
    )
    assert moved.headers["location"] == "/calendrier"
    assert f'action="{at}/remettre"' in book.visitor.get("/calendrier").text
    book.visitor.post(f"{at}/remettre", retour="/calendrier")
    assert "Échéance remise comme avant." in book.visitor.get("/calendrier").text
    assert "sans date comme avant" in text_of(book.visitor.get(f"/entreprises/{owner(book)}"))


def owner(book: Book) -> str:
    page = book.visitor.get(f"/accompagnements/{book.file}").text
    found = re.search(r'href="/entreprises/([0-9a-f-]{36})"', page)
    assert found
    return found[1]
