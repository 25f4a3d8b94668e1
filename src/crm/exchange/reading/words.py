"""The words of a hand-kept sheet, brought to the codes of the trade."""

import re
from typing import Literal, NamedTuple

from crm.exchange.reading.names import folded, plain_words
from crm.vocabulary import CoopType, DepartureHorizon, LegalForm, Milestone, Mode, Public, Theme

ProjectState = Literal["active", "paused", "withdrawn", "founded"]
MODES: tuple[tuple[str, Mode], ...] = (
    (r"teams|zoom|visio|google meet|video|en ligne|virtuel", "video"),
    (r"\bappel|\btel\b|telephon", "call"),
    (r"visite|deplacement|sur place", "visit"),
    (r"courriel|e-?mail|\bmail", "email"),
    (r"texto|\bsms\b|message|messenger", "message"),
    (r"rencontre|reunion|entretien|cafe|diner", "meeting"),
    (r"recherche|redaction|travail|dossier|preparation", "background_work"),
)
THEMES: tuple[tuple[str, Theme], ...] = (
    (r"financement|subvention|\bprets?\b|\bfonds\b|bailleur|investisse", "financing"),
    (r"releve|succession|depart de la d|repreneuriat", "succession"),
    (r"gouvernance|\bca\b|conseil d.administration|vie democratique", "governance"),
    (r"reglement", "bylaws"),
    (r"recrut|embauche|dotation", "recruitment"),
    (r"main.d.?.?oe?uvre|\brh\b|ressources humaines|personnel|retention", "workforce"),
    (r"mise en marche|marketing|\bventes?\b|communication|promotion|commercialis", "marketing"),
    (r"approvisionnement|appels? d.offres|\bachats?\b", "procurement"),
    (r"numerique|site web|informatique|technolog|cyber|logiciel", "digital"),
    (r"plan d.affaires|modele d.affaires|planification strat", "business_plan"),
    (r"comptab|budget|etats financiers|finances|tresorerie|fiscal", "accounting"),
    (r"\blocal\b|locaux|immobili|batiment|batisse|\bbail\b", "premises"),
    (r"demarrage|lancement", "startup"),
    (r"forme juridique|statut juridique|incorporation|constitution", "legal_form"),
    (r"impact|retombees|bilan social", "social_impact"),
    (r"partenariat|collaboration|reseautage|concertation", "partnership"),
    (r"formation|atelier|perfectionnement", "training"),
)
STAGES: tuple[tuple[str, Milestone | None, ProjectState], ...] = (
    (r"abandon|ferme|cesse|retire|annule", None, "withdrawn"),
    (r"pause|attente|suspendu|dormant", None, "paused"),
    (r"prefaisab|pre faisab|avant.projet", "prefeasibility", "active"),
    (r"faisab|etude de marche", "feasibility", "active"),
    (r"constitue|constitution|incorpor|immatricul|fonde", "constitution", "founded"),
    (r"plan d.affaires|financement|predemarrage|pre.demarrage|montage", "prestartup", "active"),
    (r"demarr|ouvert|en activite|lance", "startup", "founded"),
    (r"idee|explor|accueil|premier", "idea", "active"),
)
COOPS: tuple[tuple[str, CoopType], ...] = (
    (r"solidarite", "solidarity"),
    (r"actionnaire", "worker_shareholder"),
    (r"producteur", "producers"),
    (r"consommateur|habitation", "consumers"),
    (r"travail", "worker"),
)
FORMS: tuple[tuple[str, LegalForm], ...] = (
    (r"^cop$|coop", "cooperative"),
    (r"caisse", "financial_cooperative"),
    (r"obnl federal|loi canadienne|federal", "obnl_federal"),
    (r"^ape$|obnl|osbl|sans but lucratif|\bobl\b", "obnl_quebec"),
    (r"^mut$|mutuelle", "mutual"),
    (r"^ass$|^gro$|association", "association"),
    (r"^(cie|sa|ina|sec|snc|sen)$|inc|compagnie|societe", "private_company"),
)
HORIZONS: tuple[tuple[str, DepartureHorizon], ...] = (
    (r"plus de (10|dix)|(10|dix) ans et plus|> ?10|11 ans", "over_120_months"),
    (r"(6|six|5) ?(-|a) ?(10|dix)", "61_to_120_months"),
    (r"(3|trois|2) ?(-|a) ?(5|cinq)", "25_to_60_months"),
    (r"(0|zero) ?(-|a) ?(2|deux)|moins de (2|deux)|d.ici (1|2|un|deux)|< ?2", "up_to_24_months"),
    (r"aucun|pas de depart|pas prevu|non prevu", "none_foreseen"),
    (r"refus", "declined"),
    (r"^\?+$|^n.?/?d\.?$|inconnu|ne sait pas", "unknown"),
)
PUBLICS: tuple[tuple[str, Public], ...] = (
    (r"premiere ligne|conseillers?\b", "first_line_advisor"),
    (r"intervenant", "community_practitioner"),
    (r"promot|porteur", "potential_promoter"),
    (r"\belus?\b|maire|municipal", "elected_official"),
    (r"jeune|etudiant", "youth"),
    (r"grand public|citoyen|\btous\b", "general_public"),
    (r"partenaire|acteur|bailleur", "ecosystem_actor"),
    (r"\bca\b|\bdg\b|direction|administrat|gestion|entreprise|equipe|employe|membre", "enterprise"),
)


class Stage(NamedTuple):
    """How far a project went, and whether it goes on."""

    milestone: Milestone | None
    state: ProjectState


class Form(NamedTuple):
    """A legal form, with its type for a cooperative."""

    legal_form: LegalForm
    coop_type: CoopType | None = None


def read_mode(text: str) -> Mode | None:
    """How the exchange took place: unknown when the text is empty, None when it says no mode."""
    said = folded(text)
    if not said:
        return "unknown"
    return next((mode for pattern, mode in MODES if re.search(pattern, said)), None)


def read_themes(text: str) -> tuple[Theme, ...]:
    """The themes a need names; « other » for words of none, nothing for an empty text."""
    said = folded(text.replace("’", "'"))
    if not said:
        return ()
    themes = tuple(theme for pattern, theme in THEMES if re.search(pattern, said))
    if "recruitment" in themes and not re.search(r"main.d|retention", said):
        themes = tuple(theme for theme in themes if theme != "workforce")
    return themes or ("other",)


def read_stage(text: str) -> Stage | None:
    """How far a project went; None for words that say no stage."""
    said = folded(text.replace("’", "'"))
    if not said:
        return Stage(None, "active")
    found = ((m, state) for pattern, m, state in STAGES if re.search(pattern, said))
    return next((Stage(m, state) for m, state in found), None)


def read_form(text: str) -> Form:
    """The legal form a text names; unknown when it names none."""
    said = " ".join(plain_words(text))
    forms = (form for pattern, form in FORMS if re.search(pattern, said))
    form: LegalForm = next(forms, "unknown")
    if form != "cooperative":
        return Form(form)
    return Form(form, next((t for pattern, t in COOPS if re.search(pattern, said)), "unknown"))


def read_horizon(text: str) -> DepartureHorizon | None:
    """The band in which a departure is foreseen; None for an empty text or other words."""
    said = folded(text).replace("–", "-").replace("—", "-").replace("’", "'")
    return next((band for pattern, band in HORIZONS if re.search(pattern, said)), None)


def read_publics(text: str) -> tuple[Public, ...]:
    """Whom a training was for."""
    said = folded(text)
    return tuple(public for pattern, public in PUBLICS if re.search(pattern, said))
