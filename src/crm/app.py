"""The composition root: the only module that knows every room."""

import logging
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path
from typing import Any

import anyio.to_thread
from jinja2 import Environment
from litestar import Controller, Litestar, Request
from litestar.di import Provide
from litestar.handlers import HTTPRouteHandler
from litestar.middleware import DefineMiddleware
from litestar.types import ASGIApp

from crm import (
    accompaniment,
    account,
    administration,
    enterprise,
    history,
    indicator,
    privacy,
    promoter,
)
from crm.accompaniment import pages as accompaniment_pages
from crm.accompaniment import projections as accompaniment_projections
from crm.accompaniment.commands.contents import Contents
from crm.accompaniment.commands.partner_links import ConfirmationLinks, ReferralLinks
from crm.accompaniment.projections.steps import due_by
from crm.account import pages as account_pages
from crm.account import projections as account_projections
from crm.account.commands.ceremonies import Ceremonies
from crm.account.commands.challenges import Challenges
from crm.account.commands.drafts import Drafts
from crm.account.commands.federating import Federation
from crm.account.commands.identities import Identities
from crm.account.commands.inviting import Letters
from crm.account.commands.letting_in import Doorkeeper
from crm.account.commands.links import Links
from crm.account.commands.mail import Mail
from crm.account.commands.openid import OpenId
from crm.account.commands.passkey_site import passkey_site
from crm.account.commands.passkeys import Passkeys
from crm.account.commands.passwords import Credentials, owasp_hasher
from crm.account.commands.saved_views import SavedViews
from crm.account.commands.second_factor import SecondFactors
from crm.account.commands.sessions import Sessions
from crm.account.commands.trips import Trips
from crm.activity import projections as activity_projections
from crm.administration import pages as administration_pages
from crm.directory import projections as directory_projections
from crm.ecosystem import projections as ecosystem_projections
from crm.enterprise import pages as enterprise_pages
from crm.enterprise import projections as enterprise_projections
from crm.event_store import EventStore, Projection, open_event_store
from crm.event_store.commands import day_of
from crm.event_store.late_reads import LateReads
from crm.event_store.memory import Answers
from crm.event_store.worker import Worker
from crm.history import pages as history_pages
from crm.history import projections as history_projections
from crm.indicator import pages as indicator_pages
from crm.indicator import projections as indicator_projections
from crm.person import projections as person_projections
from crm.privacy import pages as privacy_pages
from crm.privacy import projections as privacy_projections
from crm.privacy.projections.requests import warned_by
from crm.promoter import pages as promoter_pages
from crm.promoter import projections as promoter_projections
from crm.settings import Settings
from crm.site import templating
from crm.site.assets import static_files
from crm.site.consultations import Consultations
from crm.site.errors import exception_handlers
from crm.site.forms import sent_form
from crm.site.menu import menu_of
from crm.site.offline import offline_page, service_worker
from crm.site.reader import Reader
from crm.site.rights import opened_to, pages_opened, refuse_undeclared
from crm.site.security import Guarded, csrf_config
from crm.territory import projections as territory_projections

ROOMS: list[Path] = [
    Path(room.__path__[0])
    for room in (
        accompaniment,
        account,
        administration,
        enterprise,
        history,
        indicator,
        privacy,
        promoter,
    )
]
"""Rooms with templates: `enterprise/record.html` is `crm/enterprise/templates/record.html`."""
PAGES: list[type[Controller] | HTTPRouteHandler] = [
    *account_pages.pages,
    *administration_pages.PAGES,
    *accompaniment_pages.PAGES,
    *enterprise_pages.PAGES,
    *history_pages.PAGES,
    *promoter_pages.PAGES,
    *indicator_pages.PAGES,
    *privacy_pages.PAGES,
]
PROJECTIONS: list[Projection] = [
    *account_projections.PROJECTIONS,
    *accompaniment_projections.PROJECTIONS,
    *history_projections.PROJECTIONS,
    *activity_projections.PROJECTIONS,
    *directory_projections.PROJECTIONS,
    *ecosystem_projections.PROJECTIONS,
    *enterprise_projections.PROJECTIONS,
    *indicator_projections.PROJECTIONS,
    *person_projections.PROJECTIONS,
    *privacy_projections.PROJECTIONS,
    *promoter_projections.PROJECTIONS,
    *territory_projections.PROJECTIONS,
]
LARGEST_BODY = 4 * 1024 * 1024
COUNTS = Answers()


def create_app(
    settings: Settings, store: EventStore | None = None, worker: Worker | None = None
) -> ASGIApp:
    """The whole product, ready to serve; `store` when it was opened before, `worker` when one
    works beside the pages."""
    logging.getLogger("crm").setLevel(logging.INFO)
    held = store or open_event_store(settings, PROJECTIONS)
    return Guarded(litestar_app(settings, held, worker), secure=settings.secure)


def litestar_app(settings: Settings, store: EventStore, worker: Worker | None = None) -> Litestar:
    """The routes and what every handler may ask for."""
    templates = templating.environment(ROOMS)
    letters = _letters(settings, store)
    keeper = _keeper(settings, store, letters)
    consultations = _consultations(settings, store)
    federation = _federation(settings, store)
    made = Litestar(
        _handlers(settings, store),
        dependencies=_dependencies(settings, letters, keeper, store, worker or Worker(store))
        | {"consultations": _always(consultations), "federation": _always(federation)},
        before_request=_watching(store.late_reads),
        middleware=[DefineMiddleware(account_pages.Authentication, exclude_from_auth_key="public")],
        guards=[opened_to],
        before_send=[consultations.on_answer],
        on_shutdown=[consultations.close],
        csrf_config=csrf_config(settings.secret, secure=settings.secure),
        exception_handlers=exception_handlers(),
        template_config=templating.template_config(templates),
        request_max_body_size=LARGEST_BODY,
        openapi_config=None,
        logging_config=None,
    )
    refuse_undeclared(made.routes)
    made.state.update(_state(store, keeper, settings), federation=federation)
    _furnish(templates, made, store)
    return made


def _always(held: object) -> Provide:
    """What a handler asks for, the same for each request."""
    return Provide(lambda: held, sync_to_thread=False)


def _furnish(templates: Environment, made: Litestar, store: EventStore) -> None:
    """What every template may ask for, once the routes are known."""
    menu = menu_of(pages_opened(made.routes))
    made.state["menu"] = menu
    templates.globals.update(today=made.state.today, late_read=store.late_reads.told, menu=menu)
    templating.warm(templates)


def _consultations(settings: Settings, store: EventStore) -> Consultations:
    held = Consultations(store.builder.engine, settings.traces, store.clock)
    held.prepare()
    return held


def _handlers(settings: Settings, store: EventStore) -> list[Any]:
    handlers: list[Any] = [static_files(), service_worker, offline_page, *PAGES]
    if settings.metrics:
        handlers.append(administration_pages.metrics(store, settings.metrics))
    return handlers


def _letters(settings: Settings, store: EventStore) -> Letters:
    sessions = Sessions(store.engine, store.builder.engine)
    sessions.prepare()
    credentials = Credentials(store.engine, settings.secret, owasp_hasher())
    credentials.prepare()
    links = Links(store.engine)
    links.prepare()
    return Letters(store, credentials, sessions, links, Mail(settings.mail), settings.address)


def _keeper(settings: Settings, store: EventStore, letters: Letters) -> Doorkeeper:
    factors = SecondFactors(store.engine, store.keyring, settings.secret)
    passkeys = Passkeys(store.engine, store.keyring, settings.secret)
    challenges = Challenges(store.engine)
    for kept in (factors, passkeys, challenges):
        kept.prepare()
    ceremonies = Ceremonies(challenges, passkeys, passkey_site(settings.address))
    return Doorkeeper(store, factors, letters.links, letters.sessions, ceremonies)


def _federation(settings: Settings, store: EventStore) -> Federation:
    trips = Trips(store.engine)
    identities = Identities(store.engine, store.keyring, settings.secret)
    trips.prepare()
    identities.prepare()
    back = settings.address + account_pages.BACK
    named = {one.code: OpenId(one, f"{back}/{one.code}") for one in settings.providers}
    return Federation(named, trips, identities, store)


def _drafts(store: EventStore) -> Drafts:
    held = Drafts(store.builder.engine)
    held.prepare()
    return held


def _dependencies(
    settings: Settings, letters: Letters, keeper: Doorkeeper, store: EventStore, worker: Worker
) -> dict[str, Provide]:
    contents, views = Contents(store.engine, store.keyring), SavedViews(store)
    links = ReferralLinks(store.builder.engine)
    confirming = ConfirmationLinks(store.builder.engine)
    for kept in (contents, views, links, confirming):
        kept.prepare()
    return {
        "store": Provide(lambda: store, sync_to_thread=False),
        "settings": Provide(lambda: settings, sync_to_thread=False),
        "worker": Provide(lambda: worker, sync_to_thread=False),
        "credentials": Provide(lambda: letters.credentials, sync_to_thread=False),
        "confirming": Provide(lambda: confirming, sync_to_thread=False),
        "links": Provide(lambda: links, sync_to_thread=False),
        "letters": Provide(lambda: letters, sync_to_thread=False),
        "keeper": Provide(lambda: keeper, sync_to_thread=False),
        "contents": Provide(lambda: contents, sync_to_thread=False),
        "saved_views": Provide(lambda: views, sync_to_thread=False),
        "reader": Provide(_reader, sync_to_thread=False),
        "form": Provide(sent_form),
        "today": Provide(_today, sync_to_thread=False),
    }


def _watching(late_reads: LateReads) -> Callable[[Request[Any, Any, Any]], Awaitable[None]]:
    """Once who asks is known, what their page reads is noted if some view is late."""

    async def begin(_request: Request[Any, Any, Any]) -> None:
        if not late_reads.is_known:
            await anyio.to_thread.run_sync(late_reads.ask)
        late_reads.begin()

    return begin


def _state(store: EventStore, keeper: Doorkeeper, settings: Settings) -> dict[str, Any]:
    return {
        "store": store,
        "sessions": keeper.sessions,
        "drafts": _drafts(store),
        "keeper": keeper,
        "secret": settings.secret,
        "reader_behind": account_pages.reader_behind,
        "reader_of": lambda account_id: account_projections.reader_of(store, account_id),
        "menu_counts": lambda reader: _waiting(store, reader),
        "today": lambda: day_of(store.clock()),
    }


def _reader(request: Request[Reader, Any, Any]) -> Reader:
    return request.user


def _today(request: Request[Any, Any, Any]) -> date:
    today: date = request.app.state.today()
    return today


def _waiting(store: EventStore, reader: Reader) -> dict[str, int]:
    """What waits for this reader, shown in the menu of every page: counted again when something
    was recorded in the pôle."""
    pole_id, account_id, today = reader.pole_id, reader.account_id, day_of(store.clock())

    def count() -> dict[str, int]:
        with store.engine.connect() as db:
            found = {"day": due_by(db, pole_id, account_id, today)}
            if reader.guards_privacy:
                found["requests"] = warned_by(db, pole_id, today)
            return found

    asked = (account_id, today, reader.guards_privacy)
    return COUNTS.recall(store, pole_id, reader.now, asked, count)
