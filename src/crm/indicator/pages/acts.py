"""Acts as a page shows them: a sentence, who, when it happened and when it was recorded."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection

from crm.event_store import EventStore, Recorded
from crm.event_store.events import Event, restatement
from crm.history.projections.names import Directory, named, names_for
from crm.history.projections.telling import TELLINGS
from crm.indicator.projections.acts import Act
from crm.site.french import local
from crm.site.languages import N_, _

KINDS = {
    "exchange": N_("échange"),
    "need": N_("besoin"),
    "referral": N_("orientation"),
    "tool": N_("outil remis"),
    "activity": N_("activité"),
}
PAGES_OF = {"enterprise": "/entreprises/", "promoter": "/projets/"}


class Shown(NamedTuple):
    """One act in a list of acts."""

    name: str
    url: str
    place: str
    sentence: str
    action: str | None
    occurred_on: date
    recorded_on: date
    author: str
    file_url: str
    minutes: int | None = None


class Behind(NamedTuple):
    """The events behind figures, by position, told in sentences."""

    events: Mapping[int, Recorded]
    names: Directory

    def sentence(self, position: int) -> str:
        """What happened, in words; blank when the event is no longer there."""
        recorded = self.events.get(position)
        event = stated(recorded.event) if recorded else None
        telling = TELLINGS.get(type(event)) if event else None
        return telling.sentence(event, self.names).text if telling else ""

    def author(self, position: int) -> str:
        recorded = self.events.get(position)
        return self.names("account", recorded.event.actor_id) if recorded else ""

    def days(self, position: int) -> tuple[date, date] | None:
        """(the day it happened, the day it was recorded), or None."""
        recorded = self.events.get(position)
        if recorded is None:
            return None
        event = stated(recorded.event) or recorded.event
        return event.occurred_on, local(recorded.recorded_at).date()


def stated(event: Event) -> Event | None:
    """What an event says: itself, or the entry as it restates it; None for a take-back."""
    said = restatement(event)
    return said.restated if said else event


def behind(store: EventStore, db: Connection, positions: Iterable[int], pole_id: str) -> Behind:
    """The events at these positions and the names they need: three queries."""
    recorded = store.events(sorted(set(positions)))
    told = [event for r in recorded for event in (r.event, stated(r.event)) if event]
    return Behind({r.position: r for r in recorded}, names_for(store, db, told, pole_id))


def shown_acts(store: EventStore, db: Connection, acts: Sequence[Act], pole_id: str) -> list[Shown]:
    """One page of acts, each with the party, the sentence and the author."""
    known = behind(store, db, (act.position for act in acts), pole_id)
    wanted: dict[str, set[str]] = {}
    for act in acts:
        if act.party_kind and act.party_id:
            wanted.setdefault(act.party_kind, set()).add(act.party_id)
        if act.kind == "activity":
            wanted.setdefault("activity", set()).add(act.subject_id)
    names = named(store, db, wanted, pole_id)
    return [_shown(act, known, names) for act in acts]


def _shown(act: Act, known: Behind, names: Directory) -> Shown:
    kind, party = act.party_kind or "activity", act.party_id or act.subject_id
    return Shown(
        name=names(kind, party),
        url=PAGES_OF[kind] + party if kind in PAGES_OF else "",
        place=_(KINDS[act.kind]),
        sentence=known.sentence(act.position),
        action=act.action,
        occurred_on=act.occurred_on,
        recorded_on=local(act.recorded_at).date(),
        author=known.author(act.position),
        file_url=f"/accompagnements/{act.accompaniment_id}" if act.accompaniment_id else "",
        minutes=act.minutes,
    )
