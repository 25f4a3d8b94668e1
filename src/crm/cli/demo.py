"""`crm demo`: an invented pôle in an empty database."""

import time
from datetime import UTC, date, datetime

from crm.app import PROJECTIONS
from crm.cli.words import FrenchParser, Words
from crm.demo import DemoClock, NotEmpty, fill
from crm.demo.names import POLE, TEAM
from crm.event_store import open_event_store
from crm.event_store.commands import HERE
from crm.settings import Settings

HELP = "remplit une base vide avec un pôle inventé"


def describe(parser: FrenchParser) -> None:
    parser.add_argument(
        "--au", type=date.fromisoformat, help="jour de la démonstration (AAAA-MM-JJ)"
    )
    parser.add_argument(
        "--if-empty", dest="if_empty", action="store_true", help="sans bruit si la base est pleine"
    )


def run(said: Words) -> int:
    settings, clock, started = Settings.read(), DemoClock(), time.monotonic()
    store = open_event_store(settings, PROJECTIONS, clock)
    try:
        told = fill(store, clock, settings, said.au or _today())
    except NotEmpty:
        if said.if_empty:
            return 0
        raise
    finally:
        store.close()
    spent = time.monotonic() - started
    print(f"{POLE} : {told.events} événements en {spent:.1f} s.")
    print(f"Compte : {TEAM[0][1]}, mot de passe : {settings.demo_password}")
    return 0


def _today() -> date:
    return datetime.now(UTC).astimezone(HERE).date()
