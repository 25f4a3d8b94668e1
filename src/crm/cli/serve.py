"""`crm serve`: the pages, over HTTP."""

import logging
import sys

import uvicorn

from crm.app import PROJECTIONS, create_app
from crm.cli.chores import chores
from crm.cli.words import FrenchParser, Words
from crm.event_store import open_event_store
from crm.event_store.worker import Worker
from crm.settings import Settings

HELP = "sert les pages, et travaille à côté"
LINE = "%(asctime)s %(levelname)s %(name)s %(message)s"
FAIR = 0.001
"""Seconds after which the worker's thread lets a page go on, when both want to compute."""


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
    logging.basicConfig(level=settings.log, format=LINE, datefmt="%Y-%m-%dT%H:%M:%S%z")
    host, port = said.hote or settings.host, said.port or settings.port
    store = open_event_store(settings, PROJECTIONS)
    worker = Worker(store, chores(store, settings))
    if not said.sans_travail:
        if late := store.late():
            print(f"Vues à refaire avant de servir : {', '.join(sorted(late))}…", flush=True)
            worker.mend()
        sys.setswitchinterval(FAIR)
        worker.start()
    print(f"Trame répond sur http://{host}:{port}", flush=True)
    uvicorn.run(
        create_app(settings, store, worker),
        host=host,
        port=port,
        access_log=False,
        server_header=False,
        log_level="warning",
        timeout_graceful_shutdown=5,
    )
    worker.stop()
    store.close()
    return 0
