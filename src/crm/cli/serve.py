"""`crm serve`: the pages, over HTTP."""

import logging
import sys
from threading import Thread

import uvicorn
from msgspec.structs import replace
from sqlalchemy import select

from crm.accompaniment.projections import bearing
from crm.account.commands.passkey_site import HERE, passkey_site
from crm.account.projections.access import poles
from crm.app import PROJECTIONS, create_app
from crm.cli.chores import chores
from crm.cli.words import FrenchParser, Words
from crm.event_store import EventStore, open_event_store
from crm.event_store.worker import Worker
from crm.settings import Settings

HELP = "sert les pages, et travaille à côté"
LINE = "%(asctime)s %(levelname)s %(name)s %(message)s"
FAIR = 0.001
"""Seconds after which the worker's thread lets a page go on, when both want to compute."""


def passkeys_note(settings: Settings) -> str:
    """What whoever starts Trame should know of passkeys; nothing when they work for visitors."""
    site = passkey_site(settings.address)
    if not site:
        return (
            "Clés d’accès indisponibles : les navigateurs demandent HTTPS et un nom de domaine. "
            "Écrivez l’adresse publique dans CRM_ADDRESS."
        )
    if site.name == HERE:
        return f"Clés d’accès à {site.origin} seulement; ailleurs, CRM_ADDRESS dit l’adresse."
    return ""


def _greeting(settings: Settings) -> str:
    note = passkeys_note(settings)
    said = f"Trame répond sur http://{settings.host}:{settings.port}"
    return f"{said}\n{note}" if note else said


def describe(parser: FrenchParser) -> None:
    parser.add_argument("--hote", help="adresse écoutée (CRM_HOST)")
    parser.add_argument("--port", type=int, help="port écouté (CRM_PORT)")
    parser.add_argument(
        "--sans-travail",
        action="store_true",
        help="sert les pages seulement : « crm worker » travaille dans un autre processus",
    )


def run(said: Words) -> int:
    settings = Settings.read()
    settings = replace(settings, host=said.hote or settings.host, port=said.port or settings.port)
    logging.basicConfig(level=settings.log, format=LINE, datefmt="%Y-%m-%dT%H:%M:%S%z")
    store = open_event_store(settings, PROJECTIONS)
    worker = Worker(store, chores(store, settings))
    if not said.sans_travail:
        _work(store, worker)
    warming = _warming(store)
    print(_greeting(settings), flush=True)
    uvicorn.run(
        create_app(settings, store, worker),
        host=settings.host,
        port=settings.port,
        access_log=False,
        server_header=False,
        log_level="warning",
        timeout_graceful_shutdown=5,
    )
    worker.stop()
    warming.join()
    store.close()
    return 0


def _work(store: EventStore, worker: Worker) -> None:
    """In a thread of its own, once no projection is late."""
    if late := store.late():
        print(f"Vues à refaire avant de servir : {', '.join(sorted(late))}…", flush=True)
        worker.mend()
    sys.setswitchinterval(FAIR)
    worker.start()


def _warming(store: EventStore) -> Thread:
    """Reads what the first search of the morning would wait for, beside the first pages."""
    made = Thread(target=_warm, args=(store,), name="warming", daemon=True)
    made.start()
    return made


def _warm(store: EventStore) -> None:
    with store.engine.connect() as db:
        known = db.scalars(select(poles.c.id).where(poles.known())).all()
    bearing.warm(store, known)
