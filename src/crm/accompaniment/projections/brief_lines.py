"""The lines of a brief: what each thing known says to whoever is about to visit."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from crm.accompaniment.projections.interventions import Intervention
from crm.accompaniment.projections.quiet import QUIET_DAYS
from crm.accompaniment.projections.visit import Standing
from crm.history.projections.names import Directory
from crm.history.projections.reading import Line
from crm.history.projections.telling import capital, listed, quoted
from crm.privacy.projections.consents import Agreed
from crm.site.french import date_short, duration, plural
from crm.site.labels import label
from crm.site.languages import _

LINES = {
    "changes": 7, "contacts": 3, "ours": 4, "theirs": 4, "awaited": 3, "needs": 4, "risks": 6,
    "dues": 6,
}  # fmt: skip
"""How many lines each part of the page holds."""
LONGEST = 120
"""Characters of a text somebody wrote: beyond, the file has it whole."""
URGENT = ("high", "critical")


class Item(NamedTuple):
    """One line; `late` says that it asks for something now. `file` is where it is read whole."""

    text: str
    detail: str = ""
    late: bool = False
    file: str = ""


class Part(NamedTuple):
    """The first lines of a list, and how many others there are."""

    items: list[Item]
    more: int

    @classmethod
    def of(cls, items: list[Item], most: int) -> "Part":
        return cls(items[:most], max(0, len(items) - most))


class Words(NamedTuple):
    """The day of the page, the names behind ids, and the texts opened, by id."""

    on: date
    names: Directory
    texts: dict[str, str]


def change(line: Line) -> Item:
    """Something that happened, or was recorded, since."""
    said = "".join(part.text for part in line.sentence)
    noted = f"{clipped(line.note)} · " if line.note else ""
    return Item(clipped(said), f"{noted}{line.when}, {line.author}", file=line.file_url)


def contact(one: Intervention, words: Words) -> Item:
    """One of the last exchanges, whoever had it."""
    lasted = f", {duration(one.minutes)}" if one.minutes else ""
    how = f"{capital(label(one.mode, 'modes'))}{lasted}"
    said = words.texts.get(one.act_id, "")
    by = f"{_day(one.occurred_on)}, {words.names('account', one.advisor_id)}"
    return Item(clipped(said) or how, f"{how} · {by}" if said else by, file=_file(one))


def promised(one: Standing, words: Words) -> Item:
    """A next step, and for when it was promised."""
    late = bool(one.due_on and one.due_on < words.on)
    if not one.due_on:
        when = _("sans date")
    elif late:
        days = (words.on - one.due_on).days
        when = plural(days, "en retard de %(n)s jour", "en retard de %(n)s jours")
    else:
        when = _("pour le {day}", day=_day(one.due_on))
    return Item(_text(one, words), when, late, _file(one))


def awaited(one: Standing, words: Words) -> Item:
    """A referral that an organisation has still to answer or to conclude."""
    days = (words.on - one.since).days
    if one.code == "sent":
        when = plural(days, "sans réponse depuis %(n)s jour", "sans réponse depuis %(n)s jours")
    else:
        when = _("orientation du {day}, pas encore conclue", day=_day(one.since))
    return Item(words.names("organisation", one.beside), when, file=_file(one))


def heard(one: Standing, words: Words) -> Item:
    """A need still open, in the words it was heard in."""
    themes = capital(listed(label(theme, "themes") for theme in one.beside.split(",")))
    is_urgent = one.code in URGENT
    named = f"{themes} ({label(one.code, 'urgencies')})" if is_urgent else themes
    said = clipped(words.texts.get(one.id, ""))
    since = _("entendu le {day}", day=_day(one.since))
    return Item(named, f"{quoted(said)} · {since}" if said else since, is_urgent, _file(one))


def silence(last: date | None, begun: date, on: date) -> Item | None:
    """No exchange for sixty days, in files that are open."""
    days = (on - (last or begun)).days
    if days < QUIET_DAYS:
        return None
    told = plural(days, "Sans nouvelles depuis %(n)s jour", "Sans nouvelles depuis %(n)s jours")
    since = (
        _("dernier échange le {day}") if last else _("aucun échange depuis l’ouverture, le {day}")
    )
    return Item(told, since.format(day=_day(last or begun)), late=True)


def urgent(needs: Sequence[Standing]) -> Item | None:
    """Needs that were said to be urgent and are still open."""
    count = sum(one.code in URGENT for one in needs)
    return Item(plural(count, "%(n)s besoin urgent", "%(n)s besoins urgents")) if count else None


def overdue(one: Standing, words: Words) -> Item:
    """An objective whose day is past."""
    was = _("objectif échu le {day}", day=_day(one.due_on or words.on))
    return Item(_text(one, words), was, late=True, file=_file(one))


def consent_line(one: Agreed, words: Words) -> tuple[date, Item]:
    """A consent and the day it ends, or ended."""
    end = one.expires_on or words.on
    ended = end < words.on
    said = _("Consentement échu : {purpose}") if ended else _("Fin d’un consentement : {purpose}")
    whose = words.names("person", one.subject_id) if one.about == "person" else _("le projet")
    purpose = label(one.purpose, "consent_purposes")
    return end, Item(said.format(purpose=purpose), f"{_day(end)}, {whose}", ended)


def step_due(one: Standing, words: Words) -> tuple[date, Item]:
    """A next step among what is due."""
    return _due(one, words, _("étape"))


def objective_due(one: Standing, words: Words) -> tuple[date, Item]:
    """An objective among what is due."""
    return _due(one, words, _("objectif"))


def clipped(text: str, most: int = LONGEST) -> str:
    """The beginning of a text on one line, cut between two words."""
    flat = " ".join(text.split())
    if len(flat) <= most:
        return flat
    cut = flat[:most].rpartition(" ")[0] or flat[:most]
    return f"{cut.rstrip(',;:. ')}…"


def _due(one: Standing, words: Words, kind: str) -> tuple[date, Item]:
    day = one.due_on or words.on
    return day, Item(_text(one, words), f"{_day(day)}, {kind}", file=_file(one))


def _text(one: Standing, words: Words) -> str:
    return clipped(words.texts.get(one.id, ""))


def _day(day: date) -> str:
    return date_short(day).striptags()


def _file(one: Standing | Intervention) -> str:
    return f"/accompagnements/{one.accompaniment_id}"
