"""French is the key, English a catalogue; both read well."""

import re

import pytest

from crm.site import languages
from crm.site.labels import LISTS, action_name, choices, label
from crm.site.languages import _, ngettext, reading_in
from crm.site.sentences import sentences
from crm.vocabulary import (
    ACTIONS,
    COOP_TYPES,
    HORIZONS,
    LEGAL_FORMS,
    MODES,
    PHASES,
    PUBLICS,
    ROLE_KINDS,
    THEMES,
    URGENCIES,
)

NB = "\u00a0"


def test_french_gets_its_no_break_spaces() -> None:
    assert _("Reste : « rien », 38 % et 12 $.") == f"Reste{NB}: «{NB}rien{NB}», 38{NB}% et 12{NB}$."


def test_places_are_filled_whatever_their_style() -> None:
    assert _("De {low} à %(high)s, soit 5 % de plus", low=1, high=2).startswith("De 1 à 2, soit 5")


def test_english_comes_from_the_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    told = {"Besoin": ("Need",), "%(n)s besoin": ("%(n)s need", "%(n)s needs")}
    monkeypatch.setattr(languages, "_english", lambda: told)
    with reading_in("en"):
        assert _("Besoin") == "Need"
        assert _("Sans traduction") == "Sans traduction"
        assert ngettext("%(n)s besoin", "%(n)s besoins", 0) == "%(n)s needs"
    assert _("Besoin") == "Besoin"
    assert ngettext("%(n)s besoin", "%(n)s besoins", 0) == "%(n)s besoin"


def test_an_unknown_language_is_french() -> None:
    with reading_in("tlh") as chosen:
        assert chosen == "fr"


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("modes", MODES), ("themes", THEMES), ("urgencies", URGENCIES), ("phases", PHASES),
        ("legal_forms", LEGAL_FORMS), ("coop_types", COOP_TYPES), ("role_kinds", ROLE_KINDS),
        ("publics", PUBLICS), ("horizons", HORIZONS),
    ],
)  # fmt: skip
def test_every_code_has_its_words(name: str, codes: tuple[str, ...]) -> None:
    assert list(LISTS[name]) == list(codes)
    assert all(words for _code, words in choices(name))


def test_the_actions_have_their_full_names() -> None:
    assert all(len(action_name(code)) > 20 for code in ACTIONS)
    assert action_name("R8-ABC") == "Soutenir la relève de la main-d’œuvre en économie sociale"
    assert label(None, "modes") == "inconnu"
    assert label("local", "modes") == "local"


def test_sentences_are_written_as_the_house_writes() -> None:
    """Typographic apostrophes, no exclamation, nothing of « Oups »."""
    wrong = re.compile(r"\w'\w|!(?!=)|Oups|s’il vous plaît|veuillez", re.IGNORECASE)
    said = [(s.file, s.id) for s in sentences()]
    assert [found for found in said if wrong.search(str(found[1]).replace("', '", ""))] == []
