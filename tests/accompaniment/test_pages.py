"""The pages as a browser without scripts gets them."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from httpx import Response
from litestar.testing import TestClient
from litestar.types import ASGIApp
from sqlalchemy import event, func, select

from crm.accompaniment.commands import OpenAccompaniment, PlanNextStep, RecordIntervention
from crm.account.commands import create_user
from crm.app import PROJECTIONS, create_app
from crm.ecosystem.commands import RegisterOrganisation
from crm.enterprise.commands import RegisterEnterprise
from crm.event_store import Author, Command, EventStore, open_event_store
from crm.event_store.commands import day_of
from crm.event_store.events import new_id
from crm.event_store.tables import events
from crm.settings import Settings
from crm.vocabulary import PartyRef

PASSWORD, EMAIL = "une phrase assez longue", "ariane.beland@pole.example"
HTML = {"accept": "text/html"}


class Visitor:
    """An advisor signed in, and the pôle she works for."""

    def __init__(self, store: EventStore, settings: Settings) -> None:
        self.store = store
        self.account, self.pole = create_user(
            store, settings.secret, name="Ariane Béland", email=EMAIL, password=PASSWORD,
            new_pole="Pôle d’essai",
        )  # fmt: skip
        self.today = day_of(store.clock())
        self.client: TestClient[ASGIApp] = TestClient(
            create_app(settings, store), base_url="http://trame.test"
        )
        self.client.follow_redirects = False
        self.post("/connexion", courriel=EMAIL, mot_de_passe=PASSWORD, suite="/")

    def get(self, path: str) -> Response:
        return self.client.get(path, headers=HTML)

    def post(self, path: str, **said: str | list[str]) -> Response:
        page = self.get("/connexion" if path == "/connexion" else "/noter")
        token = re.search(r'name="_csrf_token" value="([0-9a-f]+)"', page.text)
        assert token
        return self.client.post(path, data={**said, "_csrf_token": token[1]}, headers=HTML)

    def ask(self, command: Command) -> None:
        author = Author(pole_id=self.pole, actor_id=self.account, command_id=new_id())
        self.store.handle(command, author)

    def enterprise(self, name: str) -> str:
        command = RegisterEnterprise(name=name)
        self.ask(command)
        return command.enterprise_id

    def opened(self, enterprise_id: str, title: str) -> str:
        party = PartyRef(kind="enterprise", id=enterprise_id)
        command = OpenAccompaniment(parties=(party,), title=title)
        self.ask(command)
        return f"/accompagnements/{command.accompaniment_id}"

    def recorded(self) -> int:
        with self.store.engine.connect() as db:
            return db.scalar(select(func.count()).select_from(events)) or 0


@pytest.fixture
def visitor(tmp_path: Path) -> Iterator[Visitor]:
    settings = Settings(
        database=f"sqlite:///{tmp_path}/trame.db",
        keys=f"sqlite:///{tmp_path}/cles.db",
        secret="s" * 40,
        master_key="m" * 40,
        secure=False,
    )
    store = open_event_store(settings, PROJECTIONS)
    yield Visitor(store, settings)
    store.close()


def text_of(answer: Response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).replace("\u00a0", " ").split())


def test_an_empty_day_teaches(visitor: Visitor) -> None:
    page = visitor.get("/")
    assert page.status_code == 200
    assert "Rien ne presse" in page.text
    assert "Bonjour, Ariane" in page.text


def test_a_line_is_shown_before_it_is_recorded(visitor: Visitor) -> None:
    visitor.enterprise("La Ruche boréale")
    before = visitor.recorded()
    page = visitor.post(
        "/noter/ligne",
        texte="@ruche appel 30 min hier #financement suite : envoyer le gabarit vendredi",
    )
    assert page.status_code == 200
    assert "La Ruche boréale" in page.text
    assert "Consigner les 3 faits" in text_of(page)
    assert visitor.recorded() == before


def test_two_parties_are_a_choice(visitor: Visitor) -> None:
    visitor.enterprise("Les Ateliers de la Rivière"), visitor.enterprise("L’Atelier du Faubourg")
    page = visitor.post("/noter/ligne", texte="@atelier visite 1 h 30")
    assert page.text.count('type="radio" name="organisation"') == 2
    assert "De qui s’agit-il?" in page.text


def test_what_follows_a_name_is_the_note(visitor: Visitor) -> None:
    visitor.enterprise("La Ruche boréale")
    page = visitor.post("/noter/ligne", texte="@ruche a parlé du bail")
    assert 'name="note" value="a parlé du bail"' in page.text


def test_the_line_travels_by_post_only(visitor: Visitor) -> None:
    for page in (visitor.get("/"), visitor.get(visitor.opened(visitor.enterprise("Ruche"), "x"))):
        assert 'method="post" action="/noter/ligne"' in page.text


def meeting(visitor: Visitor, **more: str) -> dict[str, str]:
    return {
        "organisation": f"enterprise:{visitor.enterprise('Coop de l’Éveil')}",
        "mode": "call",
        "duree": "30 min",
        "date": "hier",
        "note": "🌱 <b>'; DROP TABLE events;--",
        "besoin": "recruitment",
        "suite": "envoyer le gabarit",
        "echeance": "2020-01-01",
        "command_id": new_id(),
        **more,
    }


def test_a_meeting_is_on_its_file_and_in_the_day(visitor: Visitor) -> None:
    answer = visitor.post("/noter", **meeting(visitor))
    assert answer.status_code == 303
    page = visitor.get(answer.headers["location"])
    assert "&lt;b&gt;&#39;; DROP TABLE events;--" in page.text
    assert "Recrutement" in page.text
    assert "Rencontre consignée." in page.text
    day = text_of(visitor.get("/"))
    assert "envoyer le gabarit" in day
    assert "En retard" in day


def test_sent_twice_it_is_recorded_once(visitor: Visitor) -> None:
    said = meeting(visitor)
    first = visitor.post("/noter", **said)
    count = visitor.recorded()
    second = visitor.post("/noter", **said)
    assert (second.status_code, second.headers["location"]) == (303, first.headers["location"])
    assert visitor.recorded() == count


def test_undo_takes_the_whole_meeting_back(visitor: Visitor) -> None:
    page = visitor.get(visitor.post("/noter", **meeting(visitor)).headers["location"])
    undo = re.search(r'action="([^"]*/retirer/[^"]*)"', page.text)
    assert undo
    after = visitor.get(visitor.post(undo[1], command_id=new_id()).headers["location"])
    assert "DROP TABLE" not in after.text
    assert "envoyer le gabarit" not in visitor.get("/").text


REFUSED = [
    ("date", "2199-01-01", "Cette date est dans l’avenir"),
    ("date", "1850-01-01", "Cette date est avant 1900"),
    ("date", "le jour d’avant", "Cette date n’est pas reconnue"),
    ("duree", "1 h 95", "Pour 1 heure 55, écrivez 1 h 55"),
    ("duree", "900 h", "Une durée va jusqu’à 100 heures"),
    ("note", "x" * 2_000_000, "4 000 caractères"),
    ("echeance", "un jour", "Cette date n’est pas reconnue"),
    ("besoin", "'; DROP TABLE", "Choisissez une des réponses proposées"),
    ("mode", "télépathie", "Choisissez une des réponses proposées"),
    ("organisation", "enterprise:inconnue", "Cette organisation est introuvable"),
    ("organisation", "", "Écrivez le nom de l’entreprise"),
]


def test_what_is_refused_is_said_and_all_is_kept(visitor: Visitor) -> None:
    for field, value, sentence in REFUSED:
        said = meeting(visitor) | {field: value}
        before = visitor.recorded()
        page = visitor.post("/noter", **said)
        assert page.status_code == 422, field
        assert sentence in text_of(page)
        assert "Rien n’est perdu" in page.text
        kept = [said["suite"], said["command_id"]]
        kept += [said[name] for name in ("date", "duree", "echeance")]
        assert [text for text in kept if f'value="{text}"' not in page.text] == []
        assert visitor.recorded() == before


def test_a_typed_name_finds_its_party(visitor: Visitor) -> None:
    said = meeting(visitor, organisation="", organisation_nom="coop de l'eveil")
    assert visitor.post("/noter", **said).status_code == 303


def test_names_are_offered_while_typing(visitor: Visitor) -> None:
    visitor.enterprise("Œuvres du Nord"), visitor.enterprise("Ruche")
    found = visitor.post("/noter/organisations", organisation_nom="oeuv")
    assert "Œuvres du Nord" in found.text
    assert "Ruche" not in found.text


def test_a_file_with_an_open_need_does_not_close(visitor: Visitor) -> None:
    file = visitor.opened(visitor.enterprise("Théâtre du Fil"), "Préparer la relève")
    assert visitor.post(f"{file}/besoins", besoin="financing").status_code == 303
    refused = visitor.post(f"{file}/fermer", issue="objective_met")
    assert refused.status_code == 422
    assert "Ce dossier a encore un besoin ouvert" in refused.text
    met = re.search(r'action="([^"]*/combler)"', visitor.get(file).text)
    assert met
    assert visitor.post(met[1]).status_code == 303
    assert visitor.post(f"{file}/fermer", issue="objective_met").status_code == 303
    assert "Dossier fermé le" in visitor.get(file).text
    assert visitor.post(f"{file}/rouvrir").status_code == 303
    assert "Dossier fermé le" not in visitor.get(file).text


def test_a_referral_is_followed_to_its_return(visitor: Visitor) -> None:
    file = visitor.opened(visitor.enterprise("Théâtre du Fil"), "Préparer la relève")
    fund = RegisterOrganisation(name="Fonds des Rivières")
    visitor.ask(fund)
    visitor.post(f"{file}/orientations", orientation=fund.organisation_id)
    page = visitor.get(file)
    assert "En attente" in page.text
    accept = re.search(r'action="([^"]*/accepter)"', page.text)
    assert accept
    visitor.post(accept[1])
    assert "Acceptée" in visitor.get(file).text
    visitor.post(accept[1].replace("accepter", "conclure"), issue="helped")
    assert "L’aide a servi" in visitor.get(file).text


def test_a_step_ticked_leaves_the_day_and_comes_back(visitor: Visitor) -> None:
    file = visitor.opened(visitor.enterprise("Théâtre du Fil"), "Préparer la relève")
    visitor.post(f"{file}/suites", suite="relire le bail", echeance="2020-01-01")
    page = visitor.get("/")
    assert "en retard" in text_of(page)
    tick = re.search(r'action="([^"]*/faite)"', page.text)
    assert tick
    assert visitor.post(tick[1], retour="/").headers["location"] == "/"
    ticked = visitor.get("/")
    assert "relire le bail" not in text_of(ticked)
    undo = re.search(r'action="([^"]*/retablir)"', ticked.text)
    assert undo
    visitor.post(undo[1])
    assert "relire le bail" in visitor.get("/").text
    visitor.post(tick[1].replace("faite", "reporter"), echeance="demain")
    assert "en retard" not in text_of(visitor.get("/"))


def test_a_redirection_stays_at_home(visitor: Visitor) -> None:
    file = visitor.opened(visitor.enterprise("Théâtre"), "Relève")
    answer = visitor.post(f"{file}/suites", suite="x", retour="//ailleurs.example")
    assert answer.headers["location"] == "/"


def test_htmx_is_sent_elsewhere_by_header(visitor: Visitor) -> None:
    visitor.client.headers["hx-request"] = "true"
    answer = visitor.post("/noter", **meeting(visitor))
    assert answer.status_code == 200
    assert answer.headers["hx-redirect"].startswith("/accompagnements/")


@pytest.mark.parametrize(
    "path", ["/accompagnements/x", "/accompagnements/01920000-0000-7000-8000-000000000000"]
)
def test_an_unknown_file_is_said_so(visitor: Visitor, path: str) -> None:
    assert visitor.get(path).status_code == 404
    assert visitor.post(f"{path}/suites", suite="x").status_code == 404


def test_filters_that_make_no_sense_are_ignored(visitor: Visitor) -> None:
    visitor.opened(visitor.enterprise("Théâtre"), "Relève")
    page = visitor.get("/accompagnements?etat=zzz&action=Z9&conseil='&silence=abc&apres=2020_x")
    assert page.status_code == 200
    assert "Relève" in page.text


def test_an_opening_asks_for_its_title(visitor: Visitor) -> None:
    enterprise = f"enterprise:{visitor.enterprise('Théâtre')}"
    refused = visitor.post("/accompagnements/nouveau", organisation=enterprise)
    assert refused.status_code == 422
    assert "Théâtre" in refused.text
    answer = visitor.post(
        "/accompagnements/nouveau", organisation=enterprise, titre="Revoir le bail"
    )
    assert "Revoir le bail" in visitor.get(answer.headers["location"]).text


def test_pages_ask_few_questions(visitor: Visitor) -> None:
    enterprise = visitor.enterprise("La Ruche")
    file = visitor.opened(enterprise, "Relève")
    for n in range(12):
        visitor.ask(
            RecordIntervention(
                accompaniment_id=file.rpartition("/")[2],
                occurred_on=visitor.today - timedelta(days=n),
                summary="note",
                themes=("financing",),
                next_step="suite",
                next_step_due_on=visitor.today,
            )
        )
    asked: list[str] = []

    def hear(*call: Any) -> None:
        if call[2] != "BEGIN":
            asked.append(call[2])

    event.listen(visitor.store.engine, "before_cursor_execute", hear)
    of_every_page = 4
    for path, most in [("/", 6), (file, 8), ("/accompagnements", 3), ("/noter", 1)]:
        visitor.get(path)
        asked.clear()
        visitor.get(path)
        assert len(asked) <= of_every_page + most, "\n".join(asked)


def test_somebody_met_for_the_first_time_is_offered_the_next(visitor: Visitor) -> None:
    said = meeting(visitor, personne_nouvelle="Hélène Ricard")
    page = visitor.get(visitor.post("/noter", **said).headers["location"])
    assert "Rencontre consignée." in page.text
    assert "/retirer/1/4" in page.text
    form = visitor.get(f"/noter?organisation={said['organisation']}")
    assert "Hélène Ricard" in form.text


def test_a_long_backlog_is_cut_and_all_within_reach(visitor: Visitor) -> None:
    file = visitor.opened(visitor.enterprise("La Ruche"), "Relève").rpartition("/")[2]
    pairs = [
        (
            PlanNextStep(accompaniment_id=file, text=f"suite {n}", due_on=visitor.today),
            Author(pole_id=visitor.pole, actor_id=visitor.account, command_id=new_id()),
        )
        for n in range(60)
    ]
    visitor.store.handle_all(pairs)
    cut = visitor.get("/")
    assert cut.text.count("/faite") == 41
    assert 'href="/?tout=1"' in cut.text
    assert visitor.get("/?tout=1").text.count("/faite") == 60
