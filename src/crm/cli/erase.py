"""`crm erase`: what is held about somebody falls silent everywhere, and a certificate says so."""

import sys
from collections import Counter
from contextlib import closing

from crm.account.commands import pole_at_work
from crm.app import PROJECTIONS
from crm.cli.words import FrenchParser, Words
from crm.event_store import Author, EventStore, open_event_store
from crm.event_store.events import new_id
from crm.privacy.commands import erase, take_up_erasures
from crm.privacy.commands.erasing import Done
from crm.privacy.projections.held import Held, held_about
from crm.settings import Settings
from crm.site.french import date_long, number
from crm.site.labels import label

HELP = "efface pour toujours ce qui est gardé sur une personne ou un projet"
GROUNDS = {"demande": "request", "fin": "purpose_ended", "illicite": "unlawful"}
KINDS = {"personne": "person", "projet": "promoter"}
TIES = {"own": "propre", "named": "nommée", "perhaps": "peut-être"}
SHOWN = 90
"""Characters of a text that are shown."""


def describe(parser: FrenchParser) -> None:
    parser.add_argument("id", nargs="?", help="identifiant de la personne ou du projet")
    parser.add_argument("--sorte", choices=list(KINDS), default="personne")
    parser.add_argument("--motif", choices=list(GROUNDS), default="demande")
    parser.add_argument("--raison", default="", help="en une phrase, scellée avec l’effacement")
    parser.add_argument("--pole", help="identifiant du pôle, s’il y en a plusieurs")
    parser.add_argument(
        "--aussi", nargs="*", default=[], metavar="NUMÉRO",
        help="les notes où seul le nom de famille paraît, à effacer aussi (« toutes » : chacune)",
    )  # fmt: skip
    parser.add_argument(
        "--sauf", nargs="*", default=[], metavar="NUMÉRO", help="les notes à garder"
    )
    parser.add_argument("--oui", action="store_true", help="efface sans le demander")
    parser.add_argument(
        "--reprendre", action="store_true", help="achève les effacements qu’une panne a interrompus"
    )


def run(said: Words) -> int:
    with closing(open_event_store(Settings.read(), PROJECTIONS)) as store:
        if said.reprendre:
            for done in take_up_erasures(store):
                _certify(store, done)
            return 0
        if not said.id:
            print("Indiquez qui effacer, ou --reprendre.", file=sys.stderr)
            return 2
        return _erase(store, said)


def _erase(store: EventStore, said: Words) -> int:
    pole_id, account_id = pole_at_work(store, said.pole, recording=False)
    held = held_about(store, pole_id, KINDS[said.sorte], said.id)  # type: ignore[arg-type]  # its values
    chosen = {one.holding.subject for n, one in enumerate(held, 1) if _is_chosen(one, n, said)}
    _show(held, chosen)
    if not chosen or not (said.oui or _confirmed()):
        print("Rien n’est effacé.")
        return 1
    author = Author(pole_id=pole_id, actor_id=account_id, command_id=new_id(), source="system")
    done = erase(
        store,
        author,
        kind=KINDS[said.sorte],  # type: ignore[arg-type]  # its values
        subject_id=said.id,
        ground=GROUNDS[said.motif],  # type: ignore[arg-type]  # its values
        subjects=chosen,
        reason=said.raison,
    )
    _certify(store, done)
    return 0


def _is_chosen(one: Held, number: int, said: Words) -> bool:
    if str(number) in said.sauf:
        return False
    return one.tie != "perhaps" or "toutes" in said.aussi or str(number) in said.aussi


def _confirmed() -> bool:
    if not sys.stdin.isatty():
        print("Ajoutez --oui pour effacer.", file=sys.stderr)
        return False
    return input("Cela ne se défait pas. Écrivez EFFACER pour continuer : ") == "EFFACER"


def _show(texts: list[Held], chosen: set[str]) -> None:
    """Each text about the person, with its number: a sign before those that will go."""
    for n, one in enumerate(texts, 1):
        sign = "×" if one.holding.subject in chosen else "·"
        day = date_long(one.holding.event.occurred_on).striptags()
        print(f"{sign} {n:>3}  {day:<18} {TIES[one.tie]} : {_shortened(one.holding.clear)}")
    kept = sum(one.holding.subject not in chosen for one in texts)
    print(f"À effacer : {number(len(texts) - kept)}. Gardés : {number(kept)}.")


def _shortened(clear: str) -> str:
    line = " ".join(clear.split())
    return line if len(line) <= SHOWN else f"{line[: SHOWN - 1]}…"


def _certify(store: EventStore, done: Done) -> None:
    """What may be shown to the person: it names nobody."""
    (*_, last) = store.stream(done.erasure_id)
    print(
        f"Effacement {done.erasure_id}, achevé le {date_long(last.event.occurred_on).striptags()}"
    )
    classes = Counter(key.seal_class for key in done.keys)
    for seal_class, count in sorted(classes.items()):
        print(f"  {label(seal_class, 'seal_classes')} : {number(count)} clés détruites")
    print("Ce que ces clés scellaient ne se lit plus nulle part, sauvegardes comprises.")
