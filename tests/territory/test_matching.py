"""A place named in anybody's way finds its MRC."""

import pytest

from crm.territory.matching import Gazetteer, Municipality, shipped_territories
from crm.territory.spelling import place_key

TOWNS = [
    Municipality("35027", "Saint-Tite", "Ville", "350", "04"),
    Municipality("35050", "Sainte-Thècle", "Municipalité", "350", "04"),
    Municipality("35020", "Saint-Séverin", "Paroisse", "350", "04"),
    Municipality("27035", "Saint-Séverin", "Paroisse", "270", "12"),
    Municipality("37067", "Trois-Rivières", "Ville", "371", "04"),
]
loaded, bare = Gazetteer(TOWNS), Gazetteer()


@pytest.mark.parametrize(
    "written",
    ["St-Tite", "SAINT-TITE (QUÉBEC)", "st tite", "Ville de Saint-Tite", "Saint‑Tite, QC"],
)
def test_a_municipality_is_found_however_spelt(written: str) -> None:
    found = loaded.find_municipality(written)
    assert found.municipality == TOWNS[0]
    assert found.mrc is not None
    assert (found.mrc.name, found.mrc.region_name) == ("Mékinac", "Mauricie")


def test_namesakes_are_asked_unless_something_chooses() -> None:
    assert loaded.find_municipality("Saint-Séverin").verdict == "several"
    assert loaded.find_municipality("Saint-Séverin", mrc="Mékinac").municipality == TOWNS[2]
    assert loaded.find_municipality("St-Séverin", within=["270"]).municipality == TOWNS[3]


def test_cities_and_mrc_match_before_anything_is_loaded() -> None:
    assert len(shipped_territories()) == 104
    for written, code in (
        ("Trois-Rivières", "371"),
        ("La Tuque", "900"),
        ("MRC des Chenaux", "372"),
    ):
        found = bare.find_municipality(written)
        assert found.territory
        assert (found.territory.level, found.territory.code) == ("mrc", code)
    assert bare.find_municipality("Montcalm").verdict == "unknown"
    beside = bare.find_municipality("St-Tite", mrc="Mékinac")
    assert beside.verdict == "unknown"
    assert beside.mrc == bare.find_mrc("350")


def test_an_unknown_name_is_asked_once() -> None:
    assert loaded.find_municipality("Rang des Fous").verdict == "unknown"
    told = Gazetteer(TOWNS, {place_key("Rang des Fous"): "35027"})
    assert told.find_municipality("RANG DES FOUS (Québec)").municipality == TOWNS[0]
