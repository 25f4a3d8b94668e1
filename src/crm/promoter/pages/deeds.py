"""What is done with a project: each its own form, read into one command."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery
from litestar.response import Template

from crm.ecosystem.projections import organisations_known
from crm.enterprise.commands.places import mrc_choices
from crm.event_store import EventStore
from crm.event_store.commands import day_of
from crm.event_store.said import version_said
from crm.history.projections.meanwhile import Meanwhile
from crm.promoter.commands import (
    DescribeProject,
    FoundEnterprise,
    NoteSurvival,
    OnPromoter,
    PartWithMember,
    PausePromoter,
    ReachMilestone,
    RedirectPromoter,
    ResumePromoter,
    WelcomeMember,
    WithdrawPromoter,
)
from crm.promoter.domain.describing import described, tells_project
from crm.promoter.domain.promoter import Promoter
from crm.promoter.domain.refusals import OrganisationUnknown
from crm.promoter.pages.choosing import to_choose
from crm.promoter.pages.reading import carriers, project_of, titles
from crm.promoter.pages.words import DEEDS, forms, milestone_choices, withdrawal_reasons
from crm.promoter.projections import Project, milestones_of
from crm.refusal import N_, Refusal, SaidMeanwhile, Unknown
from crm.site.answers import local_path, see_other
from crm.site.consultations import shows
from crm.site.forms import Form
from crm.site.labels import choices
from crm.site.languages import _
from crm.site.reader import Reader
from crm.site.rights import WRITERS
from crm.vocabulary import MILESTONES

When = dict[str, Any]
WHICH = N_("Choisissez le jalon franchi.")
WHO = N_("Écrivez le nom de la personne qui se joint au groupe.")
FORM = N_("Choisissez la forme juridique; « autre forme » convient en attendant.")
WHY = N_("Choisissez la raison principale; « autre raison » convient aussi.")
SEEN = N_("Choisissez ce qui est constaté.")
PEOPLE = N_("Choisissez la personne qui quitte le groupe.")


class Deed(NamedTuple):
    """One form: its title, its button, how it is read, and what is said once done."""

    title: str
    button: str
    read: Callable[[Form, When], OnPromoter]
    done: str


def _milestone(form: Form, when: When) -> OnPromoter:
    milestone: Any = form.choice("jalon", MILESTONES, required=WHICH)
    return ReachMilestone(
        milestone=milestone,
        cost_cents=form.cents("cout"),
        jobs_planned=form.number("emplois", 0, 10_000),
        **when,
    )


def _description(form: Form, when: When) -> OnPromoter:
    envisioned: Any = form.choice("forme", [code for code, _w in forms()]) or "unknown"
    return DescribeProject(
        working_title=form.text("titre"),
        idea=form.note("idee"),
        envisioned_form=envisioned,
        mrc=form.choice("mrc", [code for code, _name in mrc_choices()]),
        seen=form.seen,
        **when,
    )


def _member(form: Form, when: When) -> OnPromoter:
    return WelcomeMember(name=form.text("personne", required=WHO), **when)


def _departure(form: Form, when: When) -> OnPromoter:
    return PartWithMember(person_id=form.text("personne", 36, required=PEOPLE), **when)


def _pause(form: Form, when: When) -> OnPromoter:
    return PausePromoter(reason=form.note("motif"), **when)


def _resumption(_form: Form, when: When) -> OnPromoter:
    return ResumePromoter(**when)


def _withdrawal(form: Form, when: When) -> OnPromoter:
    why: Any = form.choice("raison", [code for code, _w in withdrawal_reasons()], required=WHY)
    return WithdrawPromoter(why=why or "unknown", reason=form.note("motif"), **when)


def _redirection(form: Form, when: When) -> OnPromoter:
    where = form.text("orientation", 36, required=OrganisationUnknown.sentence)
    return RedirectPromoter(organisation_id=where, reason=form.note("motif"), **when)


def _survival(form: Form, when: When) -> OnPromoter:
    seen = [code for code, _w in choices("survivals")]
    standing: Any = form.choice("constat", seen, required=SEEN)
    return NoteSurvival(standing=standing or "active", **when)


def _founding(form: Form, when: When) -> OnPromoter:
    legal: Any = form.choice("forme", [code for code, _w in forms()], required=FORM) or "unknown"
    coop: Any = form.choice("type_coop", [code for code, _w in choices("coop_types")])
    name = form.text("nom")
    kind = coop if legal == "cooperative" else None
    return FoundEnterprise(name=name, legal_form=legal, coop_type=kind, **when)


ALL = {
    "jalon": Deed(N_("Franchir un jalon"), N_("Consigner le jalon"), _milestone, "milestone"),
    "decrire": Deed(
        N_("Décrire le projet"), N_("Consigner la description"), _description, "described"
    ),
    "membres": Deed(N_("Ajouter un membre"), N_("Ajouter au groupe"), _member, "member"),
    "depart": Deed(N_("Départ du groupe"), N_("Consigner le départ"), _departure, "left"),
    "suspendre": Deed(N_("Suspendre la démarche"), N_("Suspendre la démarche"), _pause, "paused"),
    "reprendre": Deed(
        N_("Reprendre la démarche"), N_("Reprendre la démarche"), _resumption, "resumed"
    ),
    "abandonner": Deed(
        N_("Abandonner la démarche"), N_("Abandonner la démarche"), _withdrawal, "withdrawn"
    ),
    "reorienter": Deed(
        N_("Réorienter le projet"), N_("Réorienter le projet"), _redirection, "redirected"
    ),
    "constater": Deed(N_("Constater la suite"), N_("Consigner le constat"), _survival, "survival"),
    "fonder": Deed(N_("Fonder l’entreprise"), N_("Fonder l’entreprise"), _founding, "founded"),
}
"""By the last word of the address."""


class DeedPages(Controller):
    path = "/projets/{promoter_id:uuid}/{deed:str}"
    opt = WRITERS | shows("promoter", "promoter_id")

    @get(sync_to_thread=True)
    def form(
        self,
        promoter_id: FromPath[UUID],
        deed: FromPath[str],
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        version: FromQuery[str] = "",
    ) -> Template:
        """The project as it stands, or as it was told before (`version`). Raises Unknown."""
        with store.engine.connect() as db:
            found = project_of(db, reader, promoter_id)
        return _page(store, reader, found, _known(deed), _first(store, found, version))

    @post(sync_to_thread=True, status_code=200)
    def record(
        self,
        promoter_id: FromPath[UUID],
        deed: FromPath[str],
        request: Request[Any, Any, Any],
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        form: NamedDependency[Form],
    ) -> Response[Any] | Template:
        word = _known(deed)
        with store.engine.connect() as db:
            found = project_of(db, reader, promoter_id)
        form.today = day_of(store.clock())
        command = ALL[word].read(form, _when(form, found.promoter_id))
        if form.failed:
            return _page(store, reader, found, word, form)
        try:
            store.handle(command, reader.author(form.command_id))
        except Unknown:
            raise
        except SaidMeanwhile as refusal:
            both = to_choose(store, reader, command, form)
            form.refuse(refusal)
            return _page(store, reader, found, word, form, refusal.status, both)
        except Refusal as refusal:
            form.refuse(refusal)
            return _page(store, reader, found, word, form, refusal.status)
        page = f"/projets/{found.promoter_id}"
        back = local_path(form.value("retour"), page) if form.value("retour") else page
        undo = f"{page}/jalons/{form.value('jalon')}/retirer" if word == "jalon" else ""
        return see_other(request, back, DEEDS[ALL[word].done], undo=undo)


def _known(deed: str) -> str:
    if deed not in ALL:
        raise NotFoundException
    return deed


def _when(form: Form, promoter_id: str) -> When:
    said = form.date_read("date")
    when: When = {"promoter_id": promoter_id}
    if said:
        when |= {"occurred_on": said.day, "occurred_precision": said.precision}
    return when


def _first(store: EventStore, found: Project, again: str) -> Form:
    """The form as first shown: the project as it stands, or stood at a version; today's date."""
    today = day_of(store.clock())
    promoter = store.load(Promoter, found.promoter_id)
    is_version = again.isascii() and again.isdigit() and len(again) < 10
    told = described(promoter, int(again) if is_version else promoter.version)
    known = {"mrc": told.mrc, "forme": told.envisioned_form, "idee": told.idea}
    known |= {"titre": told.working_title, "nom": told.working_title}
    known["vu"] = str(version_said(promoter, tells_project))
    return Form.of(today, date=today.isoformat(), **known)


def _page(
    store: EventStore,
    reader: Reader,
    found: Project,
    word: str,
    form: Form,
    status: int = 422,
    both: Sequence[tuple[str, Meanwhile]] = (),
) -> Template:
    deed, id = ALL[word], found.promoter_id
    with store.engine.connect() as db:
        reached = {m.milestone for m in milestones_of(db, reader.pole_id, id)}
        people = carriers(store, db, reader, [id])[id]
        known = organisations_known(db, reader.pole_id) if word == "reorienter" else []
    context = {
        "form": form,
        "deed": word,
        "both": both,
        "deed_title": _(deed.title),
        "button": _(deed.button),
        "title": titles(store, [found])[id],
        "record_path": f"/projets/{id}",
        "milestones": [m for m in milestone_choices() if m[0] not in reached],
        "people": [(c.person_id, c.name) for c in people if not c.member.left_on],
        "organisations": known,
        "reasons": withdrawal_reasons(),
        "survivals": choices("survivals"),
        "mrcs": mrc_choices(),
        "forms": forms(),
        "coop_types": choices("coop_types"),
    }
    return Template(
        "promoter/deed.html", context=context, status_code=status if form.failed else 200
    )
