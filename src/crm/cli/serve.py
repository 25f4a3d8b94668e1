"""`crm serve`: the pages, over HTTP."""

import logging

import uvicorn

from crm.app import create_app
from crm.cli.words import FrenchParser, Words
from crm.settings import Settings

HELP = "sert les pages"


def describe(parser: FrenchParser) -> None:
    parser.add_argument("--hote", help="adresse écoutée (CRM_HOST)")
    parser.add_argument("--port", type=int, help="port écouté (CRM_PORT)")


def run(said: Words) -> int:
    settings = Settings.read()
    logging.basicConfig(level=settings.log, format="%(asctime)s %(levelname)s %(message)s")
    host, port = said.hote or settings.host, said.port or settings.port
    print(f"Trame répond sur http://{host}:{port}", flush=True)
    uvicorn.run(
        create_app(settings),
        host=host,
        port=port,
        access_log=False,
        server_header=False,
        log_level="warning",
        timeout_graceful_shutdown=5,
    )
    return 0
