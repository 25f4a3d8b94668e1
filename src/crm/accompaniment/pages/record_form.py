"""The form of a meeting, read: what was typed becomes one RecordIntervention, or errors."""

from datetime import date
from typing import get_args

from sqlalchemy import Connection

from crm.accompaniment.commands import RecordIntervention
from crm.accompaniment.domain.events import OwedBy
from crm.accompaniment.pages.names import Party, find_parties, names_of, party_of
from crm.accompaniment.pages.one_line import read_due
from crm.accompaniment.projections.files import File, file
from crm.event_store import EventStore
from crm.event_store.ids import is_id
from crm.site.dates import read_date
from crm.site.durations import read_minutes
from crm.site.forms import NO_DATE, Form
from crm.site.languages import N_
from crm.site.reader import Reader
from crm.vocabulary import ACTIONS, MODES, THEMES

UNBOUND = 10_000_000
"""The domain says how long a note may be; the form keeps whatever was typed."""
SEVERAL = N_("Plusieurs noms correspondent. Choisissez l’organisation dans la liste.")
NOBODY = N_(
    "Aucune entreprise ni aucun projet de ce nom. Vérifiez le nom, ou inscrivez-le d’abord."
)
WHO = N_("Écrivez le nom de l’entreprise ou du projet rencontré.")
GONE = N_("Cette organisation est introuvable. Choisissez-la de nouveau.")
DUE_DATES = (
    ("demain", N_("Demain")),
    ("vendredi", N_("Vendredi")),
    ("lundi", N_("Lundi")),
    ("dans 2 semaines", N_("Dans 2 semaines")),
)
DURATIONS = ("15 min", "30 min", "1 h", "1 h 30")


class Subject:
    """Whom the meeting is about: a file, a party, several possible parties, or nobody yet."""

    def __init__(self) -> None:
        self.file: File | None = None
        self.party: Party | None = None
        self.possible: list[Party] = []


def subject_of(
    store: EventStore, db: Connection, reader: Reader, form: Form, *, required: bool = True
) -> Subject:
    """Whom the form speaks of; what is missing is an error of the form when `required`."""
    found, pole = Subject(), reader.pole_id
    if is_id(dossier := form.value("dossier")):
        found.file = file(db, pole, dossier)
    if found.file:
        ref = party_of(f"{found.file.party_kind}:{found.file.party_id}")
    else:
        ref = party_of(form.value("organisation"))
    if ref:
        named = names_of(store, db, pole, [ref.id])
        if ref.id in named:
            found.party = Party(ref.kind, ref.id, named[ref.id])
        elif required:
            form.fail("organisation_nom", GONE)
        return found
    return _typed(store, db, pole, form, found, required=required)


def _typed(
    store: EventStore, db: Connection, pole: str, form: Form, found: Subject, *, required: bool
) -> Subject:
    typed = form.text("organisation_nom")
    possible = find_parties(store, db, pole, typed) if typed else []
    if len(possible) == 1:
        found.party = possible[0]
        return found
    found.possible = possible
    if required:
        nobody = NOBODY if typed else GONE if form.value("organisation") else WHO
        form.fail("organisation_nom", SEVERAL if possible else nobody)
    return found


def intervention_of(form: Form, subject: Subject) -> RecordIntervention:
    """The command this form asks for; the errors met while reading are kept by the form."""
    day = form.date_read("date")
    party = subject.party
    return RecordIntervention(
        accompaniment_id=subject.file.accompaniment_id if subject.file else None,
        party=party_of(party.value) if party else None,
        occurred_on=day.day if day else None,
        occurred_precision=day.precision if day else "day",
        mode=form.choice("mode", MODES) or "unknown",  # type: ignore[arg-type]  # one of MODES
        minutes=_minutes(form),
        preparation_minutes=form.minutes("preparation"),
        summary=form.note("note", UNBOUND),
        action=form.choice("action", ACTIONS),  # type: ignore[arg-type]  # one of ACTIONS
        themes=tuple(form.choices("besoin", THEMES)),  # type: ignore[arg-type]  # some of THEMES
        tool_ids=tuple(id for id in form.values("outil") if is_id(id)),
        organisation_id=form.value("orientation") or None,
        next_step=form.note("suite", UNBOUND),
        next_step_due_on=due_date(form),
        owed_by=owed_by(form),
        persons=tuple(id for id in form.values("personne") if is_id(id)),
        new_person=form.text("personne_nouvelle"),
    )


def _minutes(form: Form) -> int | None:
    if form.value("duree").strip():
        return form.minutes("duree")
    return read_minutes(form.value("duree_choix"))


def owed_by(form: Form) -> OwedBy:
    """Who promised the next step: the pôle, unless something else is said."""
    return form.choice("charge", get_args(OwedBy)) or "pole"  # type: ignore[return-value]  # one of them


def due_date(form: Form) -> date | None:
    """When the next step is due: what was typed, else the day chosen."""
    typed = form.text("echeance") or form.text("echeance_choix")
    if not typed:
        return None
    if due := read_due(typed, form.today):
        return due
    past = read_date(typed, form.today)
    if not past or past.precision != "day":
        form.fail("echeance", NO_DATE)
        return None
    return past.day
