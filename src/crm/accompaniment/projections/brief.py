"""The brief of a visit: one page of what whoever is about to visit should have in mind.

Every list is bounded, and says how many it leaves out.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import Connection

from crm.accompaniment.projections.brief_lines import (
    LINES,
    Item,
    Part,
    Words,
    awaited,
    change,
    consent_line,
    contact,
    heard,
    objective_due,
    overdue,
    promised,
    silence,
    step_due,
    urgent,
)
from crm.accompaniment.projections.files import File, files_of
from crm.accompaniment.projections.interventions import Intervention
from crm.accompaniment.projections.visit import Met, Standing, met_in, standing_in
from crm.event_store import AsOf, EventStore
from crm.history.projections.reading import Line
from crm.history.projections.since import Since, told_since
from crm.privacy.projections.consents import Agreed, consents_around
from crm.site.french import date_short, plural
from crm.site.labels import label
from crm.site.languages import _
from crm.site.reader import Reader

NEVER = date(1900, 1, 1)
"""From when somebody is told of an enterprise she never met."""
SOON = timedelta(days=60)
"""How long before its end a consent is spoken of."""
LONG_OVER = timedelta(days=365)
Due = tuple[date, Item]


class Visited(NamedTuple):
    """Whom a visit is for, and what its own room adds to what is watched and to what is due."""

    id: str
    risks: Sequence[Item] = ()
    dues: Sequence[Due] = ()


class Brief(NamedTuple):
    """One page; `parts` by name, `met` the last meeting of the one who reads it."""

    met: Intervention | None
    days_since: int
    parts: dict[str, Part]

    @property
    def heading(self) -> str:
        """When this reader last met them, from which « du nouveau » is told."""
        if not self.met:
            return _("Vous n’y avez encore consigné aucune rencontre : tout est nouveau pour vous.")
        ago = plural(self.days_since, "il y a %(n)s jour", "il y a %(n)s jours", _("aujourd’hui"))
        day = date_short(self.met.occurred_on).striptags()
        if self.met.mode != "meeting":
            day = f"{day} ({label(self.met.mode, 'modes')})"
        return _("Votre dernière rencontre : le {day}, {ago}.", day=day, ago=ago)


class _Known(NamedTuple):
    on: date
    files: list[File]
    standing: list[Standing]
    met: Met
    told: list[Line]
    consents: list[Agreed]
    words: Words

    def of(self, kind: str) -> list[Standing]:
        return [one for one in self.standing if one.kind == kind]


def brief_of(
    store: EventStore, db: Connection, reader: Reader, visited: Visited, as_of: AsOf
) -> Brief:
    """What was open, new and due on the last day of a period, for this reader."""
    known = _known(store, db, reader, visited.id, as_of)
    steps = known.of("step")
    lists = {
        "changes": [change(line) for line in known.told if not line.struck],
        "contacts": [contact(one, known.words) for one in known.met.lately],
        "ours": [promised(one, known.words) for one in steps if one.code == "pole"],
        "theirs": [promised(one, known.words) for one in steps if one.code == "beneficiary"],
        "awaited": _awaited(known),
        "needs": [heard(one, known.words) for one in known.of("need")],
        "risks": [*visited.risks, *_risks(known)],
        "dues": _dues(known, visited.dues),
    }
    parts = {name: Part.of(items, LINES[name]) for name, items in lists.items()}
    since = (known.on - known.met.mine.occurred_on).days if known.met.mine else 0
    return Brief(known.met.mine, since, parts)


def _known(store: EventStore, db: Connection, reader: Reader, id: str, as_of: AsOf) -> _Known:
    pole, files = reader.pole_id, files_of(db, reader.pole_id, id, as_of)
    ids = [one.accompaniment_id for one in files]
    standing = standing_in(db, pole, ids, as_of)
    met = met_in(db, pole, ids, reader.account_id, as_of)
    consents = [one for one in consents_around(db, pole, id) if one.given_on <= as_of.until]
    wanted = {
        "account": {one.advisor_id for one in met.lately},
        "organisation": {one.beside for one in standing if one.kind == "referral"},
        "person": {one.subject_id for one in consents if one.about == "person"},
    }
    since = Since(id, reader.account_id, met.mine.occurred_on if met.mine else NEVER)
    told, names = told_since(store, db, pole, since, wanted, as_of)
    words = Words(as_of.until, names, _opened(store, standing, met))
    return _Known(as_of.until, files, standing, met, told, consents, words)


def _opened(store: EventStore, standing: Iterable[Standing], met: Met) -> dict[str, str]:
    sealed = [(one.id, "note", one.text) for one in standing]
    sealed += [(one.act_id, "note", one.summary) for one in met.lately]
    return dict(zip((id for id, _kind, _text in sealed), store.open_many(sealed), strict=True))


def _awaited(known: _Known) -> list[Item]:
    steps = [promised(s, known.words) for s in known.of("step") if s.code == "partner"]
    return [*steps, *(awaited(one, known.words) for one in known.of("referral"))]


def _risks(known: _Known) -> list[Item]:
    on, words = known.on, known.words
    begun = [f.opened_on for f in known.files if f.closed_on is None or f.closed_on > on]
    last = known.met.lately[0].occurred_on if known.met.lately else None
    late = [overdue(o, words) for o in known.of("objective") if o.due_on and o.due_on < on]
    ended = (one for one in known.consents if one.has_run_out(on) and _is_fresh(one, on))
    found = [silence(last, min(begun), on) if begun else None, urgent(known.of("need"))]
    return [*filter(None, found), *late, *(consent_line(one, words)[1] for one in ended)]


def _is_fresh(one: Agreed, on: date) -> bool:
    return not one.withdrawn_on and bool(one.expires_on and one.expires_on > on - LONG_OVER)


def _dues(known: _Known, others: Sequence[Due]) -> list[Item]:
    on, words = known.on, known.words
    ending = (one for one in known.consents if one.stands(on) and one.expires_on)
    dues = [
        *others,
        *(step_due(one, words) for one in known.of("step") if one.due_on),
        *(objective_due(one, words) for one in known.of("objective") if one.due_on),
        *(consent_line(one, words) for one in ending if one.expires_on < on + SOON),  # type: ignore[operator]  # it ends
    ]
    return [item for day, item in sorted(dues, key=lambda due: due[0]) if day >= on]
