"""What the pages of projects say for the codes of the trade, and the lists of their forms."""

from crm.refusal import N_
from crm.site.labels import choices
from crm.site.languages import _
from crm.vocabulary import MILESTONES

STATES = {
    "active": N_("En cours"),
    "paused": N_("Suspendu"),
    "withdrawn": N_("Abandonné"),
    "redirected": N_("Réorienté"),
    "founded": N_("Devenu entreprise"),
}
BADGES = {
    "active": ("act", "route"),
    "paused": ("att", "hourglass"),
    "withdrawn": ("vide", "ban"),
    "redirected": ("vide", "arrow-right"),
    "founded": ("ok", "circle-check"),
}
"""Kind and icon of the badge of each state."""
NOTICES = (
    ("spoken", N_("Lu à voix haute")),
    ("written", N_("Remis par écrit")),
    ("online", N_("Lu en ligne")),
)
DEEDS = {
    "recorded": N_("Projet consigné."),
    "described": N_("Projet décrit de nouveau."),
    "milestone": N_("Jalon franchi."),
    "taken_back": N_("Jalon retiré."),
    "member": N_("Membre ajouté au groupe."),
    "left": N_("Départ du groupe consigné."),
    "paused": N_("Démarche suspendue."),
    "resumed": N_("Démarche reprise."),
    "withdrawn": N_("Démarche abandonnée."),
    "redirected": N_("Projet réorienté."),
    "survival": N_("Constat consigné."),
    "explored": N_("Exploration consignée."),
    "founded": N_("L’entreprise est fondée et suivie par le pôle."),
}
UNTITLED = N_("Projet sans titre")


def forms() -> list[tuple[str, str]]:
    """Legal forms a project may envision, unknown left to the empty answer."""
    kept = ("obnl_quebec", "obnl_federal", "cooperative", "mutual", "association", "other")
    return [(code, words) for code, words in choices("legal_forms") if code in kept]


def withdrawal_reasons() -> list[tuple[str, str]]:
    """Why a project is given up; unknown left to imports."""
    return [(code, words) for code, words in choices("withdrawal_reasons") if code != "unknown"]


def states() -> list[tuple[str, str]]:
    return [(code, _(words)) for code, words in STATES.items()]


def milestone_choices() -> list[tuple[str, str]]:
    """The six milestones, for the radios of a form."""
    return [(code, words.capitalize()) for code, words in choices("phases") if code in MILESTONES]
