"""« État des vues »: who may read it, what it names, and the button that mends."""

import time
from collections.abc import Callable

import pytest
from litestar.testing import TestClient
from litestar.types import ASGIApp

from administration.conftest import HTML, VIEWS, Entering, House, post, words
from crm.app import PROJECTIONS
from crm.event_store.claims import claimed
from crm.event_store.projections import Projection
from crm.promoter.commands import WelcomePromoter
from crm.site.labels import LISTS
from crm.vocabulary import AccessRole

BUILD = f"{VIEWS}/directory/refaire"
LATE = "Cette page est en retard"
Client = TestClient[ASGIApp]


def test_every_view_is_named_by_the_question_it_answers() -> None:
    assert set(LISTS["views"]) == {projection.name for projection in PROJECTIONS}
    assert all(question.endswith("?") for question in LISTS["views"].values())


def test_only_whoever_keeps_the_house_reads_it(entering: Entering) -> None:
    roles: tuple[AccessRole, ...] = ("advisor", "privacy_officer", "partner", "reader", "network")
    for client in map(entering, roles):
        page, home = client.get(VIEWS, headers=HTML), client.get("/", headers=HTML)
        assert (page.status_code, post(client, BUILD).status_code) == (403, 403)
        assert "Cette page ne vous est pas ouverte" in page.text
        assert home.status_code == 200
        assert "Administration" not in home.text


def test_when_all_is_well_it_says_so(entering: Entering) -> None:
    roles: tuple[AccessRole, ...] = ("administrator", "coordination")
    for client in map(entering, roles):
        assert VIEWS in client.get("/", headers=HTML).text
        said = words(client.get(VIEWS, headers=HTML))
        assert "Toutes les vues disent ce que disent les événements." in said
        assert all(question in said for question in LISTS["views"].values())
        assert said.count("à jour") >= len(PROJECTIONS)


def test_events_of_another_pole_are_counted_and_not_shown(
    house: House, entering: Entering, deaf: object
) -> None:
    house.list_tool("D’ici")
    house.list_tool("D’ailleurs", house.elsewhere)
    said = words(entering("coordination").get(VIEWS, headers=HTML))
    assert "Il lui manque 2 événements" in said
    assert said.count("Outil inscrit") == 1
    assert "1 autre événement n’est pas montré ici" in said
    assert "ZeroDivisionError" in said


def test_the_button_builds_the_view_anew(
    house: House, entering: Entering, deaf: Callable[[], None]
) -> None:
    client = entering("administrator")
    house.list_tool("Guide")
    deaf()
    said = words(client.get(VIEWS, headers=HTML))
    assert "sait entendre ce qui lui manque" in said
    answer = post(client, BUILD)
    assert (answer.status_code, answer.headers["location"]) == (303, VIEWS)
    assert "est en train d’être refaite" in client.get(VIEWS, headers=HTML).text
    until(lambda: not house.store.late())
    assert "Toutes les vues disent" in client.get(VIEWS, headers=HTML).text


def test_what_somebody_builds_is_said_with_its_progress(
    house: House, entering: Entering, deaf: object
) -> None:
    client = entering("administrator")
    house.list_tool("Guide")
    house.store.builder._next_generation(the("directory"))
    with claimed(house.store.engine, "directory"):
        assert post(client, BUILD).status_code == 303
        page = client.get(VIEWS, headers=HTML)
    assert "Cette vue est déjà en train d’être refaite." in page.text
    said, head = words(page), house.store.head()
    assert "en construction Il lui manque 1 événement" in said
    assert f"En construction : entendue jusqu’à la position 0 sur {head}." in said
    assert 'hx-trigger="every 2s"' in page.text
    assert 'hx-trigger="every 2s"' not in client.get(VIEWS, headers=HTML).text


def test_a_view_that_differs_is_not_replaced_and_it_is_said(
    house: House, entering: Entering, deaf: Callable[[], None]
) -> None:
    client = entering("administrator")
    post(client, BUILD)  # the code is deaf to what the serving view heard
    until(lambda: "rien n’a été remplacé" in client.get(VIEWS, headers=HTML).text)
    assert not house.store.late()


def test_a_view_that_does_not_exist_is_not_found(entering: Entering) -> None:
    assert post(entering("administrator"), f"{VIEWS}/secrets/refaire").status_code == 404


def test_a_page_of_error_says_what_is_late_too(
    house: House, entering: Entering, deaf: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was just recorded is perhaps what cannot be found."""
    client = entering("coordination")
    broken(monkeypatch, the("projects_on_their_way"))
    command = WelcomePromoter(names=("Maude Pépin",), notice="spoken")
    house.ask(command)
    page = client.get(f"/projets/{command.promoter_id}", headers=HTML)
    assert page.status_code == 404
    assert LATE in page.text


def the(name: str) -> Projection:
    return next(projection for projection in PROJECTIONS if projection.name == name)


def broken(monkeypatch: pytest.MonkeyPatch, projection: Projection) -> None:
    def failing(_event: object) -> None:
        raise ZeroDivisionError

    for kind in projection.handlers:
        monkeypatch.setitem(projection.handlers, kind, failing)


def until(reached: Callable[[], bool]) -> None:
    """Waits for what a thread does."""
    for _ in range(500):
        if reached():
            return
        time.sleep(0.02)
    raise TimeoutError
