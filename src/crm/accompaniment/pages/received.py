"""« Orientations reçues »: what a partner reads, and nothing else of the pôle."""

from typing import Any, NamedTuple
from uuid import UUID

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from crm.accompaniment.commands import SeeReferral
from crm.accompaniment.pages.answers import answer_of, offered, outcomes
from crm.accompaniment.pages.names import names_of
from crm.accompaniment.pages.words import REFERRAL_OUTCOMES, SHARING, said
from crm.accompaniment.projections.referrals import Referral, shared_with
from crm.event_store import Author, Command, EventStore
from crm.event_store.commands import day_of
from crm.event_store.events import new_id
from crm.event_store.reach import only
from crm.privacy.projections.office import who_answers_on
from crm.refusal import Refusal, Unknown
from crm.site.answers import see_other
from crm.site.consultations import shows
from crm.site.forms import Form
from crm.site.languages import N_, _
from crm.site.reader import Reader
from crm.site.rights import ENTRUSTED

STATES = {
    "under_way": (N_("Prise en charge"), "act", "route"),
    "sent": (N_("Réponse attendue"), "att", "hourglass"),
    "accepted": (N_("Acceptée"), "act", "check"),
    "refused": (N_("Refusée"), "non", "ban"),
    "completed": (N_("Conclue"), "ok", "circle-check"),
}

ANSWERED = N_("Réponse consignée. Le pôle la lit aussitôt.")


class Received(NamedTuple):
    """A referral as its partner reads it."""

    referral: Referral
    who: str
    organisation: str
    message: str


class ReceivedPages(Controller):
    path = "/orientations-recues"
    opt = ENTRUSTED

    @get(sync_to_thread=True)
    def list_received(
        self, reader: NamedDependency[Reader], store: NamedDependency[EventStore]
    ) -> Template:
        context = {
            "received": _received(store, reader),
            "states": states(),
            "officer": _officer(store, reader),
        }
        return Template("accompaniment/received.html", context=context)

    @get("/{referral_id:uuid}", sync_to_thread=True, opt=shows("referral", "referral_id"))
    def read(
        self,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        referral_id: FromPath[UUID],
    ) -> Template:
        """Raises Unknown, whether it is not there, not shared, or referred to another."""
        one = _one(store, reader, referral_id)
        if not one.referral.seen_on:
            _record(store, reader, SeeReferral(**_at(one.referral)), new_id())
            one = _one(store, reader, referral_id)
        return _page(store, reader, one, Form())

    @post("/{referral_id:uuid}", sync_to_thread=True, opt=shows("referral", "referral_id"))
    def answer(
        self,
        request: Request[Any, Any, Any],
        form: NamedDependency[Form],
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        referral_id: FromPath[UUID],
    ) -> Response[Any] | Template:
        """Raises Unknown."""
        one = _one(store, reader, referral_id)
        command = answer_of(form, one.referral)
        if command:
            try:
                _record(store, reader, command, form.command_id)
            except Refusal as refusal:
                form.refuse(refusal)
        if form.failed:
            return _page(store, reader, one, form)
        return see_other(request, f"{self.path}/{referral_id}", ANSWERED)


def _one(store: EventStore, reader: Reader, referral_id: UUID) -> Received:
    """Raises Unknown, whether it is not there, not shared, or referred to another."""
    found = _received(store, reader, str(referral_id))
    if not found:
        raise Unknown
    return found[0]


def _at(referral: Referral) -> dict[str, Any]:
    return {
        "accompaniment_id": referral.accompaniment_id,
        "referral_id": referral.referral_id,
    }


def _record(store: EventStore, reader: Reader, command: Command, id: str) -> None:
    """What a partner says of what is shared with it; nothing else of the pôle is within reach."""
    author = Author(pole_id=reader.pole_id, actor_id=reader.account_id, command_id=id)
    with only(reader.pole_id):
        store.handle(command, author)


def _page(store: EventStore, reader: Reader, one: Received, form: Form) -> Template:
    context = {
        "one": one,
        "states": states(),
        "officer": _officer(store, reader),
        "form": form,
        "offered": offered(one.referral),
        "outcomes": outcomes(),
        "consent": said(SHARING, one.referral.consent),
        "outcome": said(REFERRAL_OUTCOMES, one.referral.outcome),
    }
    status = 422 if form.failed else 200
    return Template("accompaniment/received_one.html", context=context, status_code=status)


def _received(store: EventStore, reader: Reader, referral_id: str = "") -> list[Received]:
    """What is shared with this partner. The pôle is within reach for this question alone."""
    with only(reader.pole_id), store.engine.connect() as db:
        today = day_of(store.clock())
        found = shared_with(db, reader.pole_id, reader.account_id, today, referral_id)
        ids = {id for one in found for id in (one.party_id, one.organisation_id)}
        names = names_of(store, db, reader.pole_id, ids)
        texts = store.open_many((one.referral_id, "note", one.message) for one in found)
    return [
        Received(one, names[one.party_id], names[one.organisation_id], text)
        for one, text in zip(found, texts, strict=True)
    ]


def _officer(store: EventStore, reader: Reader) -> str:
    """Who answers for personal information: told to whoever reads from outside."""
    with only(reader.pole_id), store.engine.connect() as db:
        return who_answers_on(db, reader.pole_id, day_of(store.clock()))


def states() -> dict[str, Any]:
    return {code: (_(name), kind, icon) for code, (name, kind, icon) in STATES.items()}
