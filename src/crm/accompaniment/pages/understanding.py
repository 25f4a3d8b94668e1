"""One line, shown as it was understood before anything is recorded."""

from typing import NamedTuple

from litestar import Controller, post
from litestar.di import NamedDependency
from litestar.response import Template
from sqlalchemy import Connection

from crm.accompaniment.pages.names import Party, find_parties
from crm.accompaniment.pages.one_line import Line, read_line
from crm.accompaniment.pages.record_form import Subject, subject_of
from crm.accompaniment.pages.words import MODE_ICONS
from crm.event_store import EventStore
from crm.event_store.commands import day_of
from crm.site.folding import fold
from crm.site.forms import Form
from crm.site.french import duration
from crm.site.reader import Reader
from crm.site.rights import WRITERS

LONGEST_LINE = 4_000
WORDS_OF_A_NAME = 8


class Understood(NamedTuple):
    """What a line says, about whom, and the form it fills."""

    line: Line
    subject: Subject
    form: Form

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

    @post("/compris", sync_to_thread=True, status_code=200)
    def live(
        self,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        form: NamedDependency[Form],
    ) -> Template:
        """The chips under the line, while it is being written."""
        return _shown("accompaniment/understood.html", store, reader, form)


def _shown(page: str, store: EventStore, reader: Reader, form: Form) -> Template:
    form.today = day_of(store.clock())
    with store.engine.connect() as db:
        understood = understand(store, db, reader, form)
    context = {
        "text": form.value("texte"),
        "line": understood.line,
        "subject": understood.subject,
        "form": understood.form,
        "count": understood.events,
        "mode_icons": MODE_ICONS,
        "reader_name": reader.name,
        "day": understood.line.day or form.today,
        "today_is": form.today,
    }
    return Template(page, context=context)


def understand(store: EventStore, db: Connection, reader: Reader, sent: Form) -> Understood:
    """What the line says of whom. Never refuses: what is doubtful is shown as doubtful."""
    line = read_line(sent.value("texte")[:LONGEST_LINE], sent.today)
    subject = subject_of(store, db, reader, sent, required=False)
    if line.party:
        possible, rest = resolve(store, db, reader.pole_id, line.party)
        line = line._replace(note=" ".join(f"{rest} {line.note}".split()))
        subject = Subject() if possible else subject
        subject.possible = possible
        if len(possible) == 1:
            subject.party, subject.possible = possible[0], []
    return Understood(line, subject, _filled(sent, line, subject))


def resolve(
    store: EventStore, db: Connection, pole_id: str, written: str
) -> tuple[list[Party], str]:
    """Parties the longest beginning of these words names, and the words left over."""
    words = written.replace("-", " ").split()
    near = find_parties(store, db, pole_id, words[0], limit=60) if words else []
    for length in range(min(len(words), WORDS_OF_A_NAME), 0, -1):
        wanted = fold(" ".join(words[:length]))
        found = [party for party in near if wanted in fold(party.name.replace("-", " "))]
        if found:
            return found[:8], " ".join(words[length:])
    return [], " ".join(words)


def _filled(sent: Form, line: Line, subject: Subject) -> Form:
    form = Form.of(
        sent.today,
        organisation=subject.party.value if subject.party else None,
        dossier=subject.file.accompaniment_id if subject.file else None,
        organisation_nom="" if subject.party else line.party,
        retour=sent.value("retour"),
        mode=line.mode,
        duree=duration(line.minutes) if line.minutes is not None else None,
        date=(line.day or sent.today).isoformat(),
        note=line.note,
        action=line.action,
        suite=line.next_step,
        echeance=line.due_on.isoformat() if line.due_on else None,
    )
    form.data = {**form.data, "besoin": line.themes}
    return form
