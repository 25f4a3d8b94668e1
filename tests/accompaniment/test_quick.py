"""The one-line note over any page: what it offers, records, refuses, keeps and lets go."""

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from accompaniment.test_pages import Visitor, text_of
from crm.accompaniment.domain.events import InterventionRecorded
from crm.account.commands.drafts import Drafts, drafts
from crm.app import PROJECTIONS
from crm.event_store import open_event_store
from crm.person.commands import AssignRole, RegisterPerson
from crm.settings import Settings
from crm.vocabulary import PartyRef


@pytest.fixture(scope="module")
def visitor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    """One house for them all: each test has bodies of its own."""
    folder = tmp_path_factory.mktemp("house")
    settings = Settings(
        database=f"sqlite:///{folder}/trame.db", keys=f"sqlite:///{folder}/cles.db",
        secret="s" * 40, master_key="m" * 40, secure=False,
    )  # fmt: skip
    store = open_event_store(settings, PROJECTIONS)
    yield Visitor(store, settings)
    store.close()


def somebody(visitor: Visitor, enterprise: str, given: str, family: str) -> str:
    met = RegisterPerson(given_name=given, family_name=family)
    visitor.ask(met)
    holder = PartyRef(kind="enterprise", id=enterprise)
    visitor.ask(AssignRole(holder=holder, kind="contact", person_id=met.person_id))
    return met.person_id


def draft(visitor: Visitor) -> dict[str, str]:
    kept: dict[str, str] = visitor.post("/noter/brouillon").json()
    return kept


def test_a_line_is_recorded_at_once_and_taken_back(visitor: Visitor) -> None:
    visitor.enterprise("La Ruche boréale")
    before = visitor.recorded()
    said = "@ruche appel 30 min #financement #relève suite : relire le bail demain"
    answer = visitor.post("/noter/trait", texte=said)
    page = visitor.get(answer.json()["page"])
    assert "Rencontre consignée." in page.text
    assert "30 min" in text_of(page)
    assert visitor.recorded() == before + 5  # the light file, the exchange, two needs, the step
    undo = re.search(r'action="(/accompagnements/[^"]+/retirer/[^"]+)"', page.text)
    assert undo
    gone = visitor.post(undo[1], retour="/entreprises")
    assert (gone.status_code, gone.headers["location"]) == (303, "/entreprises")
    assert "relire le bail" not in visitor.get("/").text


def test_several_people_are_there_and_one_is_new(visitor: Visitor) -> None:
    ruche = visitor.enterprise("Le Moulin doré")
    lucie = somebody(visitor, ruche, "Lucie", "Roy")
    line = "@« Le Moulin doré » rencontre @lucie @« Jean Bédard » le bail"
    shown = text_of(visitor.post("/noter/compris", texte=line))
    assert "Présence Lucie Roy" in shown
    assert "Jean Bédard, nouvelle personne" in shown
    answer = visitor.post("/noter/trait", texte=line)
    head = visitor.store.head()
    said = [one.event for one in visitor.store.events([*range(head - 5, head + 1)])]
    (act,) = (event for event in said if isinstance(event, InterventionRecorded))
    assert (act.persons[0], len(act.persons)) == (lucie, 2)
    assert "le bail" in visitor.get(answer.json()["page"]).text


def test_somebody_named_alone_says_the_body(visitor: Visitor) -> None:
    ruche = visitor.enterprise("La Vigie")
    somebody(visitor, ruche, "Zoé", "Roy")
    shown = text_of(visitor.post("/noter/compris", texte="@zoé appel"))
    assert "Avec La Vigie" in shown
    assert "Présence Zoé Roy" in shown


def test_two_bearers_of_a_name_are_told_apart_by_hand(visitor: Visitor) -> None:
    ruche = visitor.enterprise("Le Grand Héron")
    somebody(visitor, ruche, "Lucie", "Roy")
    somebody(visitor, ruche, "Lucie", "Morin")
    line = {"texte": "appel @lucie", "organisation": f"enterprise:{ruche}"}
    assert "« lucie » reste dans la note" in text_of(visitor.post("/noter/compris", **line))
    page = visitor.get(visitor.post("/noter/trait", **line).json()["page"])
    assert "lucie" in page.text


def test_doubt_records_nothing_and_asks(visitor: Visitor) -> None:
    visitor.enterprise("Les Ateliers de la Rivière")
    visitor.enterprise("L’Atelier du Faubourg")
    before = visitor.recorded()
    asked = visitor.post("/noter/trait", texte="@atelier visite 1 h")
    assert asked.status_code == 422
    assert asked.text.count('type="radio" name="organisation"') == 2
    assert "Plusieurs noms correspondent" in asked.text
    for line, sentence in [
        ("", "Écrivez ce qui s’est passé"),
        ("appel 20 min", "Écrivez le nom de l’entreprise"),
        ("@zzz appel", "Aucune entreprise ni aucun projet de ce nom"),
        ("@faubourg " + "x" * 4_100, "4 000 caractères"),
    ]:
        refused = visitor.post("/noter/trait", texte=line)
        assert (refused.status_code, sentence in text_of(refused)) == (422, True), line[:30]
    assert visitor.recorded() == before
    choice = re.findall(r'value="(enterprise:[^"]+)"', asked.text)[1]
    done = visitor.post("/noter/trait", texte="@atelier visite 1 h", organisation=choice)
    assert done.status_code == 200
    assert visitor.recorded() == before + 2


def test_the_page_it_is_written_on_says_of_whom(visitor: Visitor) -> None:
    ruche = visitor.enterprise("La Vague")
    file = visitor.opened(ruche, "Préparer la relève")
    record = visitor.get(f"/entreprises/{ruche}").text
    assert f'name="organisation" value="enterprise:{ruche}"' in record
    assert f'name="dossier" value="{file[-36:]}"' in visitor.get(file).text
    answer = visitor.post("/noter/trait", texte="appel 15 min", dossier=file[-36:])
    assert answer.json()["page"] == file


def test_what_is_typed_is_completed(visitor: Visitor) -> None:
    ruche = visitor.enterprise("Le Rucher « neuf »")
    somebody(visitor, visitor.enterprise("Le Tisserand"), "Rupert", "Roy")
    found = visitor.post("/noter/suggestions", mot="@ru")
    names = re.findall(r'data-texte="([^"]+)"', found.text)
    assert names[-2:] == ["@« Le Rucher neuf »", "@« Rupert Roy »"]
    assert "Avec Le Rucher" in text_of(visitor.post("/noter/compris", texte=names[-2]))
    assert "#financement" in visitor.post("/noter/suggestions", mot="#fin").text
    assert visitor.post("/noter/suggestions", mot="@zzz").text.strip() == ""
    somebody(visitor, ruche, "Lucie", "Roy")
    there = visitor.post("/noter/suggestions", mot="@", organisation=f"enterprise:{ruche}")
    assert "Lucie Roy" in there.text


def test_a_draft_is_kept_until_it_is_recorded(visitor: Visitor) -> None:
    ruche = visitor.enterprise("La Forge")
    line = {"texte": "appel 30 min 100 % & plus", "organisation": f"enterprise:{ruche}"}
    visitor.post("/noter/compris", **line)
    assert draft(visitor) == {}
    visitor.post("/noter/compris", brouillon="1", **line)
    assert draft(visitor) == line
    visitor.post("/noter/trait", brouillon="1", **line)
    assert draft(visitor) == {}


def test_a_draft_goes_with_its_session(visitor: Visitor) -> None:
    visitor.post("/noter/compris", brouillon="1", texte="@ruche elle veut vendre")
    with visitor.store.engine.connect() as db:
        sealed = db.execute(select(drafts.c.sealed)).scalars().all()
    assert len(sealed) == 1
    assert b"vendre" not in sealed[0]
    visitor.post("/deconnexion")
    with visitor.store.engine.connect() as db:
        assert db.execute(select(drafts.c.sealed)).scalars().all() == []


def test_what_another_session_kept_is_not_read(visitor: Visitor) -> None:
    kept = Drafts(visitor.store.builder.engine)
    kept.keep("a", "mine")
    assert (kept.kept("a"), kept.kept("b")) == ("mine", "")
    kept.keep("b", "")  # no session is open under "a": what it kept goes
    assert kept.kept("a") == ""
