"""One line, shown as it was understood before anything is recorded."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from litestar import Controller, post
from litestar.di import NamedDependency
from litestar.response import Template
from sqlalchemy import Connection

from crm.accompaniment.pages.names import Party, find_parties
from crm.accompaniment.pages.noting import record_page
from crm.accompaniment.pages.one_line import Line, hear
from crm.accompaniment.pages.people import met, parties_of_person
from crm.accompaniment.pages.record_form import Subject, subject_of
from crm.accompaniment.pages.words import MODE_ICONS
from crm.event_store import EventStore
from crm.event_store.commands import day_of
from crm.site.folding import fold
from crm.site.forms import Form
from crm.site.french import duration
from crm.site.reader import Reader
from crm.site.rights import WRITERS

LONGEST_LINE = 20_000
"""Characters of a line that are read; its note is refused long before."""
WORDS_OF_A_NAME = 8


class Understood(NamedTuple):
    """What a line says, about whom, and the form it fills."""

    line: Line
    subject: Subject
    form: Form
    heard: Mapping[str, str]
    """By part of the line, the very words that say it."""
    present: Sequence[tuple[str, str]] = ()
    """(id, name) of those who were there."""
    newcomer: str = ""
    """Name of somebody met for the first time."""
    unplaced: Sequence[str] = ()
    """Other names of whom nobody is known, or several: they stay in the note."""

    @property
    def events(self) -> int:
        """How many events it makes: the exchange, each need, the next step."""
        return 1 + len(self.line.themes) + bool(self.line.next_step)


class UnderstandingPages(Controller):
    path = "/noter"
    opt = WRITERS

    @post("/ligne", sync_to_thread=True, status_code=200)
    def confirm(
        self,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        form: NamedDependency[Form],
    ) -> Template:
        """What will be recorded, to be confirmed with one more key."""
        return _shown("accompaniment/line.html", store, reader, form)

    @post("/formulaire", sync_to_thread=True, status_code=200)
    def fill(
        self,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        form: NamedDependency[Form],
    ) -> Template:
        """The form, filled with what the line said."""
        form.today = day_of(store.clock())
        with store.engine.connect() as db:
            understood = understand(store, db, reader, form)
        return record_page(store, reader, understood.form)


def _shown(page: str, store: EventStore, reader: Reader, form: Form) -> Template:
    form.today = day_of(store.clock())
    with store.engine.connect() as db:
        understood = understand(store, db, reader, form)
    return Template(page, context=shown_of(understood, reader, form))


def shown_of(understood: Understood, reader: Reader, sent: Form) -> dict[str, Any]:
    """What the templates of a line ask for."""
    return {
        "text": sent.value("texte"),
        "line": understood.line,
        "heard": understood.heard,
        "subject": understood.subject,
        "understood": understood,
        "form": understood.form,
        "count": understood.events,
        "mode_icons": MODE_ICONS,
        "reader_name": reader.name,
        "day": understood.line.day or sent.today,
        "today_is": sent.today,
    }


def understand(store: EventStore, db: Connection, reader: Reader, sent: Form) -> Understood:
    """What the line says of whom. Never refuses: what is doubtful is shown as doubtful."""
    line, heard = hear(sent.value("texte")[:LONGEST_LINE], sent.today)
    subject = subject_of(store, db, reader, sent, required=False)
    about, named = subject.party, list(line.people)
    if line.party and about and met(store, db, reader.pole_id, about, line.party):
        named.insert(0, line.party)
        line = line._replace(party="")
    if line.party:
        line, subject = _about(store, db, reader.pole_id, line, subject, named)
    present, strangers, doubtful = _present(store, db, reader.pole_id, subject.party, named)
    newcomer, *others = strangers or [""]
    unplaced = [*others, *doubtful]
    line = line._replace(note=" ".join((line.note, *unplaced)).strip())
    filled = _filled(sent, line, subject, newcomer if subject.party else "")
    filled.data = {**filled.data, "personne": [id for id, _name in present]}
    return Understood(line, subject, filled, heard, present, newcomer, unplaced)


def _about(
    store: EventStore, db: Connection, pole: str, line: Line, before: Subject, named: list[str]
) -> tuple[Line, Subject]:
    """The line and whom it is about, once its first name is sought: a party, else somebody of one,
    who then counts among those named."""
    possible, rest = resolve(store, db, pole, line.party)
    if not possible and (of := parties_of_person(store, db, pole, line.party)):
        possible, rest = of, ""
        named.insert(0, line.party)
    if before.party in possible:
        subject = before
    else:
        subject = Subject()
        subject.possible = possible
        if len(possible) == 1:
            subject.party, subject.possible = possible[0], []
    return line._replace(note=" ".join(f"{rest} {line.note}".split())), subject


def _present(
    store: EventStore, db: Connection, pole: str, party: Party | None, named: Sequence[str]
) -> tuple[list[tuple[str, str]], list[str], list[str]]:
    """(id, name) of those of the party who are named, the names that are nobody's there, and those
    that several bear."""
    found: dict[str, str] = {}
    strangers: list[str] = []
    doubtful: list[str] = []
    for name in named:
        near = met(store, db, pole, party, name) if party else []
        if len(near) == 1:
            found.update(near)
        else:
            (doubtful if near else strangers).append(name)
    return list(found.items()), strangers, doubtful


def resolve(
    store: EventStore, db: Connection, pole_id: str, written: str
) -> tuple[list[Party], str]:
    """Parties the longest beginning of these words names, and the words left over."""
    words = written.replace("-", " ").split()
    near = find_parties(store, db, pole_id, words[0], limit=60) if words else []
    for length in range(min(len(words), WORDS_OF_A_NAME), 0, -1):
        wanted = fold(" ".join(words[:length]))
        found = [party for party in near if wanted in fold(party.name.replace("-", " "))]
        exact = [party for party in found if fold(party.name) == wanted]
        if found:
            return (exact or found)[:8], " ".join(words[length:])
    return [], " ".join(words)


def _filled(sent: Form, line: Line, subject: Subject, newcomer: str) -> Form:
    form = Form.of(
        sent.today,
        organisation=subject.party.value if subject.party else None,
        dossier=subject.file.accompaniment_id if subject.file else None,
        organisation_nom="" if subject.party else line.party,
        command_id=sent.value("command_id"),
        retour=sent.value("retour"),
        brouillon=sent.value("brouillon") or None,
        mode=line.mode,
        duree=duration(line.minutes) if line.minutes is not None else None,
        date=(line.day or sent.today).isoformat(),
        note=line.note,
        action=line.action,
        suite=line.next_step,
        echeance=line.due_on.isoformat() if line.due_on else None,
        personne_nouvelle=newcomer or None,
    )
    form.data = {**form.data, "besoin": line.themes}
    return form
