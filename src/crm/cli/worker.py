"""`crm worker`: what is done beside the pages, in a process of its own or in several."""

import logging
import signal

from crm.app import PROJECTIONS
from crm.cli.chores import chores
from crm.cli.words import FrenchParser, Words
from crm.event_store import open_event_store
from crm.event_store.worker import Worker
from crm.settings import Settings

HELP = "travaille à côté des pages : vues en attente ou en retard, points de contrôle"
ENDING = {signal.SIGINT, signal.SIGTERM}
"""Waited for, not handled: a handler may run while its own thread holds the lock it would take."""


def describe(parser: FrenchParser) -> None:
    parser.add_argument("--une-fois", action="store_true", help="un tour, puis fini")


def run(said: Words) -> int:
    settings = Settings.read()
    logging.basicConfig(level=settings.log, format="%(asctime)s %(levelname)s %(message)s")
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)  # in every thread to come: this one waits
    store = open_event_store(settings, PROJECTIONS)
    worker = Worker(store, chores(store, settings))
    if said.une_fois:
        worker.round()
    else:
        worker.start()
        print("Trame travaille. Ctrl-C pour arrêter.", flush=True)
        signal.sigwait(ENDING)
        worker.stop()
    store.close()
    return 0
