"""`crm user`: an account that may sign in, and its pôle when it is the first."""

import sys
from getpass import getpass

from crm.account.commands import create_user
from crm.app import PROJECTIONS
from crm.cli.words import FrenchParser, Words
from crm.ecosystem.commands import NameRepresentative
from crm.ecosystem.domain import Organisation
from crm.event_store import Author, EventStore, open_event_store
from crm.event_store.events import new_id
from crm.settings import Settings
from crm.site.labels import LISTS

HELP = "ouvre un compte; le mot de passe est demandé, ou lu sur l’entrée standard"


def describe(parser: FrenchParser) -> None:
    parser.add_argument("--nom", required=True, help="nom de la personne")
    parser.add_argument("--courriel", required=True, help="courriel, qui sert à ouvrir la session")
    parser.add_argument("--role", default="advisor", choices=list(LISTS["access_roles"]))
    parser.add_argument("--pole", help="identifiant du pôle, s’il existe déjà")
    parser.add_argument(
        "--organisme", help="identifiant de l’organisme au nom duquel ce compte lit"
    )
    parser.add_argument("--nouveau-pole", dest="new_pole", help="nom du pôle à inscrire")


def run(said: Words) -> int:
    settings = Settings.read()
    if wrong := _wrong(said):
        print(wrong, file=sys.stderr)
        return 2
    password = getpass("Mot de passe : ") if sys.stdin.isatty() else sys.stdin.readline().strip()
    store = open_event_store(settings, PROJECTIONS)
    if said.organisme:
        store.load(Organisation, said.organisme)
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
    if said.organisme:
        _tie(store, account_id, pole_id, said.organisme)
    print(f"Compte {account_id} ouvert au pôle {pole_id}.")
    return 0


def _wrong(said: Words) -> str:
    """What is missing or does not go together; empty when all is well."""
    if not said.pole and not said.new_pole:
        return "Indiquez --pole ou --nouveau-pole."
    if said.organisme and (said.role != "partner" or not said.pole):
        return "--organisme va avec --role partner et --pole."
    return ""


def _tie(store: EventStore, account_id: str, pole_id: str, organisation_id: str) -> None:
    """Says on whose behalf a partner reads. Raises Unknown."""
    command = NameRepresentative(organisation_id=organisation_id, account_id=account_id)
    author = Author(pole_id=pole_id, actor_id=account_id, command_id=new_id(), source="system")
    store.handle(command, author)
