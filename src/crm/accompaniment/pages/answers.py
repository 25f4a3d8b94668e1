"""The answer of an organisation, read from its form: with an account, or from a link."""

from typing import Any

from crm.accompaniment.commands import (
    AnswerReferral,
    CompleteReferral,
    QuestionReferral,
    UndertakeReferral,
)
from crm.accompaniment.domain.refusals import QuestionUnsaid
from crm.accompaniment.pages.words import REFERRAL_OUTCOMES
from crm.accompaniment.projections.referrals import Referral
from crm.event_store import Command
from crm.site.forms import Form
from crm.site.languages import N_, _

ANSWERS = {
    "accepted": N_("Nous acceptons"),
    "questioned": N_("Il nous manque une précision"),
    "refused": N_("Nous ne pouvons pas aider"),
    "undertaken": N_("Nous avons commencé"),
    "completed": N_("C’est terminé"),
}
NEXT = {
    "sent": ("accepted", "questioned", "refused"),
    "accepted": ("undertaken", "completed"),
    "under_way": ("completed",),
}
"""By state, what an organisation may answer."""
UNCHOSEN = N_("Choisissez votre réponse.")
WHY = N_("Dites en quelques mots pourquoi : le pôle cherchera ailleurs.")


def offered(referral: Referral) -> list[tuple[str, str]]:
    """What may be answered now, for the radios of a form."""
    return [(code, _(ANSWERS[code])) for code in NEXT.get(referral.state, ())]


def outcomes() -> list[tuple[str, str]]:
    return [(code, _(words)) for code, words in REFERRAL_OUTCOMES.items()]


def answer_of(form: Form, referral: Referral) -> Command | None:
    """The command that the form asks for; None when it is to be mended."""
    at: dict[str, Any] = {
        "accompaniment_id": referral.accompaniment_id,
        "referral_id": referral.referral_id,
    }
    said = form.choice("reponse", NEXT.get(referral.state, ()), required=UNCHOSEN)
    needed = {"refused": WHY, "questioned": QuestionUnsaid.sentence}.get(said or "", False)
    words = form.note("texte", required=needed)
    outcome: Any = form.choice("issue", REFERRAL_OUTCOMES) or "unknown"
    if form.failed:
        return None
    made: dict[str, Command] = {
        "accepted": AnswerReferral(accepted=True, **at),
        "refused": AnswerReferral(accepted=False, reason=words, **at),
        "questioned": QuestionReferral(words=words, **at),
        "undertaken": UndertakeReferral(**at),
        "completed": CompleteReferral(outcome=outcome, **at),
    }
    return made[said or ""]
