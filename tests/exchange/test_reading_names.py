"""A name badly written finds its organisation; a doubtful one waits; none goes to another."""

from hypothesis import given
from hypothesis import strategies as st

from crm.exchange.reading.bodies import recognise, same_body
from crm.exchange.reading.directory import Directory, Known
from crm.exchange.reading.names import folded, spell
from exchange.workbook import NAMES

LOOKALIKES = (
    "Afeas Sainte-Marthe", "Afeas Saint-Cyr", "Local 234", "Local 235", "CAB de la Baie",
    "Caisse du Haut-Pays", "Caisse du Bas-Pays", "Camp du Lac Noir", "Camp du Lac Noyer",
)  # fmt: skip
ALL = (*NAMES, *LOOKALIKES)
directory = Directory(Known(id=name, name=name) for name in ALL)


@given(st.sampled_from(ALL))
def test_habits_of_writing_change_nothing(name: str) -> None:
    for written in (
        name.upper(),
        folded(name),
        f"  {name} ",
        name.replace("'", "’"),
        name.replace("Coopérative", "Coop").replace("Sainte", "Ste").replace("Saint", "St"),
        name.replace("Coop ", "Coopérative "),
        name.removesuffix(" inc."),
        name.replace("-", " "),
    ):
        assert directory.match(written).id == name, written


@given(st.sampled_from(NAMES), st.data())
def test_a_dropped_letter_never_leads_to_another(name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(name) - 1))
    match = directory.match(name[:at] + name[at + 1 :])
    assert match.id in (name, "")
    assert match.id or name in match.candidates


@given(st.sampled_from(ALL), st.sampled_from(ALL))
def test_an_unknown_name_is_attached_to_nobody_else(known: str, asked: str) -> None:
    alone = Directory([Known(id=known, name=known)])
    assert alone.match(asked).id == (known if asked == known else "")


def test_what_tells_bodies_apart_is_no_slip() -> None:
    for written in ("Afeas Sainte-Marie", "Local 236", "CAL de la Baie", "Caisse des Pays", "Camp"):
        assert directory.match(written).verdict != "match", written


def test_one_body_is_known_by_its_short_names() -> None:
    for written in ("CESO", "Centre d'entraide Sainte-Opportune"):
        assert directory.match(written).id == NAMES[3]
    assert directory.match("").verdict == "no_organisation"


def test_one_name_and_one_place_make_one_body() -> None:
    here = Known(id="1", name="Club Fictif inc.", municipality="St-Tite", postal_code="G0X 3H0")
    upper = Known(id="2", name="CLUB FICTIF", municipality="SAINT-TITE (QUÉBEC)", neq="1199990001")
    away = Known(id="3", name="Club Fictif", municipality="Percé", postal_code="G0C2L0")
    other = Known(id="4", name="Club Fictif", municipality="Saint-Tite", neq="1199990002")
    assert same_body(here, upper) == "same"
    assert same_body(here, away) == "perhaps"
    assert same_body(upper, other) == "different"
    assert (
        same_body(here, Known(id="5", name="Fondation Club Fictif", postal_code="G0X3H0"))
        == "different"
    )
    assert recognise(upper, Directory([here])).id == "1"
    assert recognise(away, Directory([here])).verdict == "several_candidates"


def test_an_ordinary_name_in_two_towns_is_two_bodies() -> None:
    towns = [Known(id=t, name="Maison des jeunes", municipality=t) for t in ("A", "B", "C")]
    known = Directory(towns)
    assert recognise(Known(id="D", name="Maison des jeunes", municipality="D"), known).id == ""
    assert known.match("Maison des jeunes").verdict == "several_candidates"


def test_a_spelling_is_its_own_spelling() -> None:
    assert spell("Centre de la petite enfance L'ÂNE").long == spell("C.P.E. l’Ane inc.").long
    assert spell("Œuvre & Cie").long == spell("OEUVRE ET COMPAGNIE").long
