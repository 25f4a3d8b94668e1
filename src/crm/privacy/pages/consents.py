"""« Consentements » of somebody, or of a project: what stands today, giving, withdrawing."""

from datetime import date
from typing import Any, NamedTuple, get_args
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Template

from crm.account.projections import account_names
from crm.event_store import Command, EventStore
from crm.history.projections.names import named
from crm.privacy.commands.consenting import (
    AnnulConsent,
    GiveConsent,
    GiveNotice,
    OnConsent,
    ReinstateConsent,
    WithdrawConsent,
)
from crm.privacy.domain.consents import Consenting, ConsentProof, ConsentPurpose
from crm.privacy.domain.notices import NoticeLanguage, NoticeMeans
from crm.privacy.pages.guarding import AnyRequest, handled
from crm.privacy.pages.reading import AGGREGATES, KINDS
from crm.privacy.projections.consents import Agreed, Term, consents_of, terms_of
from crm.privacy.projections.notices import told_to
from crm.refusal import N_, Unknown
from crm.site.answers import see_other
from crm.site.consultations import shows
from crm.site.forms import Form
from crm.site.labels import choices, label
from crm.site.languages import _
from crm.site.reader import Reader
from crm.site.rights import TEAM

PLACE = "/vie-privee/consentements"
PURPOSE = N_("Choisissez à quoi la personne consent.")
PROOF = N_("Dites comment le consentement a été donné.")
MEANS = N_("Dites comment l’avis a été remis.")
GIVEN = N_("Consentement consigné.")
WITHDRAWN = N_("Consentement retiré : plus rien ne le suppose, dès maintenant.")
REINSTATED = N_("Consentement rétabli : le retrait avait été consigné par erreur.")
ANNULLED = N_("Consentement annulé : il n’avait pas été donné.")
TOLD = N_("Avis consigné.")


class Line(NamedTuple):
    """A purpose, and the consent that says most about it today."""

    purpose: str
    agreed: Agreed | None
    stands: bool


class ConsentPages(Controller):
    path = f"{PLACE}/{{kind:str}}/{{id:uuid}}"
    opt = TEAM | shows("consents", "id")

    @get(sync_to_thread=True)
    def show(
        self,
        kind: FromPath[str],
        id: FromPath[UUID],  # the name in the address
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        today: NamedDependency[date],
        finalite: FromQuery[str] = "",
    ) -> Template:
        """Raises Unknown."""
        form = Form.of(today, finalite=finalite, date=today.isoformat())
        return _page(store, reader, today, _subject(store, kind, id), form)

    @post("/donner", sync_to_thread=True, status_code=200)
    def give(
        self,
        kind: FromPath[str],
        id: FromPath[UUID],  # the name in the address
        request: AnyRequest,
        form: NamedDependency[Form],
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        today: NamedDependency[date],
    ) -> Response[Any] | Template:
        """Raises Unknown."""
        subject = _subject(store, kind, id)
        command = _giving(form, *subject)
        if not handled(store, reader, form, command):
            return _page(store, reader, today, subject, form)
        undo = f"{address(*subject)}/annuler/{command.consent_id}"
        return see_other(request, address(*subject), GIVEN, undo=undo)

    @post("/avis", sync_to_thread=True, status_code=200)
    def tell(
        self,
        kind: FromPath[str],
        id: FromPath[UUID],  # the name in the address
        request: AnyRequest,
        form: NamedDependency[Form],
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        today: NamedDependency[date],
    ) -> Response[Any] | Template:
        """Raises Unknown."""
        subject = _subject(store, kind, id)
        if not handled(store, reader, form, _telling(form, *subject)):
            return _page(store, reader, today, subject, Form(today=today), form)
        return see_other(request, address(*subject), TOLD)

    @post("/retirer/{purpose:str}", sync_to_thread=True, status_code=200)
    def withdraw(
        self,
        kind: FromPath[str],
        id: FromPath[UUID],  # the name in the address
        purpose: FromPath[str],
        request: AnyRequest,
        form: NamedDependency[Form],
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        today: NamedDependency[date],
    ) -> Response[Any] | Template:
        """Raises Unknown."""
        subject, asked = _subject(store, kind, id), _purpose(purpose)
        undo = f"{address(*subject)}/retablir/{asked}"
        command = _on(WithdrawConsent, subject, asked, form.date("date"))
        if not handled(store, reader, form, command):
            return _page(store, reader, today, subject, form)
        return see_other(request, address(*subject), WITHDRAWN, undo=undo)

    @post("/retablir/{purpose:str}", sync_to_thread=True, status_code=200)
    def reinstate(
        self,
        kind: FromPath[str],
        id: FromPath[UUID],  # the name in the address
        purpose: FromPath[str],
        request: AnyRequest,
        form: NamedDependency[Form],
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        today: NamedDependency[date],
    ) -> Response[Any] | Template:
        """Raises Unknown."""
        subject = _subject(store, kind, id)
        command = _on(ReinstateConsent, subject, _purpose(purpose))
        if not handled(store, reader, form, command):
            return _page(store, reader, today, subject, form)
        return see_other(request, address(*subject), REINSTATED)

    @post("/annuler/{consent_id:uuid}", sync_to_thread=True, status_code=200)
    def annul(
        self,
        kind: FromPath[str],
        id: FromPath[UUID],  # the name in the address
        consent_id: FromPath[UUID],
        request: AnyRequest,
        form: NamedDependency[Form],
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        today: NamedDependency[date],
    ) -> Response[Any] | Template:
        """Raises Unknown."""
        subject = _subject(store, kind, id)
        if not handled(store, reader, form, AnnulConsent(consent_id=str(consent_id))):
            return _page(store, reader, today, subject, form)
        return see_other(request, address(*subject), ANNULLED)


def address(about: Consenting, id: str) -> str:
    """The page of the consents of somebody, or of a project."""
    word = next(word for word, kind in KINDS.items() if kind == about)
    return f"{PLACE}/{word}/{id}"


def _subject(store: EventStore, kind: str, id: UUID) -> tuple[Consenting, str]:
    """Raises Unknown."""
    if kind not in KINDS:
        raise Unknown
    store.load(AGGREGATES[kind], str(id))
    return KINDS[kind], str(id)


def _purpose(said: str) -> ConsentPurpose:
    """Raises Unknown."""
    for known in get_args(ConsentPurpose):
        if known == said:
            purpose: ConsentPurpose = known
            return purpose
    raise Unknown


def _on(
    kind: type[OnConsent],
    subject: tuple[Consenting, str],
    purpose: ConsentPurpose,
    day: date | None = None,
) -> OnConsent:
    about, id = subject
    return kind(about=about, subject_id=id, purpose=purpose, occurred_on=day)


def _giving(form: Form, about: Consenting, id: str) -> GiveConsent:
    purpose: Any = form.choice("finalite", get_args(ConsentPurpose), required=PURPOSE)
    proof: Any = form.choice("preuve", get_args(ConsentProof), required=PROOF)
    return GiveConsent(
        about=about,
        subject_id=id,
        purpose=purpose,
        proof=proof,
        words=form.note("texte"),
        expires_on=form.date("echeance", not_future=False),
        occurred_on=form.date("date"),
        consent_id=form.command_id,
    )


def _telling(form: Form, about: Consenting, id: str) -> Command:
    means: Any = form.choice("avis", get_args(NoticeMeans), required=MEANS)
    spoken: Any = form.choice("langue", get_args(NoticeLanguage), required=True)
    day = form.date("date_avis")
    return GiveNotice(about=about, subject_id=id, language=spoken, means=means, occurred_on=day)


def _page(
    store: EventStore,
    reader: Reader,
    today: date,
    subject: tuple[Consenting, str],
    form: Form,
    notice: Form | None = None,
) -> Template:
    telling = notice or Form.of(today, langue="fr", date_avis=today.isoformat())
    context = _read(store, reader, today, *subject) | {
        "form": form,
        "notice": telling,
        "place": address(*subject),
        "purposes": choices("consent_purposes"),
        "proofs": choices("consent_proofs"),
        "means": choices("notice_means"),
        "tongues": choices("notice_languages"),
        "day": today,
    }
    status = 422 if form.failed or telling.failed else 200
    return Template("privacy/consents.html", context=context, status_code=status)


def _read(
    store: EventStore, reader: Reader, today: date, about: Consenting, id: str
) -> dict[str, Any]:
    pole = reader.pole_id
    with store.engine.connect() as db:
        agreed, told = consents_of(db, pole, id), told_to(db, pole, id)
        name = named(store, db, {about: {id}}, pole)(about, id)
        terms = terms_of(db, pole)
    ids = {one.heard_by for one in agreed} | {one.given_by for one in told}
    return {
        "name": name,
        "about": about,
        "lines": [_line(code, agreed, today) for code in get_args(ConsentPurpose)],
        "past": list(zip(agreed, _words(store, agreed), strict=True)),
        "told": told,
        "terms_said": _said(terms),
        "names": account_names(store, pole, ids),
    }


def _line(purpose: str, agreed: list[Agreed], today: date) -> Line:
    mine = [one for one in agreed if one.purpose == purpose]
    held = next((one for one in mine if one.stands(today)), None)
    return Line(purpose, held or next(iter(mine), None), held is not None)


def _words(store: EventStore, agreed: list[Agreed]) -> list[str]:
    return list(store.open_many((one.subject_id, "note", one.words) for one in agreed))


def _said(terms: dict[str, Term]) -> str:
    """« infolettre, 24 mois; recherche, 36 mois »: the purposes that have an end."""
    ends = ((label(purpose, "consent_purposes"), term.months) for purpose, term in terms.items())
    return "; ".join(_("{purpose}, {n} mois", purpose=p, n=n) for p, n in ends if n)
