"""The command line: one module per command, each with `NAME`, `HELP`, `describe` and `run`."""

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Protocol

from crm.cli.words import FrenchParser, Words
from crm.refusal import Refusal
from crm.site.languages import _

MODULES = {
    "serve": "serve",
    "worker": "worker",
    "demo": "demo",
    "user": "user",
    "import": "importing",
    "reference": "reference",
    "rebuild": "rebuild",
    "checkpoint": "checkpoint",
    "verify": "verify",
    "doctor": "doctor",
    "history": "history",
    "access": "access",
    "erase": "erase",
    "rotate": "rotate",
    "catalogue": "catalogue",
    "impact": "impact",
    "translate": "translate",
}
"""By command, its module; it is read only when its command is asked for or its help is wanted."""


class Command(Protocol):
    """What a command module offers."""

    HELP: str

    def describe(self, parser: FrenchParser) -> None: ...

    def run(self, said: Words) -> int: ...


def run(arguments: Sequence[str]) -> int:
    """Runs one command and answers the status of the process."""
    parser = FrenchParser(prog="crm", description="Trame, en ligne de commande.")
    kinds = parser.add_subparsers(dest="command", metavar="commande", required=True)
    commands: dict[str, Command] = {}
    for name, module_name in MODULES.items():
        module: Command = import_module(f"crm.cli.{module_name}")
        commands[name] = module
        module.describe(kinds.add_parser(name, help=module.HELP, description=module.HELP))
    said = parser.parse_args(arguments, namespace=Words())
    try:
        return commands[said.command].run(said)
    except Refusal as refusal:
        print(_(refusal.sentence, **refusal.values), file=sys.stderr)
    return 1
