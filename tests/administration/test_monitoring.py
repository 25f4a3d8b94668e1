"""What a load balancer and a monitor are told."""

import json
from pathlib import Path

from litestar.testing import TestClient
from litestar.types import ASGIApp
from prometheus_client.parser import text_string_to_metric_families

from administration.conftest import House
from crm.app import PROJECTIONS, create_app
from crm.event_store.tables import generations
from crm.settings import Settings

Client = TestClient[ASGIApp]
OPEN = {"authorization": "Bearer mot-de-passe-du-moniteur"}


def metrics(client: Client) -> dict[tuple[str, str], float]:
    """By name and view, each figure."""
    page = client.get("/metriques", headers=OPEN)
    assert page.status_code == 200
    return {
        (sample.name, sample.labels.get("view", "")): sample.value
        for family in text_string_to_metric_families(page.text)
        for sample in family.samples
    }


def test_health_tells_each_view(client: Client, house: House) -> None:
    answer = client.get("/sante")
    said = answer.json()
    assert (answer.status_code, said["etat"], said["position"]) == (200, "en marche", 2)
    assert said["vues"].keys() == {projection.name for projection in PROJECTIONS}
    assert said["vues"]["directory"] == {"etat": "à jour", "retard": 0, "manquants": 0}


def test_a_view_that_lacks_events_still_serves(client: Client, house: House, deaf: object) -> None:
    house.list_tool("Guide")
    answer = client.get("/sante")
    assert (answer.status_code, answer.json()["etat"]) == (200, "vues en retard")
    told = answer.json()["vues"]["directory"]
    assert told == {"etat": "en retard", "retard": 0, "manquants": 1}


def test_a_view_that_shows_nothing_sensible_does_not(client: Client, house: House) -> None:
    never_built = generations.update().where(generations.c.projection == "directory")
    with house.store.engine.begin() as db:
        db.execute(never_built.values(state="stale", position=0))
    answer = client.get("/sante")
    assert (answer.status_code, answer.json()["etat"]) == (503, "vues à refaire")
    assert answer.json()["vues"]["directory"]["etat"] == "à construire"


def test_what_a_monitor_reads_counts_what_happens(
    client: Client, house: House, deaf: object
) -> None:
    before = metrics(client)
    house.list_tool("Guide")
    house.list_tool("Trousse")
    after = metrics(client)
    assert after["trame_position", ""] == before["trame_position", ""] + 2
    assert after["trame_view_parked_events", "directory"] == 2
    assert after["trame_view_late", "directory"] == 1
    assert after["trame_view_late", "files"] == 0
    assert after["trame_view_lag", "directory"] == 0
    assert after["trame_events_recorded_total", ""] == 2
    assert after["trame_append_seconds_count", ""] == 2
    assert 0 < after["trame_append_seconds_sum", ""] < 60


def test_it_names_nobody_and_no_pole(client: Client, house: House, deaf: object) -> None:
    house.list_tool("Guide secret")
    said = client.get("/metriques", headers=OPEN).text + json.dumps(client.get("/sante").json())
    assert not any(word in said for word in (house.here, house.elsewhere, "secret"))


def test_without_the_word_it_is_closed(client: Client) -> None:
    for shown in "", "Bearer", "Bearer autre", "Basic bW90", "mot-de-passe-du-moniteur", "é":
        answer = client.get("/metriques", headers={b"authorization": shown.encode()})
        assert (answer.status_code, answer.content) == (401, b""), shown


def test_without_the_setting_it_does_not_exist(tmp_path: Path) -> None:
    settings = Settings(
        database=f"sqlite:///{tmp_path}/t.db", keys=f"sqlite:///{tmp_path}/k.db", secret="s" * 40
    )
    closed: Client = TestClient(create_app(settings), base_url="http://essai.test")
    assert closed.get("/metriques", headers=OPEN).status_code == 404
