"""`crm catalogue`: the page of every event stored, for `docs/events.md`."""

import crm.app  # noqa: F401 - the events of every room are known
from crm.cli.words import FrenchParser, Words
from crm.event_store.catalogue import catalogue

HELP = "écrit le catalogue des événements (docs/events.md)"


def describe(parser: FrenchParser) -> None:
    """Nothing to say."""


def run(said: Words) -> int:  # noqa: ARG001 - same shape as the other commands
    print(catalogue(), end="")
    return 0
