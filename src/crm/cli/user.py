"""`crm user`: an account that may sign in, and its pôle when it is the first."""

import sys
from getpass import getpass

from crm.account.commands import create_user
from crm.app import PROJECTIONS
from crm.cli.words import FrenchParser, Words
from crm.event_store import open_event_store
from crm.settings import Settings
from crm.site.labels import LISTS

HELP = "ouvre un compte; le mot de passe est demandé, ou lu sur l’entrée standard"


def describe(parser: FrenchParser) -> None:
    parser.add_argument("--nom", required=True, help="nom de la personne")
    parser.add_argument("--courriel", required=True, help="courriel, qui sert à ouvrir la session")
    parser.add_argument("--role", default="advisor", choices=list(LISTS["access_roles"]))
    parser.add_argument("--pole", help="identifiant du pôle, s’il existe déjà")
    parser.add_argument("--nouveau-pole", dest="new_pole", help="nom du pôle à inscrire")


def run(said: Words) -> int:
    settings = Settings.read()
    if not said.pole and not said.new_pole:
        print("Indiquez --pole ou --nouveau-pole.", file=sys.stderr)
        return 2
    password = getpass("Mot de passe : ") if sys.stdin.isatty() else sys.stdin.readline().strip()
    store = open_event_store(settings, PROJECTIONS)
    account_id, pole_id = create_user(
        store,
        settings.secret,
        name=said.nom,
        email=said.courriel,
        password=password,
        role=said.role,
        pole_id=said.pole,
        new_pole=said.new_pole or "",
    )
    print(f"Compte {account_id} ouvert au pôle {pole_id}.")
    return 0
