"""What the buttons and small forms of a file ask, each as one command with its sentence."""

from collections.abc import Callable
from typing import NamedTuple

from crm.accompaniment.commands import (
    AnswerReferral,
    ChaseReferral,
    ClarifyNeed,
    CloseAccompaniment,
    CompleteReferral,
    DeclareResult,
    DoNextStep,
    DropNextStep,
    EntrustAccompaniment,
    ExpressNeed,
    HandOverTool,
    LeaveNeed,
    MakeReferral,
    MeetNeed,
    PlanNextStep,
    PostponeNextStep,
    PutBackNextStep,
    ReopenAccompaniment,
    ReopenNeed,
    ReopenNextStep,
    ShareReferral,
    UndertakeReferral,
    UnshareReferral,
)
from crm.accompaniment.pages import asked_of_plan as plan
from crm.accompaniment.pages.record_form import UNBOUND, due_date, owed_by
from crm.accompaniment.pages.words import OUTCOMES, REFERRAL_OUTCOMES, SHARING
from crm.event_store import Command
from crm.site.forms import MISSING, UNCHOSEN, Form
from crm.site.languages import N_
from crm.vocabulary import THEMES, URGENCIES, Urgency

JOBS = 100_000


class Asked(NamedTuple):
    """How to read a form, what to say once it is done, and the verb that undoes it."""

    make: Callable[[str, str, Form], Command]
    said: str
    undo: str = ""


def _need(id: str, _item: str, form: Form) -> Command:
    return ExpressNeed(
        accompaniment_id=id,
        themes=tuple(form.choices("besoin", THEMES)),  # type: ignore[arg-type]  # some of THEMES
        verbatim=form.note("propos", UNBOUND),
        urgency=_urgency(form),
    )


def _clarified(id: str, item: str, form: Form) -> Command:
    return ClarifyNeed(
        accompaniment_id=id,
        need_id=item,
        themes=tuple(form.choices("besoin", THEMES)),  # type: ignore[arg-type]  # some of THEMES
        urgency=_urgency(form),
        note=form.note("precision", UNBOUND),
    )


def _urgency(form: Form) -> Urgency:
    return form.choice("urgence", URGENCIES) or "unknown"  # type: ignore[return-value]  # one of them


def _referral(id: str, _item: str, form: Form) -> Command:
    organisation = form.text("orientation", 36, required=UNCHOSEN)
    needs = tuple(form.values("besoin"))
    message = form.note("message", UNBOUND)
    return MakeReferral(
        accompaniment_id=id, organisation_id=organisation, need_ids=needs, message=message
    )


def _step(id: str, _item: str, form: Form) -> Command:
    return PlanNextStep(
        accompaniment_id=id,
        text=form.note("suite", UNBOUND),
        due_on=due_date(form),
        owed_by=owed_by(form),
    )


def _tool(id: str, _item: str, form: Form) -> Command:
    return HandOverTool(
        accompaniment_id=id,
        tool_id=form.text("outil", 36, required=UNCHOSEN),
        version=form.text("version", 40),
    )


def _result(id: str, _item: str, form: Form) -> Command:
    created, kept = form.number("emplois_crees", 0, JOBS), form.number("emplois_maintenus", 0, JOBS)
    return DeclareResult(
        accompaniment_id=id,
        jobs_created="not_asked" if created is None else created,
        jobs_maintained="not_asked" if kept is None else kept,
        investment_cents=form.cents("investissement"),
        comment=form.note("resultat", UNBOUND),
    )


def _close(id: str, _item: str, form: Form) -> Command:
    outcome = form.choice("issue", OUTCOMES, required=UNCHOSEN) or "unknown"
    return CloseAccompaniment(
        accompaniment_id=id,
        outcome=outcome,  # type: ignore[arg-type]  # one of OUTCOMES
        summary=form.note("bilan", UNBOUND),
    )


def _entrust(id: str, _item: str, form: Form) -> Command:
    chosen = form.text("conseil", 36, required=UNCHOSEN)
    return EntrustAccompaniment(accompaniment_id=id, advisor_id=chosen)


def _postponed(id: str, item: str, form: Form) -> Command:
    due = due_date(form)
    if not due:
        form.fail("echeance", MISSING)
    return PostponeNextStep(accompaniment_id=id, step_id=item, due_on=due or form.today)


def _completed(id: str, item: str, form: Form) -> Command:
    outcome = form.choice("issue", REFERRAL_OUTCOMES) or "unknown"
    return CompleteReferral(
        accompaniment_id=id,
        referral_id=item,
        outcome=outcome,  # type: ignore[arg-type]  # one of REFERRAL_OUTCOMES
    )


def _shared(id: str, item: str, form: Form) -> Command:
    consent = form.choice("consentement", SHARING, required=UNCHOSEN) or "standing"
    return ShareReferral(
        accompaniment_id=id,
        referral_id=item,
        consent=consent,  # type: ignore[arg-type]  # one of SHARING
    )


ON_FILE = {
    "besoins": Asked(_need, N_("Besoin ajouté.")),
    "orientations": Asked(_referral, N_("Orientation consignée.")),
    "suites": Asked(_step, N_("Prochaine étape fixée.")),
    "outils": Asked(_tool, N_("Outil remis consigné.")),
    "etape": Asked(plan.stage, N_("Étape de l’accompagnement consignée.")),
    "objectifs": Asked(plan.objective, N_("Objectif convenu.")),
    "resultats": Asked(_result, N_("Résultat consigné.")),
    "confier": Asked(_entrust, N_("Dossier confié.")),
    "fermer": Asked(_close, N_("Dossier fermé."), "rouvrir"),
    "rouvrir": Asked(
        lambda id, _item, form: ReopenAccompaniment(
            accompaniment_id=id, reason=form.note("motif", UNBOUND)
        ),
        N_("Dossier rouvert."),
    ),
}
"""By last word of the address: what is asked of the file itself."""

ON_ITEM = {
    ("besoins", "preciser"): Asked(_clarified, N_("Besoin précisé.")),
    ("objectifs", "atteindre"): Asked(plan.attained, N_("Objectif atteint."), "retablir"),
    ("objectifs", "abandonner"): Asked(plan.dropped, N_("Objectif abandonné."), "retablir"),
    ("objectifs", "retablir"): Asked(plan.reopened, N_("Objectif rétabli.")),
    ("objectifs", "reporter"): Asked(plan.postponed, N_("Objectif reporté.")),
    ("besoins", "combler"): Asked(
        lambda id, item, _form: MeetNeed(accompaniment_id=id, need_id=item),
        N_("Besoin comblé."),
        "rouvrir",
    ),
    ("besoins", "laisser"): Asked(
        lambda id, item, form: LeaveNeed(
            accompaniment_id=id, need_id=item, reason=form.note("motif", UNBOUND)
        ),
        N_("Besoin laissé sans réponse."),
        "rouvrir",
    ),
    ("besoins", "rouvrir"): Asked(
        lambda id, item, _form: ReopenNeed(accompaniment_id=id, need_id=item),
        N_("Besoin rouvert."),
    ),
    ("orientations", "relancer"): Asked(
        lambda id, item, _form: ChaseReferral(accompaniment_id=id, referral_id=item),
        N_("Relance consignée."),
    ),
    ("orientations", "accepter"): Asked(
        lambda id, item, _form: AnswerReferral(
            accompaniment_id=id, referral_id=item, accepted=True
        ),
        N_("Réponse consignée : orientation acceptée."),
    ),
    ("orientations", "refuser"): Asked(
        lambda id, item, form: AnswerReferral(
            accompaniment_id=id,
            referral_id=item,
            accepted=False,
            reason=form.note("motif", UNBOUND),
        ),
        N_("Réponse consignée : orientation refusée."),
    ),
    ("orientations", "prendre"): Asked(
        lambda id, item, _form: UndertakeReferral(accompaniment_id=id, referral_id=item),
        N_("Prise en charge consignée."),
    ),
    ("orientations", "conclure"): Asked(_completed, N_("Retour au pôle consigné.")),
    ("orientations", "partager"): Asked(
        _shared, N_("Orientation partagée : le partenaire peut la lire."), "cesser"
    ),
    ("orientations", "cesser"): Asked(
        lambda id, item, _form: UnshareReferral(accompaniment_id=id, referral_id=item),
        N_("Partage terminé : le partenaire ne lit plus cette orientation."),
    ),
    ("suites", "faite"): Asked(
        lambda id, item, _form: DoNextStep(accompaniment_id=id, step_id=item),
        N_("Étape faite."),
        "retablir",
    ),
    ("suites", "retablir"): Asked(
        lambda id, item, _form: ReopenNextStep(accompaniment_id=id, step_id=item),
        N_("Étape rétablie."),
    ),
    ("suites", "reporter"): Asked(_postponed, N_("Étape reportée."), "remettre"),
    ("suites", "remettre"): Asked(
        lambda id, item, _form: PutBackNextStep(accompaniment_id=id, step_id=item),
        N_("Échéance remise comme avant."),
    ),
    ("suites", "laisser"): Asked(
        lambda id, item, form: DropNextStep(
            accompaniment_id=id, step_id=item, reason=form.note("motif", UNBOUND)
        ),
        N_("Étape laissée."),
        "retablir",
    ),
}
"""By noun and verb of the address: what is asked of one need, referral or next step."""
