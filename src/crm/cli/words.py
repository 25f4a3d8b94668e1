"""What was typed after the command, and a parser that answers in French."""

import re
import sys
from argparse import ArgumentParser, Namespace
from typing import Any, NoReturn

MESSAGES = (
    (r"the following arguments are required: (.*)", r"il manque : \1"),
    (r"argument (.*): expected one argument", r"\1 demande une valeur"),
    (
        r"argument (.*): invalid choice: (.*) \(choose from (.*)\)",
        r"\1 : \2 n’existe pas; choix : \3",
    ),
    (r"unrecognized arguments: (.*)", r"option inconnue : \1"),
    (r"argument (.*): invalid int value: (.*)", r"\1 : \2 n’est pas un nombre"),
    (r"argument (--?[\w-]+): (.*)", r"\1 : \2"),
)


class Words(Namespace):
    """The arguments of one command."""

    command: str

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)


class FrenchParser(ArgumentParser):
    """argparse with French titles and errors."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, add_help=False)
        self._positionals.title, self._optionals.title = "commandes", "options"
        self.add_argument("-h", "--aide", "--help", action="help", help="montre cette aide")

    def format_help(self) -> str:
        return super().format_help().replace("usage: ", "emploi : ", 1)

    def format_usage(self) -> str:
        return super().format_usage().replace("usage: ", "emploi : ", 1)

    def error(self, message: str) -> NoReturn:
        for english, french in MESSAGES:
            message = re.sub(english, french, message)
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog} : {message}\n")
