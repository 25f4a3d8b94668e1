"""The room's own words: outcomes, states."""

from collections.abc import Mapping
from typing import Any

from crm.accompaniment.domain.events import Outcome, ReferralOutcome, SharingConsent
from crm.site.languages import N_, _

OUTCOMES: dict[Outcome, str] = {
    "objective_met": N_("Objectifs atteints"),
    "partly_met": N_("Atteints en partie"),
    "not_met": N_("Objectifs non atteints"),
    "redirected": N_("Confié à un partenaire"),
    "no_news": N_("Sans nouvelles"),
    "ceased": N_("Interrompu par l’organisation"),
    "unknown": N_("Issue inconnue"),
}
NEED_STATES = {
    "open": (N_("En cours"), "att", "hourglass"),
    "redirected": (N_("Orienté"), "act", "arrows-right-left"),
    "met": (N_("Comblé"), "ok", "circle-check"),
    "left_unanswered": (N_("Sans réponse"), "vide", "minus"),
}
REFERRAL_OUTCOMES: dict[ReferralOutcome, str] = {
    "helped": N_("L’aide a servi"),
    "partly_helped": N_("L’aide a servi en partie"),
    "not_helped": N_("L’aide n’a pas servi"),
    "unknown": N_("Suite inconnue"),
}
OBJECTIVE_STATES = {
    "sought": (N_("En cours"), "att", "hourglass"),
    "attained": (N_("Atteint"), "ok", "circle-check"),
    "dropped": (N_("Abandonné"), "vide", "minus"),
}
CONSENTS: dict[SharingConsent, str] = {
    "spoken": N_("Consentement donné de vive voix"),
    "written": N_("Consentement donné par écrit"),
}
"""How an enterprise agrees; a project does by its consent to sharing."""
SHARING: dict[SharingConsent, str] = CONSENTS | {
    "standing": N_("Tant que le consentement au partage tient")
}
MODE_ICONS = {
    "call": "phone",
    "meeting": "users",
    "video": "video",
    "visit": "walk",
    "email": "mail",
    "message": "note",
    "background_work": "file-text",
    "unknown": "help",
}


def said(words: Mapping[Any, str], code: str | None) -> str:
    """The words for a code, in the reader's language."""
    return _(words.get(code or "", code or ""))
