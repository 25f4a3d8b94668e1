"""What the pages of projects say for the codes of the trade, and the lists of their forms."""

from crm.refusal import N_
from crm.site.labels import choices
from crm.site.languages import _
from crm.vocabulary import MILESTONES

STATES = {
    "active": N_("En cours"),
    "paused": N_("Suspendu"),
    "withdrawn": N_("Abandonné"),
    "founded": N_("Devenu entreprise"),
}
BADGES = {
    "active": ("act", "route"),
    "paused": ("att", "hourglass"),
    "withdrawn": ("vide", "ban"),
    "founded": ("ok", "circle-check"),
}
"""Kind and icon of the badge of each state."""
NOTICES = (
    ("spoken", N_("Lu à voix haute")),
    ("written", N_("Remis par écrit")),
    ("online", N_("Lu en ligne")),
)
NOTICE = (
    N_(
        "Le pôle note votre nom et ce que vous racontez de votre projet pour vous accompagner, et "
        "pour rendre compte de son travail sans jamais vous nommer."
    ),
    N_(
        "Seules les personnes de l’équipe du pôle y ont accès. Rien n’est transmis à un "
        "partenaire sans votre accord."
    ),
    N_(
        "Vous pouvez en tout temps voir ces renseignements, les faire corriger ou retirer votre "
        "accord, auprès de la personne responsable de leur protection au pôle."
    ),
    N_("Vous pouvez refuser. Le pôle vous renseignera sans ouvrir de dossier."),
)
"""What P-39.1 s. 8 asks to be told before anything is written down."""
DEEDS = {
    "recorded": N_("Projet consigné."),
    "described": N_("Projet décrit de nouveau."),
    "milestone": N_("Jalon franchi."),
    "member": N_("Membre ajouté au groupe."),
    "left": N_("Départ du groupe consigné."),
    "paused": N_("Démarche suspendue."),
    "resumed": N_("Démarche reprise."),
    "withdrawn": N_("Démarche abandonnée."),
    "founded": N_("L’entreprise est fondée et suivie par le pôle."),
}
UNTITLED = N_("Projet sans titre")


def forms() -> list[tuple[str, str]]:
    """Legal forms a project may envision, unknown left to the empty answer."""
    kept = ("obnl_quebec", "obnl_federal", "cooperative", "mutual", "association", "other")
    return [(code, words) for code, words in choices("legal_forms") if code in kept]


def states() -> list[tuple[str, str]]:
    return [(code, _(words)) for code, words in STATES.items()]


def milestone_choices() -> list[tuple[str, str]]:
    """The six milestones, for the radios of a form."""
    return [(code, words.capitalize()) for code, words in choices("phases") if code in MILESTONES]
