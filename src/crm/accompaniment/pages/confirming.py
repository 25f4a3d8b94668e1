"""Asking by a link that somebody accompanied confirm one thing, and taking the link back."""

from datetime import date, timedelta
from typing import Any, get_args
from urllib.parse import urlencode

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from crm.accompaniment.commands import AskConfirmation, RevokeConfirmation
from crm.accompaniment.commands.partner_links import LIFE_DAYS, Bearer, ConfirmationLinks
from crm.accompaniment.pages.letters import CONFIRMING, letter
from crm.accompaniment.pages.noting import author_of
from crm.accompaniment.pages.record_form import UNBOUND
from crm.accompaniment.projections.beside import beside
from crm.accompaniment.projections.confirmations import Thing, thing_of
from crm.account.commands.inviting import Letters
from crm.event_store import EventStore
from crm.event_store.ids import is_id
from crm.refusal import Refusal, Unknown
from crm.site.answers import see_other
from crm.site.consultations import shows
from crm.site.forms import Form
from crm.site.languages import N_, Language
from crm.site.reader import Reader
from crm.site.rights import WRITERS

SENT = N_("Lien envoyé. Il ne montre que cela, et se ferme à la réponse ou dans 30 jours.")
REVOKED = N_("Lien retiré : il ne montre plus rien.")
WHERE = N_("Écrivez le courriel de la personne qui confirme.")
PAGE = "/confirmation"
ABOUT = {"resultat": "result", "rencontre": "meeting"}


class AskingPages(Controller):
    path = "/accompagnements/{id:str}/confirmer/{about:str}/{thing_id:str}"
    opt = WRITERS | shows("accompaniment", "id")

    @get(sync_to_thread=True)
    def ask(
        self,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        id: FromPath[str],
        about: FromPath[str],
        thing_id: FromPath[str],
    ) -> Template:
        """What was written of it is there to be mended: it may say more than it should. Raises
        Unknown."""
        thing = _thing(store, reader, id, about, thing_id)
        form = Form.of(langue="fr", texte=store.open(thing_id, "note", thing.text))
        return _page(store, reader, (id, about, thing_id), thing, form)

    @post(sync_to_thread=True, status_code=200)
    def send(
        self,
        request: Request[Any, Any, Any],
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        letters: NamedDependency[Letters],
        confirming: NamedDependency[ConfirmationLinks],
        form: NamedDependency[Form],
        today: NamedDependency[date],
        id: FromPath[str],
        about: FromPath[str],
        thing_id: FromPath[str],
    ) -> Response[Any] | Template:
        """The event first: a link that nobody recorded never leaves. Raises Unknown."""
        thing = _thing(store, reader, id, about, thing_id)
        to, tongue = form.email("courriel", required=WHERE), _tongue(form)
        kind: Any = ABOUT[about]
        command = AskConfirmation(
            accompaniment_id=id,
            about=kind,
            thing_id=thing_id,
            words=form.note("texte", UNBOUND),
            until=today + timedelta(days=LIFE_DAYS),
            confirmation_id=form.command_id,
        )
        if not form.failed:
            _handle(store, reader, form, command)
        if form.failed:
            return _page(store, reader, (id, about, thing_id), thing, form)
        bearer = Bearer(reader.pole_id, command.confirmation_id, reader.account_id, tongue)
        token = confirming.draw(bearer)
        link = f"{letters.address}{PAGE}?{urlencode({'jeton': token, 'langue': tongue})}"
        letters.mail.send(str(to), *letter(tongue, reader.pole_name, link, CONFIRMING))
        return see_other(request, f"/accompagnements/{id}", SENT)


class RevokingPages(Controller):
    path = "/accompagnements/{id:str}/confirmations/{confirmation_id:str}/retirer"
    opt = WRITERS | shows("accompaniment", "id")

    @post(sync_to_thread=True)
    def revoke(
        self,
        request: Request[Any, Any, Any],
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        confirming: NamedDependency[ConfirmationLinks],
        form: NamedDependency[Form],
        id: FromPath[str],
        confirmation_id: FromPath[str],
    ) -> Response[Any]:
        """Raises Unknown; what is over already is said beside nothing: the page says it."""
        if not is_id(id):
            raise Unknown
        command = RevokeConfirmation(accompaniment_id=id, confirmation_id=confirmation_id)
        _handle(store, reader, form, command)
        if not form.failed:
            confirming.void(confirmation_id)
        said = next(iter(form.errors.values()), REVOKED)
        return see_other(request, f"/accompagnements/{id}", said)


def _thing(store: EventStore, reader: Reader, id: str, about: str, thing_id: str) -> Thing:
    if about in ABOUT and is_id(id) and is_id(thing_id):
        with store.engine.connect() as db:
            if found := thing_of(db, reader.pole_id, id, ABOUT[about], thing_id):
                return found
    raise Unknown


def _tongue(form: Form) -> Language:
    tongue: Any = form.choice("langue", get_args(Language), required=True)
    return tongue or "fr"


def _handle(store: EventStore, reader: Reader, form: Form, command: Any) -> None:
    try:
        store.handle(command, author_of(reader, form))
    except Unknown:
        raise
    except Refusal as refusal:
        form.refuse(refusal, "courriel")


def _page(
    store: EventStore, reader: Reader, place: tuple[str, str, str], thing: Thing, form: Form
) -> Template:
    id, about, thing_id = place
    with store.engine.connect() as db:
        asked = beside(db, reader.pole_id, id).answers.get(thing_id)
    context = {
        "form": form,
        "thing": thing,
        "about": about,
        "base": f"/accompagnements/{id}",
        "here": f"/accompagnements/{id}/confirmer/{about}/{thing_id}",
        "asked": asked,
    }
    status = 422 if form.failed else 200
    return Template("accompaniment/confirming.html", context=context, status_code=status)
