"""`crm access`: everything held about somebody, as a French PDF and as structured JSON."""

import sys
from contextlib import closing
from pathlib import Path

from crm.account.commands import pole_at_work
from crm.app import PROJECTIONS
from crm.cli.erase import KINDS, TIES
from crm.cli.words import FrenchParser, Words
from crm.event_store import EventStore, open_event_store
from crm.event_store.commands import day_of
from crm.privacy.projections.access_file import AccessFile, access_file
from crm.privacy.projections.access_pdf import pdf_of
from crm.privacy.projections.held import Held, held_about
from crm.privacy.projections.portable import portable_file
from crm.settings import Settings
from crm.site.consultations import Consultations
from crm.site.french import date_long, number

HELP = "réunit tout ce qui est gardé sur une personne ou un projet, pour le lui remettre"


def describe(parser: FrenchParser) -> None:
    parser.add_argument("id", help="identifiant de la personne ou du projet")
    parser.add_argument("--sorte", choices=list(KINDS), default="personne")
    parser.add_argument("--pole", help="identifiant du pôle, s’il y en a plusieurs")
    parser.add_argument("--pdf", metavar="FICHIER", help="écrit le document en français")
    parser.add_argument("--json", metavar="FICHIER", help="écrit le fichier structuré")
    parser.add_argument(
        "--portabilite", metavar="FICHIER",
        help="écrit l’archive (JSON, CSV et schéma) de ce que la personne a fourni, sans le reste",
    )  # fmt: skip
    parser.add_argument(
        "--avec", nargs="*", default=[], metavar="NUMÉRO",
        help="les notes d’autres dossiers qui partent aussi (sans cela, aucune)",
    )  # fmt: skip


def run(said: Words) -> int:
    with closing(open_event_store(Settings.read(), PROJECTIONS)) as store:
        pole_id, _account_id = pole_at_work(store, said.pole, recording=False)
        kind = KINDS[said.sorte]
        held = held_about(store, pole_id, kind, said.id)  # type: ignore[arg-type]  # its values
        if not any(one.tie == "own" for one in held):
            print("Rien de lisible n’est gardé sous cet identifiant.", file=sys.stderr)
            return 1
        others = [one for one in held if one.tie != "own"]
        chosen = {one.holding.subject for n, one in enumerate(others, 1) if str(n) in said.avec}
        _show(others, chosen)
        file = _file(store, pole_id, kind, said.id, chosen)
        portable = portable_file(store, pole_id, file.kind, said.id, day_of(store.clock()))
    print(f"Textes remis : {number(len(file.own) + len(file.elsewhere))}.")
    _write(said.pdf, pdf_of(file) if said.pdf else b"")
    _write(said.json, file.json())
    _write(said.portabilite, portable.archive())
    return 0


def _file(store: EventStore, pole_id: str, kind: str, id: str, chosen: set[str]) -> AccessFile:
    traces = Consultations(store.builder.engine, Settings.read().traces, store.clock)
    traces.prepare()
    opened = traces.who_opened(pole_id, id)
    return access_file(store, pole_id, kind, id, chosen, day_of(store.clock()), opened)  # type: ignore[arg-type]  # of KINDS


def _show(others: list[Held], chosen: set[str]) -> None:
    """Each note of another file, with its number: a sign before those that leave."""
    for n, one in enumerate(others, 1):
        sign = "→" if one.holding.subject in chosen else "·"
        day = date_long(one.holding.event.occurred_on).striptags()
        print(f"{sign} {n:>3}  {day:<18} {TIES[one.tie]} : {' '.join(one.holding.clear.split())}")


def _write(name: str | None, content: bytes) -> None:
    """Readable by whoever runs the command, by nobody else."""
    if name:
        path = Path(name)
        path.touch(mode=0o600)
        path.write_bytes(content)
