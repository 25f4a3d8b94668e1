"""A page of history, ready to be read: sentences, differences, who said it, and what to do."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from markupsafe import Markup
from msgspec.structs import replace
from sqlalchemy import Connection

from crm.accompaniment.domain.events import FileEntry, FileEvent
from crm.event_store import EventStore
from crm.event_store.as_of import NOW, AsOf
from crm.event_store.events import (
    Entry,
    EntryCorrected,
    EntryTakenBack,
    Event,
    Restatement,
    restatement,
)
from crm.event_store.recorded import Recorded
from crm.history.projections.again import Latest
from crm.history.projections.asking import (
    COUNTED,
    AnyRow,
    cursor_at,
    lines_by_facet,
    page_of_lines,
    place_of,
)
from crm.history.projections.fields import differences
from crm.history.projections.names import Directory, names_for
from crm.history.projections.subjects import author_of, subjects_of
from crm.history.projections.telling import TELLINGS, Facet, Part
from crm.history.projections.veil import veiled
from crm.refusal import N_
from crm.site.french import SHORT_MONTHS, date_precise, day_of_month, local, month_of
from crm.site.languages import _, language

FILTERS: dict[str, tuple[str, Facet | None]] = {
    "": (N_("Tout"), None),
    "echanges": (N_("Échanges"), "exchange"),
    "changements": (N_("Changements"), "change"),
    "besoins": (N_("Besoins"), "need"),
    "orientations": (N_("Orientations"), "referral"),
}
"""By the word in the address: what the button says, and the facet it keeps."""
NODES = {"exchange": "plein", "need": "bes", "referral": "ori", "step": "", "minor": "menu"}
BY_LINK = {
    "partner": N_("un partenaire, par un lien"),
    "client": N_("la personne accompagnée, par un lien"),
}
"""Who speaks from a link, by the source of what is recorded."""


class Line(NamedTuple):
    """One line of a history."""

    id: str
    day: date
    when: str
    """As precisely as it was said, with its year."""
    date_label: Markup
    facet: Facet
    node: str
    icon: str
    sentence: tuple[Part, ...]
    note: str
    facts: tuple[tuple[str, str], ...]
    differences: tuple[tuple[str, str, str], ...]
    reason: str
    action: str | None
    author: str
    recorded_on: date | None
    """When it was recorded, if that is another day than the one it happened on."""
    imported: bool
    struck: bool
    """Taken back, or moved to another page by a correction."""
    corrected: bool
    file_url: str
    """The file it belongs to, when this is not the file's own page."""
    correct_url: str
    take_back_url: str
    restore_url: str
    again_url: str
    """Where a value told before is told again."""


class Month(NamedTuple):
    title: str
    lines: list[Line]


class History(NamedTuple):
    """A page of history."""

    months: list[Month]
    counts: dict[str, int]
    """By the word of the filter in the address, at most `COUNTED` each."""
    chosen: str
    next: str
    """Cursor of the page after; empty at the beginning of the story."""

    @property
    def filters(self) -> list[tuple[str, str, str]]:
        """(word, label, count) of each button."""
        return [(word, _(name), _capped(self.counts[word])) for word, (name, _f) in FILTERS.items()]

    @property
    def empty(self) -> bool:
        return not self.months


def timeline_of(
    store: EventStore,
    db: Connection,
    subject_id: str,
    pole_id: str,
    facet: str = "",
    cursor: str = "",
    as_of: AsOf = NOW,
    limit: int = 50,
    *,
    guarded: bool = False,
) -> History:
    """The history of anything, newest first: four statements.

    `facet` is a word of FILTERS and `cursor` the `next` of the page before; both as the address
    says them, and ignored when they make no sense. `guarded` for a reader who may not read
    what was told in confidence.
    """
    chosen = facet if facet in FILTERS else ""
    asked = {"id": subject_id, "pole_id": pole_id}
    place = place_of(cursor)
    page = page_of_lines(as_of, FILTERS[chosen][1], below=bool(place))
    rows = db.execute(page, {**asked, **place, "limit": limit + 1}).all()
    shown = rows[:limit]
    recorded = store.events(sorted({row.position for row in shown}))
    if guarded:
        recorded = [replace(r, event=veiled(r.event)) for r in recorded]
    latest = Latest(older=bool(place))
    names = names_for(store, db, events_behind(shown, recorded), pole_id)
    lines = lines_of(shown, recorded, subject_id, names, latest, guarded=guarded)
    months = [Month(title, list(some)) for title, some in groupby(lines, month_title)]
    after = cursor_at(shown[-1]) if len(rows) > limit else ""
    return History(months, _counts(db, as_of, asked), chosen, after)


def lines_of(
    rows: Sequence[AnyRow],
    recorded: list[Recorded],
    subject_id: str,
    names: Directory,
    latest: Latest,
    *,
    guarded: bool = False,
) -> list[Line]:
    """Index rows as lines, with the names of all that `events_behind` them refers to."""
    if guarded:
        names = names.veiled()
    lines = [_line(row, one, subject_id, names, latest) for row, one in _told(rows, recorded)]
    return [line._replace(file_url="") for line in lines] if guarded else lines


def events_behind(rows: Sequence[AnyRow], recorded: list[Recorded]) -> list[Event]:
    """What these rows tell, as it was recorded and as it stands."""
    return [event for row, r in _told(rows, recorded) for event in (r.event, _standing(row, r)[0])]


def _told(rows: Sequence[AnyRow], recorded: list[Recorded]) -> list[tuple[AnyRow, Recorded]]:
    at = {one.position: one for one in recorded}
    return [(row, at[row.position]) for row in rows if row.position in at]


def _standing(row: AnyRow, recorded: Recorded) -> tuple[Event, Restatement | None]:
    """What a line shows, and what was last said of it if it is an entry restated since."""
    event = recorded.event
    said = restatement(event) if event.originator_version != row.version else None
    shown = (said.restated or said.former) if said else None
    return shown or event, said if shown else None


def _line(
    row: AnyRow, recorded: Recorded, subject_id: str, names: Directory, latest: Latest
) -> Line:
    event, since = _standing(row, recorded)
    telling = TELLINGS[type(event)]
    told = telling.sentence(event, names)
    struck = bool(since) and not _concerns(since, subject_id)
    corrected = since is not None and isinstance(recorded.event, EntryCorrected)
    return Line(
        id=f"fait-{recorded.position}-{row.version}",
        day=event.occurred_on,
        when=date_precise(event.occurred_on, event.occurred_precision).striptags(),
        date_label=_date_label(event),
        facet=telling.facet,
        node=NODES.get(telling.facet, ""),
        icon=told.icon or telling.icon,
        **told.shown,
        differences=_differences(event),
        reason=getattr(event, "reason", "") if _restates(event) else "",
        action=None if _restates(event) else event.action,
        author=_by_link(recorded) or names("account", author_of(event)),
        recorded_on=_recorded_on(recorded, event, restated=since is not None),
        imported=recorded.source == "import",
        struck=struck,
        corrected=corrected,
        **_addresses(row, event, subject_id, latest, struck=struck),
        restore_url=_restore_url(recorded.event) if struck or corrected else "",
    )


def _recorded_on(recorded: Recorded, shown: Event, *, restated: bool) -> date | None:
    on = local(recorded.recorded_at).date()
    return on if restated or on != shown.occurred_on else None


def _by_link(recorded: Recorded) -> str:
    """Whoever answers from a link has no account: the one that sent it is not who speaks."""
    return _(BY_LINK[recorded.source]) if recorded.source in BY_LINK else ""


def _addresses(
    row: AnyRow, event: Event, subject_id: str, latest: Latest, *, struck: bool
) -> dict[str, Any]:
    """The file it belongs to, and where what stands is corrected, taken back and told again."""
    own = f"/historique/{event.originator_id}/{row.version}"
    stands = isinstance(event, Entry) and not struck
    return {
        "file_url": _file_url(event, subject_id),
        "correct_url": f"{own}/corriger" if stands else "",
        "take_back_url": f"{own}/annuler" if stands else "",
        "again_url": "" if struck else latest.url(event, row.version),
    }


def _restore_url(last_word: Event) -> str:
    """Where what was last said of an entry is undone."""
    return f"/historique/{last_word.originator_id}/{last_word.originator_version}/annuler"


def _concerns(said: Restatement | None, subject_id: str) -> bool:
    stands = said.restated if said else None
    return any(subject.id == subject_id for subject in subjects_of(stands)) if stands else False


def _restates(event: Event) -> bool:
    return isinstance(event, EntryCorrected | EntryTakenBack)


def _differences(event: Event) -> tuple[tuple[str, str, str], ...]:
    said = restatement(event)
    if said and said.former and said.restated:
        return tuple(differences(said.former, said.restated))
    return ()


def _file_url(event: Event, subject_id: str) -> str:
    in_file = isinstance(event, FileEvent | FileEntry) and event.originator_id != subject_id
    return f"/accompagnements/{event.originator_id}" if in_file else ""


def _date_label(event: Event) -> Markup:
    if event.occurred_precision == "year":
        return Markup("{}").format(event.occurred_on.year)
    if event.occurred_precision == "month":
        return Markup("{}").format(SHORT_MONTHS[language()][event.occurred_on.month - 1])
    return day_of_month(event.occurred_on)


def month_title(line: Line) -> str:
    return month_of(line.day)


def _counts(db: Connection, as_of: AsOf, asked: dict[str, str]) -> dict[str, int]:
    found = {row[0]: int(row[1]) for row in db.execute(lines_by_facet(as_of), asked)}
    return {
        word: found.get(facet, 0) if facet else sum(found.values())
        for word, (_name, facet) in FILTERS.items()
    }


def _capped(count: int) -> str:
    return f"{COUNTED // 1000} 000+" if count >= COUNTED else str(count)
