"""What a person reads for each code: one sentence of French per code, in one place."""

from crm.site.labels.actions import ACTION_NAMES, ACTION_SHORT_NAMES, ROLE_NAMES
from crm.site.labels.words import LISTS
from crm.site.languages import _

__all__ = ["LISTS", "action_name", "action_role", "choices", "label"]


def label(code: str | None, list_name: str) -> str:
    """The words for a code of a list; the code itself when a pôle added it, « inconnu » if none."""
    if not code:
        return _("inconnu")
    return _(LISTS[list_name].get(code, code))


def choices(list_name: str, *, but: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """Codes with their words, in the order of the list, for radios and selects."""
    return [(code, _(words)) for code, words in LISTS[list_name].items() if code not in but]


def action_name(code: str, *, short: bool = False) -> str:
    """The full name of one of the 26 actions; a local one (`R5-ABC`) reads as its parent."""
    parent = code.partition("-")[0]
    names = ACTION_SHORT_NAMES if short else ACTION_NAMES
    return _(names.get(parent, parent))


def action_role(code: str) -> str:
    """« Renforcer », « Valoriser », « Déployer » or « Soutenir »."""
    return _(ROLE_NAMES[code[0]])
