"""The one-line note over any page: completed as it is typed, kept until recorded, undone at once.

What these routes answer is read by a script; without it the same line goes through `/noter/ligne`.
"""

import re
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

from litestar import Controller, Request, Response, post
from litestar.di import NamedDependency
from litestar.response import Template
from sqlalchemy import Connection

from crm.accompaniment.pages.names import find_parties, names_of
from crm.accompaniment.pages.noting import RECORDED
from crm.accompaniment.pages.people import people_there
from crm.accompaniment.pages.record_form import NOBODY, SEVERAL, WHO, intervention_of, subject_of
from crm.accompaniment.pages.sent import record_once
from crm.accompaniment.pages.understanding import LONGEST_LINE, Understood, shown_of, understand
from crm.accompaniment.pages.undo import undo_address
from crm.event_store import EventStore
from crm.event_store.commands import day_of
from crm.person.projections import held_by_name
from crm.refusal import Refusal
from crm.site.captured import day_written
from crm.site.folding import fold
from crm.site.forms import Form
from crm.site.labels import choices
from crm.site.languages import N_, _
from crm.site.reader import Reader, Session
from crm.site.rights import WRITERS

AnyRequest = Request[Any, Any, Any]
SUBJECT = ("texte", "organisation", "dossier")
"""What a draft is made of: the line, and whom the page it was begun on speaks of."""
OFFERED = 7
NOTHING = N_("Écrivez ce qui s’est passé : avec qui, quoi, combien de temps.")


class Offer(NamedTuple):
    """One way to complete the word being typed: what is put in its place, and how it is shown."""

    text: str
    name: str
    icon: str
    under: str = ""


class QuickPages(Controller):
    path = "/noter"
    opt = WRITERS

    @post("/trait", sync_to_thread=True, status_code=200)
    def record(
        self,
        request: AnyRequest,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        form: NamedDependency[Form],
    ) -> Response[Any] | Template:
        """Records the line as it is understood; asks again, and records nothing, when somebody must
        choose."""
        form.today = day_written(form, reader, store.clock())
        with store.engine.connect() as db:
            understood = understand(store, db, reader, form)
        _refuse_doubt(understood, form)
        command = intervention_of(understood.form, understood.subject)
        form.errors |= understood.form.errors
        if form.failed:
            return _asked_again(understood, reader, form)
        try:
            receipt = record_once(store, reader, form, command)
        except Refusal as refusal:
            form.refuse(refusal)
            return _asked_again(understood, reader, form, refusal.status)
        where, undo = undo_address(store, receipt)
        session: Session = request.scope["auth"]
        session.keep("")
        session.say(_(RECORDED), undo)
        return Response({"page": where}, headers={"Cache-Control": "no-store"})

    @post("/suggestions", sync_to_thread=True, status_code=200)
    def complete(
        self,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        form: NamedDependency[Form],
    ) -> Template:
        """What the word being typed may become: somebody or a body after `@`, a need after `#`."""
        sign, typed = form.value("mot")[:1], form.value("mot")[1:200]
        with store.engine.connect() as db:
            offers = _themes(typed) if sign == "#" else _named(store, db, reader, form, typed)
        return Template("accompaniment/suggestions.html", context={"offers": offers[:OFFERED]})

    @post("/brouillon", sync_to_thread=True, status_code=200)
    def draft(self, request: AnyRequest) -> Response[dict[str, str]]:
        """The line that was being written, with whom it was about."""
        session: Session = request.scope["auth"]
        kept = dict(parse_qsl(session.kept()))
        return Response(kept, headers={"Cache-Control": "no-store"})

    @post("/compris", sync_to_thread=True, status_code=200)
    def live(
        self,
        request: AnyRequest,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        form: NamedDependency[Form],
    ) -> Template:
        """The chips under the line, while it is being written; the line over a page is kept."""
        form.today = day_of(store.clock())
        if form.ticked("brouillon"):
            said = form.value("texte")[:LONGEST_LINE]
            draft = {name: form.value(name) for name in SUBJECT if form.value(name)}
            session: Session = request.scope["auth"]
            session.keep(urlencode(draft | {"texte": said}) if said.strip() else "")
        with store.engine.connect() as db:
            understood = understand(store, db, reader, form)
        return Template("accompaniment/understood.html", context=shown_of(understood, reader, form))


def _refuse_doubt(understood: Understood, form: Form) -> None:
    if not form.note("texte", LONGEST_LINE).strip():
        form.fail("texte", NOTHING)
    elif understood.subject.possible:
        form.fail("texte", SEVERAL)
    elif not understood.subject.party:
        form.fail("texte", NOBODY if understood.line.party else WHO)


def _asked_again(understood: Understood, reader: Reader, form: Form, status: int = 422) -> Template:
    context = shown_of(understood, reader, form) | {"refused": list(form.errors.values())}
    return Template("accompaniment/understood.html", context=context, status_code=status)


def _themes(typed: str) -> list[Offer]:
    wanted = fold(typed.replace("-", " "))
    return [
        Offer(f"#{name.replace(' ', '-')}", name, "target-arrow")
        for _code, name in choices("themes", but=("unknown",))
        if f" {wanted}" in f" {fold(name)}"
    ]


def _mention(name: str) -> str:
    """How a line names this one: between quotes, whatever the name bears."""
    return f"@« {' '.join(re.sub('[«»]', ' ', name).split())} »"


def _named(
    store: EventStore, db: Connection, reader: Reader, form: Form, typed: str
) -> list[Offer]:
    words, pole = fold(typed).split(), reader.pole_id
    about = subject_of(store, db, reader, form, required=False).party
    there = people_there(store, db, pole, about.id) if about else []
    offers = [
        Offer(_mention(name), name, "user", about.name)
        for _id, name in there
        if about and all(word in fold(name) for word in words)
    ]
    if not words:
        return offers
    parties = find_parties(store, db, pole, typed, limit=OFFERED)
    offers += [Offer(_mention(party.name), party.name, party.icon) for party in parties]
    held = held_by_name(store, pole, words, OFFERED)
    bodies = names_of(store, db, pole, [one.holder_id for one, _name in held])
    known = {offer.name for offer in offers}
    for one, name in held:
        if name not in known:
            offers.append(Offer(_mention(name), name, "user", bodies[one.holder_id]))
    return offers
