"""The pages of enterprises, as a browser asks for them."""

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from httpx import Response
from litestar.testing import TestClient
from msgspec.structs import replace
from sqlalchemy import event

from crm.account.commands import create_user
from crm.app import PROJECTIONS, create_app
from crm.enterprise.commands import RegisterEnterprise
from crm.event_store import Author, EventStore, open_event_store
from crm.event_store.events import new_id
from crm.person.commands import AssignRole
from crm.promoter.commands import WelcomePromoter
from crm.settings import Settings
from crm.vocabulary import PartyRef

PASSWORD = "une phrase assez longue"
HTML = {"accept": "text/html"}


class Visitor:
    """A browser without scripts, signed in."""

    def __init__(
        self, settings: Settings, store: EventStore, role: str = "advisor", pole_id: str = ""
    ) -> None:
        self.store = store
        self.actor, self.pole = create_user(
            store,
            settings.secret,
            name="Ariane Béland",
            email=f"{role}@pole.example",
            password=PASSWORD,
            role=role,  # type: ignore[arg-type]  # one of the roles
            pole_id=pole_id or None,
            new_pole="" if pole_id else "Pôle d’essai",
        )
        self.client = TestClient(create_app(settings, store), base_url="http://trame.test")
        self.client.follow_redirects = False
        signed = self.send("/connexion", courriel=f"{role}@pole.example", mot_de_passe=PASSWORD)
        assert signed.status_code == 303

    def see(self, path: str, **headers: str) -> Response:
        return self.client.get(path, headers=HTML | headers)

    def send(self, path: str, /, page: str = "", **said: str) -> Response:
        """What the form of this page sends."""
        token = re.search(r'name="_csrf_token" value="([^"]*)"', self.see(page or path).text)
        assert token
        return self.client.post(path, data=said | {"_csrf_token": token[1]}, headers=HTML)

    def registered(self, name: str, **said: str) -> str:
        answer = self.send("/entreprises/nouvelle", nom=name, **said)
        assert answer.status_code == 303, answer.text
        return answer.headers["location"]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        database=f"sqlite:///{tmp_path}/trame.db",
        keys=f"sqlite:///{tmp_path}/keys.db",
        secret="s" * 40,
        master_key="m" * 44,
        secure=False,
    )


@pytest.fixture
def store(settings: Settings) -> Iterator[EventStore]:
    opened = open_event_store(settings, PROJECTIONS)
    yield opened
    opened.close()


@pytest.fixture
def visitor(settings: Settings, store: EventStore) -> Visitor:
    return Visitor(settings, store)


def beside(answer: Response) -> dict[str, str]:
    """By field, the sentence that stands beside it."""
    sentence = re.compile(r'class="tr-msg" id="(\w+)-e">.*?<span>(.*?)</span></p>', re.DOTALL)
    return dict(sentence.findall(answer.text))


def test_the_empty_list_teaches(visitor: Visitor) -> None:
    answer = visitor.see("/entreprises")
    assert "Inscrivez une première entreprise" in answer.text
    assert "Rien ne correspond" in visitor.see("/entreprises?q=zzz").text


def test_an_enterprise_registered_is_found_whatever_the_spelling(visitor: Visitor) -> None:
    path = visitor.registered(
        "Boulangerie de l'Œuvre", neq="1140 000 017", municipalite="Shawinigan", mrc="360",
        forme="cooperative", type_coop="solidarity", suivre="oui", date="2024-03-05",
    )  # fmt: skip
    record = visitor.see(path).text
    for words in ("1140\u00a0000\u00a0017", "Coopérative de solidarité", "5 mars 2024"):
        assert words in record
    listed = visitor.see("/entreprises?q=OEUVRE&mrc=360&forme=cooperative&suivi=oui").text
    assert path in listed
    part = visitor.see("/entreprises?q=oeuvre", **{"hx-request": "true", "hx-target": "liste"})
    assert part.text.startswith('<section class="card" id="liste"')
    assert path not in visitor.see("/entreprises?q=oeuvre&suivi=non").text


@pytest.mark.parametrize("words", ["%00", "%25", "%27%3B+DROP+TABLE", "%F0%9F%A6%8A", "a" * 5000])
def test_no_search_breaks_the_list(visitor: Visitor, words: str) -> None:
    asked = f"/entreprises?q={words}&mrc={words[:9]}&forme={words[:9]}&apres={words[:9]}"
    assert visitor.see(asked).status_code == 200


def test_every_error_stands_beside_its_field_and_nothing_is_lost(visitor: Visitor) -> None:
    typed = {"neq": "2240000017", "date": "2190-01-01", "mrc": "999", "mission": "Pétrir"}
    answer = visitor.send("/entreprises/nouvelle", nom="", **typed)
    assert answer.status_code == 422
    said = beside(answer)
    assert said.keys() == {"nom", "neq", "date", "mrc"}
    assert said["nom"] == "Le nom de l’entreprise est obligatoire."
    assert "qui exploite seule" in said["neq"]
    assert 'role="alert" tabindex="-1"' in answer.text
    for value in ("2240000017", "2190-01-01", "Pétrir"):
        assert value in answer.text
    long = visitor.send("/entreprises/nouvelle", nom="Coop", mission="m" * 200_000)
    assert (long.status_code, set(beside(long))) == (422, {"mission"})


def test_a_neq_already_held_names_its_holder(visitor: Visitor) -> None:
    visitor.registered("Coop du Quai", neq="1140000017")
    answer = visitor.send("/entreprises/nouvelle", nom="Quai (Coop du)", neq="1140000017")
    assert answer.status_code == 422
    assert "Coop du Quai" in beside(answer)["neq"]
    assert 'value="Quai (Coop du)"' in answer.text


def test_the_record_as_of_a_date_is_read_only(visitor: Visitor) -> None:
    path = visitor.registered("Vieux Four", date="2020-01-01")
    told = {"champ": "name", "nom": "Four neuf", "date": "2023-06-01"}
    assert visitor.send(f"{path}/renseignements", **told).status_code == 303
    now, then = visitor.see(path).text, visitor.see(f"{path}?au=2021-01-01").text
    assert "<h1>Four neuf</h1>" in now
    assert "<h1>Vieux Four</h1>" in then
    assert "selon ce que l’on sait aujourd’hui" in then
    assert "Modifier" in now
    assert "Modifier" not in then
    assert "telle qu’elle était connue" in visitor.see(f"{path}?connu=2021-01-01").text
    for unread in ("2190-01-01", "bientôt", "2021-13-40"):
        assert visitor.see(f"{path}?au={unread}").status_code == 422


def test_portraits_keep_what_is_unknown_apart_from_zero(visitor: Visitor) -> None:
    path = visitor.registered("Coop")
    told = {"quoi": "equipe", "date": "hier"}
    wrong = visitor.send(f"{path}/portrait", employes="4", aines="9", **told)
    assert (wrong.status_code, set(beside(wrong))) == (422, {"aines"})
    assert 'value="9"' in wrong.text
    assert beside(visitor.send(f"{path}/portrait", employes="douze", **told)).keys() == {"employes"}
    assert visitor.send(f"{path}/portrait", **told).status_code == 422
    said = visitor.send(f"{path}/portrait", employes="inconnu", aines="0", etc="7,5", **told)
    assert said.status_code == 303
    record = visitor.see(path).text
    assert "0 emploi" not in record
    board = {"quoi": "conseil", "sieges": "7", "combles": "6", "date": "hier"}
    assert visitor.send(f"{path}/portrait", **board).status_code == 303
    assert "7 sièges, 6 comblés" in visitor.see(path).text


def test_succession_people_and_tools_reach_the_record(visitor: Visitor) -> None:
    path = visitor.registered("Coop")
    forms = [
        ("depart", {"horizon": "up_to_24_months", "poste": "direction", "source": "self"}),
        ("plan", {"quoi": "adopte", "conseil": "yes"}),
        ("personnes", {"prenom": "Maude", "nom": "Pépin", "role": "direction"}),
        ("outils", {"outil": "Gabarit de relève"}),
        ("renseignements", {"champ": "phone", "telephone": "819 555-0142"}),
    ]
    for page, said in forms:
        assert visitor.send(f"{path}/{page}", **said).status_code == 303, page
    record = visitor.see(path).text
    for words in ("d’ici 2 ans", "Adopté le", "Maude Pépin", "Gabarit de relève", "555-0142"):
        assert words in record
    assert beside(visitor.send(f"{path}/depart", poste="direction")).keys() == {"horizon"}
    assert beside(visitor.send(f"{path}/personnes", role="contact")).keys() == {"prenom"}
    assert beside(visitor.send(f"{path}/outils", outil="")).keys() == {"outil"}


def test_what_was_just_said_may_be_undone(visitor: Visitor) -> None:
    path = visitor.registered("Coop")
    visitor.send(f"{path}/renseignements", champ="sector", secteur="Alimentation")
    shown = visitor.see(path).text
    undo = re.search(r'action="(/entreprises/[^"]+/annuler/[^"]+)"', shown)
    assert undo
    assert visitor.send(undo[1], path).status_code == 303
    assert "<span>Alimentation</span>" not in visitor.see(path).text
    again = visitor.send(undo[1], path)
    assert again.status_code == 422
    assert f'href="{path}"' in again.text, "why it is refused, and the way back"


def test_a_page_costs_few_statements(visitor: Visitor) -> None:
    path = visitor.registered("Coop", suivre="oui", municipalite="Shawinigan", mrc="360")
    for n in range(3):
        visitor.send(f"{path}/personnes", prenom=f"Maude {n}", role="contact")
        visitor.registered(f"Coop {n}")
    asked: list[str] = []
    event.listen(visitor.store.engine, "before_cursor_execute", lambda *a: asked.append(a[2]))

    def statements(page: str) -> int:
        asked.clear()
        assert visitor.see(page).status_code == 200
        own = [sql for sql in asked if "projection_generations" not in sql]  # asked now and then
        return sum(sql.startswith("SELECT") for sql in own)

    frame = statements("/entreprises/nouvelle")
    for page, most in ((path, 12), (f"{path}?au=2020-01-01", 14), ("/entreprises", 5)):
        assert statements(page) - frame <= most, asked


def test_the_list_goes_on_page_after_page(visitor: Visitor) -> None:
    author = Author(pole_id=visitor.pole, actor_id=visitor.actor, command_id="")
    commands = [RegisterEnterprise(name=f"Coop {n:02d}") for n in range(52)]
    visitor.store.handle_all((c, replace(author, command_id=new_id())) for c in commands)
    first = visitor.see("/entreprises?q=coop")
    assert "52 entreprises" in first.text
    onward = re.search(r'href="([^"]+)" rel="next"', first.text)
    assert onward
    last = visitor.see(html.unescape(onward[1])).text
    assert [f"Coop {n:02d}<" in last for n in (49, 50, 51)] == [False, True, True]
    assert 'rel="next"' not in last


def test_succession_is_for_advisors_and_coordination(
    settings: Settings, store: EventStore, visitor: Visitor
) -> None:
    path = visitor.registered("Coop")
    told = {"horizon": "up_to_24_months", "poste": "direction", "source": "self"}
    visitor.send(f"{path}/depart", **told)
    own = visitor.see(path).text
    assert '<span id="h-rel">' in own
    assert "d’ici 2 ans" in own
    board = Visitor(settings, store, "reader", visitor.pole)
    seen = board.see(path)
    assert seen.status_code == 200
    assert '<span id="h-rel">' not in seen.text
    assert "d’ici 2 ans" not in seen.text, "nor in the timeline"


def test_a_reader_of_another_pole_sees_and_writes_nothing(
    settings: Settings, store: EventStore, visitor: Visitor
) -> None:
    path = visitor.registered("Coop")
    reader = Visitor(settings, store, "reader")
    assert reader.see(path).status_code == 404, "of another pôle"
    assert reader.see(f"/entreprises/{new_id()}").status_code == 404
    assert reader.see("/entreprises/abc").status_code == 404
    answer = reader.send("/entreprises/nouvelle", nom="Coop")
    assert answer.status_code == 403


def found_in(visitor: Visitor, words: str) -> list[str]:
    """What the search shows, once signed-in names are opened."""
    page = visitor.send("/recherche", q=words)
    assert page.status_code == 200
    main = html.unescape(page.text.partition("<main")[2])
    return re.findall(r'href="/(?:entreprises|projets)/[^"]+">([^<]+)</a>', main)


def test_one_search_finds_enterprises_people_and_projects(visitor: Visitor) -> None:
    place = visitor.registered("Coop de l’Œuvre", date="2024-01-15")
    enterprise_id = place.rpartition("/")[2]
    author = Author(pole_id=visitor.pole, actor_id=visitor.actor, command_id=new_id())
    met = AssignRole(
        holder=PartyRef("enterprise", enterprise_id), kind="direction", as_written="Zoé Thériault"
    )
    visitor.store.handle(met, author)
    welcomed = WelcomePromoter(names=("Noé Côté",), notice="spoken", working_title="Café de l’Îlot")
    visitor.store.handle(welcomed, replace(author, command_id=new_id()))
    assert found_in(visitor, "oeuvre") == ["Coop de l’Œuvre"]
    assert found_in(visitor, "theriault zoe") == ["Zoé Thériault"]
    assert found_in(visitor, "ilot") == ["Café de l’Îlot"]
    assert found_in(visitor, "introuvable") == []


def test_a_name_looked_for_never_enters_an_address(visitor: Visitor) -> None:
    page = visitor.see("/recherche?q=theriault")
    assert page.status_code == 200
    assert "theriault" not in page.text.partition("<main")[2]
    assert '<form class="tr-recherche" method="post"' in page.text


def test_whoever_only_consults_records_no_meeting(settings: Settings, store: EventStore) -> None:
    advisor = Visitor(settings, store)
    place = advisor.registered("Coop du Quai")
    consulting = Visitor(settings, store, "reader", advisor.pole)
    head = store.head()
    meeting = {"organisation": f"enterprise:{place.rpartition('/')[2]}", "mode": "call"}
    answer = consulting.send("/noter", date="2026-01-15", duree="30 min", **meeting)
    assert answer.status_code == 403
    assert "Cette page ne vous est pas ouverte" in html.unescape(answer.text)
    assert store.head() == head
