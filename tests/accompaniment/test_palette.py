"""The palette: what a few letters find, in which order, for whom."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accompaniment.test_pages import Visitor
from accompaniment.test_quick import somebody, visitor
from crm.accompaniment.commands import OpenAccompaniment
from crm.accompaniment.projections.bearing import Index, rank_of
from crm.ecosystem.commands import RegisterOrganisation
from crm.enterprise.commands import RenameEnterprise
from crm.promoter.commands import WelcomePromoter
from crm.site.folding import fold
from crm.vocabulary import PartyRef

__all__ = ["visitor"]
OPTION = re.compile(r"<span>([^<]*)</span>(?:<span class=\"tr-sous\">([^<]*)</span>)?")


def offered(visitor: Visitor, typed: str) -> list[tuple[str, str]]:
    """(name, what it is) of each line of the palette."""
    answer = visitor.post("/palette", q=typed)
    assert answer.status_code == 200
    return [(name, under) for name, under in OPTION.findall(unescape(answer.text))]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("oeuvre", "L’Œuvre du quartier"),
        ("coop leveil", "Coop. de solidarité L’Éveil"),
        ("EVEIL coop", "Coop. de solidarité L’Éveil"),
        ("solidarte", "Coop. de solidarité L’Éveil"),
        ("ancien nom", "Coop. de solidarité L’Éveil"),
    ],
)
def test_a_few_letters_find_a_name(visitor: Visitor, typed: str, name: str) -> None:
    if not offered(visitor, "eveil")[1:]:
        visitor.enterprise("L’Œuvre du quartier")
        id = visitor.enterprise("Ancien nom")
        visitor.ask(RenameEnterprise(enterprise_id=id, name="Coop. de solidarité L’Éveil"))
    assert (name, "Entreprise") in offered(visitor, typed)


def test_people_files_projects_pages_and_acts_are_found(visitor: Visitor) -> None:
    body = visitor.enterprise("Le Bois debout")
    somebody(visitor, body, "Ève", "Tardif")
    visitor.opened(body, "Trouver des locaux")
    visitor.ask(WelcomePromoter(names=("Maude",), notice="spoken", working_title="Café des Îles"))
    assert offered(visitor, "eve tard")[0] == ("Ève Tardif", "Le Bois debout")
    assert offered(visitor, "trouver loc")[0] == ("Trouver des locaux", "Le Bois debout")
    assert offered(visitor, "cafe iles")[0] == ("Café des Îles", "Projet")
    assert ("Rapports", "Page") in offered(visitor, "rapp")
    assert ("Noter un échange", "Geste") in offered(visitor, "noter")
    assert offered(visitor, "zzzzzz") == [("Chercher «\u00a0zzzzzz\u00a0» dans tout le pôle", "")]


def test_what_was_opened_comes_first_when_nothing_is_typed(visitor: Visitor) -> None:
    body = visitor.enterprise("La Dernière Ouverte")
    file = visitor.opened(body, "Le dossier ouvert")
    visitor.get(file)
    visitor.get(f"/entreprises/{body}")
    lately = offered(visitor, "")
    assert lately[:2] == [
        ("La Dernière Ouverte", "Entreprise"),
        ("Le dossier ouvert", "La Dernière Ouverte"),
    ]
    assert ("Inscrire une entreprise", "Geste") in lately


def test_what_begins_so_comes_before_what_holds_it() -> None:
    names = ["La Ruche de Coop", "Scoop", "Coop du Nord", "Bistro coop", "Co Opale"]
    index = Index({name: fold(name) for name in names})
    found = sorted(index.ranked(["coop"], 10))
    assert [(rank, index.ids[place]) for rank, place in found] == [
        (0, "Coop du Nord"), (1, "La Ruche de Coop"), (1, "Bistro coop"), (2, "Scoop"),
        (3, "Co Opale"),
    ]  # fmt: skip
    assert rank_of(["nord", "coop"], "coop du nord") == 1
    assert rank_of(["sud"], "coop du nord") is None


NAMED = st.dictionaries(
    st.sampled_from("abcdefgh"),
    st.sampled_from(("le fil", "la toile", "fil de fer", "soie")),
    min_size=1,
)


@given(st.lists(NAMED, min_size=2, max_size=5))
def test_an_index_kept_up_finds_what_a_new_one_finds(moments: list[dict[str, str]]) -> None:
    """Names come, change, go and come back."""
    kept = Index(moments[0])
    for moment in moments[1:]:
        kept, anew = kept.kept_up(moment), Index(moment)
        for words in (["fil"], ["la", "toile"], ["soie"], ["defer"]):
            found = sorted((rank, kept.ids[place]) for rank, place in kept.ranked(words, 9))
            assert found == sorted((rank, anew.ids[place]) for rank, place in anew.ranked(words, 9))


def test_a_link_leads_only_where_a_page_is(visitor: Visitor) -> None:
    partner = RegisterOrganisation(name="Caisse du Ruisseau")
    visitor.ask(partner)
    party = PartyRef(kind="organisation", id=partner.organisation_id)
    file = OpenAccompaniment(parties=(party,), title="Contacts")
    visitor.ask(file)
    for page in (f"/accompagnements/{file.accompaniment_id}", "/accompagnements?etat=tous"):
        shown = visitor.get(page).text
        assert "Caisse du Ruisseau" in shown
        assert f"/{partner.organisation_id}" not in shown
