"""Ce qu'un collègue a fait pendant que ma page restait ouverte."""

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

from pytest_bdd import given, scenarios, when

from crm.accompaniment.commands import (
    AgreeObjective,
    AnswerReferral,
    AttainObjective,
    CloseAccompaniment,
    DoNextStep,
    ExpressNeed,
    MakeReferral,
    MeetNeed,
    PlanNextStep,
    RecordIntervention,
    ReopenAccompaniment,
    ReopenNeed,
    ReopenNextStep,
    ReopenObjective,
    ShareReferral,
    UnshareReferral,
    WithdrawDocument,
)
from crm.accompaniment.domain.events import InterventionRecorded
from crm.ecosystem.commands import RegisterOrganisation
from crm.enterprise.commands import (
    AbandonTool,
    AdoptSuccessionPlan,
    AdoptTool,
    FollowEnterprise,
    LapseSuccessionPlan,
    ReleaseEnterprise,
)
from crm.event_store import Command
from crm.event_store.events import new_id
from crm.history.commands import CorrectEntry, TakeBackEntry
from crm.person.commands import AssignRole, EndRole
from crm.privacy.commands.consenting import GiveConsent, WithdrawConsent
from crm.promoter.commands import (
    FoundEnterprise,
    PartWithMember,
    PausePromoter,
    ReachMilestone,
    RedirectPromoter,
    ResumePromoter,
    TakeBackMilestone,
)
from features.visitor import TODAY, Site, says

scenarios("entre_temps")
YESTERDAY = TODAY - timedelta(days=1)
FIRM = "Coop de l'Éveil"


class Meanwhile(NamedTuple):
    """What stood before, the page left open, what the colleague did, what is then filled."""

    done: Callable[[Site], Command]
    before: tuple[Callable[[Site], Command], ...] = ()
    opened: Callable[[Site], object] = lambda site: site.record_of("dossier")
    typed: dict[str, str] = {}  # noqa: RUF012 - read only


def page(name: str, more: str = "") -> Callable[[Site], object]:
    return lambda site: site.open(site.ids[name] + more)


CHOSE = object()
"""Stands for the need, objective, step, tool or person that the scenario is about."""


def to(kind: Callable[..., Command], place: str, **said: object) -> Callable[[Site], Command]:
    """A command about the file, the project or the enterprise of the scenario."""
    field, name = PLACES[place]

    def made(site: Site) -> Command:
        known = {key: site.ids["chose"] if one is CHOSE else one for key, one in said.items()}
        return kind(**{field: site.id_of(name), **known})

    return made


PLACES = {
    "file": ("accompaniment_id", "dossier"),
    "project": ("promoter_id", "projet"),
    "firm": ("enterprise_id", FIRM),
}
CLOSED = to(CloseAccompaniment, "file", outcome="objective_met")
NEED = to(ExpressNeed, "file", need_id=CHOSE, themes=("financing",))
MET = to(MeetNeed, "file", need_id=CHOSE)
OBJECTIVE = to(AgreeObjective, "file", objective_id=CHOSE, text="Deux sièges")
ATTAINED = to(AttainObjective, "file", objective_id=CHOSE)
STEP = to(PlanNextStep, "file", step_id=CHOSE, text="Relire le bail")
DONE = to(DoNextStep, "file", step_id=CHOSE)
REACHED = to(ReachMilestone, "project", milestone="prefeasibility")


def role(site: Site) -> Command:
    return AssignRole(
        holder=site.party(FIRM), role_id=site.ids["chose"], kind="contact", given_name="Luc"
    )


REFERRED = to(MakeReferral, "file", referral_id=CHOSE, organisation_id=CHOSE)
SHARED = to(ShareReferral, "file", referral_id=CHOSE, consent="written")
REFUSED = to(AnswerReferral, "file", referral_id=CHOSE, accepted=False, reason="Complet")
TO = "reponse@cld.example"


def referral(site: Site) -> object:
    return site.open("{}/orientation/{}".format(site.ids["dossier"], site.ids["chose"]))


def partner(site: Site) -> Command:
    return RegisterOrganisation(organisation_id=site.ids["chose"], name="CDR", kind="funder")


def attach(site: Site) -> object:
    """The document is joined through the page, and stays listed on it."""
    pdf = ("bail.pdf", b"%PDF-1.7 bail")
    sent = site.record_of("dossier").send_file("Joindre le document", "document", pdf, titre="Bail")
    links = [n.given.get("href", "") for n in site.page.walk() if n.tag == "a"]
    site.ids["chose"] = next(link for link in links if "/documents/" in link).split("/")[-2]
    return sent


def call(site: Site) -> Command:
    return RecordIntervention(party=site.party(FIRM), mode="call", minutes=30)


def entry(site: Site) -> tuple[str, int]:
    """The call, as the history addresses it."""
    told = next(
        e
        for e in reversed(site.store.events(range(site.before - 9, site.before + 1)))
        if isinstance(e.event, InterventionRecorded)
    )
    return told.event.originator_id, told.event.originator_version


def entry_page(verb: str) -> Callable[[Site], object]:
    return lambda site: site.open("/historique/{}/{}/".format(*entry(site)) + verb)


def corrected(site: Site) -> Command:
    id, version = entry(site)
    return CorrectEntry(
        originator_id=id, entry_version=version, restated={"minutes": 45}, reason="Relu"
    )


def taken_back(site: Site) -> Command:
    id, version = entry(site)
    return TakeBackEntry(originator_id=id, entry_version=version, reason="Saisi deux fois")


def consent(kind: Callable[..., Command], **said: object) -> Callable[[Site], Command]:
    return lambda site: kind(
        about="promoter", subject_id=site.id_of("projet"), purpose="partner_sharing", **said
    )


def consents(site: Site) -> object:
    return site.open(f"/vie-privee/consentements/projet/{site.id_of('projet')}")


def reach_then_stay(site: Site) -> object:
    """The milestone is passed through the page, whose notice offers to undo it."""
    site.open(site.ids["projet"] + "/jalon")
    return site.send("Consigner le jalon", jalon="prefeasibility")


DONE_MEANWHILE = {
    "fermé le dossier": Meanwhile(CLOSED, typed={"issue": "objective_met"}),
    "rouvert le dossier": Meanwhile(to(ReopenAccompaniment, "file"), (CLOSED,)),
    "fixé une autre étape": Meanwhile(STEP, typed={"issue": "objective_met"}),
    "comblé le besoin": Meanwhile(MET, (NEED,)),
    "rouvert le besoin": Meanwhile(to(ReopenNeed, "file", need_id=CHOSE), (NEED, MET)),
    "atteint l'objectif": Meanwhile(ATTAINED, (OBJECTIVE,)),
    "rétabli l'objectif": Meanwhile(
        to(ReopenObjective, "file", objective_id=CHOSE), (OBJECTIVE, ATTAINED)
    ),
    "fait l'étape": Meanwhile(DONE, (STEP,)),
    "rétabli l'étape": Meanwhile(to(ReopenNextStep, "file", step_id=CHOSE), (STEP, DONE)),
    "retiré le document": Meanwhile(to(WithdrawDocument, "file", document_id=CHOSE), opened=attach),
    "reçu la réponse": Meanwhile(REFUSED, (partner, REFERRED)),
    "cessé le partage": Meanwhile(
        to(UnshareReferral, "file", referral_id=CHOSE), (partner, REFERRED, SHARED)
    ),
    "cessé ce partage": Meanwhile(
        to(UnshareReferral, "file", referral_id=CHOSE),
        (partner, REFERRED, SHARED),
        referral,
        {"courriel": TO},
    ),
    "reçu un refus": Meanwhile(REFUSED, (partner, REFERRED, SHARED), referral, {"courriel": TO}),
    "cessé de suivre l'entreprise": Meanwhile(to(ReleaseEnterprise, "firm"), opened=page(FIRM)),
    "suivi l'entreprise": Meanwhile(
        to(FollowEnterprise, "firm"), (to(ReleaseEnterprise, "firm"),), page(FIRM)
    ),
    "mis fin au plan de relève": Meanwhile(
        to(LapseSuccessionPlan, "firm"),
        (to(AdoptSuccessionPlan, "firm", occurred_on=YESTERDAY),),
        page(FIRM, "/plan"),
        {"quoi": "echu"},
    ),
    "délaissé l'outil": Meanwhile(
        to(AbandonTool, "firm", tool_id=CHOSE),
        (to(AdoptTool, "firm", tool_id=CHOSE, new_tool="Tableau de bord"),),
        page(FIRM),
    ),
    "mis fin au rôle": Meanwhile(
        lambda site: EndRole(role_id=site.ids["chose"]), (role,), page(FIRM)
    ),
    "fondé l'entreprise": Meanwhile(
        to(FoundEnterprise, "project", name="Halte"),
        opened=page("projet", "/fonder"),
        typed={"nom": "Halte", "forme": "obnl_quebec"},
    ),
    "franchi le jalon": Meanwhile(
        REACHED, opened=page("projet", "/jalon"), typed={"jalon": "prefeasibility"}
    ),
    "retiré le jalon": Meanwhile(
        to(TakeBackMilestone, "project", milestone="prefeasibility"), opened=reach_then_stay
    ),
    "repris la démarche": Meanwhile(
        to(ResumePromoter, "project"),
        (to(PausePromoter, "project"),),
        page("projet", "/reprendre"),
    ),
    "réorienté le projet": Meanwhile(
        to(RedirectPromoter, "project", organisation_id=CHOSE),
        (partner,),
        page("projet", "/jalon"),
        {"jalon": "prefeasibility"},
    ),
    "vu partir le membre": Meanwhile(
        lambda site: PartWithMember(
            promoter_id=site.id_of("projet"), person_id=site.id_of("Maude Pépin")
        ),
        opened=page("projet", "/depart"),
        typed={"personne": "Maude Pépin"},
    ),
    "corrigé l'appel": Meanwhile(corrected, (call,), entry_page("annuler"), {"motif": "Doublon"}),
    "annulé l'appel": Meanwhile(
        taken_back, (call,), entry_page("corriger"), {"duree": "1 h", "motif": "Relu aussi"}
    ),
    "retiré le consentement": Meanwhile(
        consent(WithdrawConsent), (consent(GiveConsent, proof="written"),), consents
    ),
}


@given(says("ma page restée ouverte, alors qu'un collègue a {act}"), target_fixture="typed")
def left_open(site: Site, act: str) -> dict[str, str]:
    meanwhile = DONE_MEANWHILE[act]
    site.ids["chose"] = new_id()
    for made in meanwhile.before:
        site.ask(made(site))
    meanwhile.opened(site)
    site.ask(meanwhile.done(site))
    return meanwhile.typed


@when(says('j\'y demande "{gesture}"'))
def demand(site: Site, gesture: str, typed: dict[str, str]) -> None:
    known = {name: site.id_of(one) if one in site.ids else one for name, one in typed.items()}
    site.forge(gesture, **known)
