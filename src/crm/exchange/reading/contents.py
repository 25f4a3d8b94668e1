"""From the cells of a row to what it says, or why it cannot be read."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from hashlib import blake2b

from msgspec import Struct

from crm.exchange.reading.directory import postal
from crm.exchange.reading.files import Cell
from crm.exchange.reading.headers import Kind
from crm.exchange.reading.line import Line, Unreadable
from crm.exchange.reading.rows import (
    Attendance,
    Content,
    DirectoryRow,
    FollowUpRow,
    PortraitRow,
    PromoterRow,
    RegisterRow,
    Told,
    TrainingRow,
)
from crm.exchange.reading.words import (
    Stage,
    read_form,
    read_horizon,
    read_mode,
    read_publics,
    read_stage,
    read_themes,
)
from crm.refusal import N_

NO_NEQ = N_("Le NEQ manque.")
NO_PERSON = N_("Aucun promoteur n’est nommé.")
NO_TITLE = N_("Le titre de l’activité manque.")
NOT_A_PLACE = re.compile(r"(c\.? ?p\.?\b|case postale|boul|rue\b|\d|#)", re.IGNORECASE)
BETWEEN = re.compile(r"\s+[–—-]\s+|\s*[–—]\s*")
"""What stands between a person and the organisation: « nom – organisme »."""


class Understood(Struct, frozen=True):
    """What a row says, and what of it was left out."""

    content: Content
    remarks: tuple[Told, ...]


def read_content(
    kind: Kind, cells: dict[str, Cell], titles: dict[str, str], today: date, digest: str
) -> Understood | Unreadable:
    """What a row of this kind says; Unreadable, with the reason, when it cannot be recorded.

    `cells` and `titles` are by field; `digest` is the row's.
    """
    line = Line(cells, titles, today, digest)
    try:
        content = READERS[kind](line)
    except Unreadable as refused:
        return refused
    return Understood(content, tuple(line.remarks))


def _directory(line: Line) -> DirectoryRow:
    form = read_form(line.text("legal_form"))
    return DirectoryRow(
        name=line.organisation("name"),
        address=line.text("address"),
        municipality=_municipality(line),
        postal_code=postal(line.text("postal_code")),
        territory=line.text("territory"),
        website=line.text("website"),
        email=line.text("email"),
        phone=line.text("phone"),
        neq=line.neq(),
        legal_form=form.legal_form,
        coop_type=form.coop_type,
        sector=line.text("sector"),
    )


def _register(line: Line) -> RegisterRow:
    name, form = line.organisation("name"), read_form(line.text("legal_form"))
    neq = line.neq()
    if not neq:
        raise Unreadable(line.remarks[-1] if line.remarks else Told(NO_NEQ))
    return RegisterRow(
        neq=neq,
        name=name,
        address=line.text("address"),
        municipality=_municipality(line),
        postal_code=postal(line.text("postal_code")),
        sector=line.text("sector"),
        legal_form=form.legal_form,
        coop_type=form.coop_type,
    )


def _municipality(line: Line) -> str:
    """The place; the register writes a post office box where the place should be."""
    here, further = line.text("municipality"), line.text("address_more")
    if NOT_A_PLACE.match(here):
        return "" if NOT_A_PLACE.match(further) else further
    return here


def _follow_up(line: Line) -> FollowUpRow:
    organisation, day = line.organisation(), line.day("date")
    need = line.text("need")
    return FollowUpRow(
        date=day,
        organisation=organisation,
        person=line.text("person"),
        mode=line.word("mode", read_mode) or "unknown",
        minutes=line.minutes(),
        need=need,
        themes=read_themes(need),
        notes=line.text("notes"),
        tool=line.text("tool"),
        referred_to=line.text("referred_to"),
        next_step=line.text("next_step"),
        due_on=line.due("due_on"),
        advisor=line.text("advisor"),
    )


def _promoter(line: Line) -> PromoterRow:
    persons = tuple(re.split(r"\s*(?:,|;|&|\bet\b)\s*", line.text("persons").strip(" ,;&")))
    if not persons[0]:
        raise Unreadable(Told(NO_PERSON))
    stage = line.word("stage", read_stage) or Stage(None, "active")
    form = read_form(line.text("legal_form"))
    return PromoterRow(
        project=line.text("project"),
        persons=tuple(filter(None, persons)),
        first_contact=line.day("first_contact"),
        email=line.text("email"),
        phone=line.text("phone"),
        municipality=line.text("municipality"),
        stage=line.text("stage"),
        milestone=stage.milestone,
        state=stage.state,
        legal_form=form.legal_form,
        coop_type=form.coop_type,
        neq=line.neq(),
        notes=line.text("notes"),
    )


def _portrait(line: Line) -> PortraitRow:
    return PortraitRow(
        organisation=line.organisation(),
        date=line.day("date"),
        headcount=line.count("headcount"),
        aged_55_plus=line.count("aged_55_plus"),
        vacant_posts=line.count("vacant_posts"),
        departures_12_months=line.count("departures_12_months"),
        horizon=line.word("horizon", read_horizon),
        plan=line.answer("plan"),
        seats=line.count("seats"),
        vacant_seats=line.count("vacant_seats"),
        aged_35_or_less=line.count("aged_35_or_less"),
        women=line.count("women"),
        union=line.answer("union"),
    )


def _training(line: Line) -> TrainingRow:
    title = line.text("title")
    if not title:
        raise Unreadable(Told(NO_TITLE))
    public = line.text("public")
    return TrainingRow(
        date=line.day("date"),
        title=title,
        public=public,
        publics=read_publics(public),
        place=line.text("place"),
        minutes=line.minutes(),
        attendances=tuple(_attendances(line)),
    )


def _attendances(line: Line) -> list[Attendance]:
    """Those present; the same one named twice keeps two digests, the second by its rank."""
    said: Counter[str] = Counter()
    found: list[Attendance] = []
    for number, text in enumerate(line.lines("participants"), 1):
        person, _, organisation = _parted(text)
        said[text] += 1
        key = f"{line.digest}\x1d{text}\x1d{said[text]}".encode()
        digest = blake2b(key, digest_size=16).hexdigest()
        found.append(
            Attendance(number=number, person=person, organisation=organisation, digest=digest)
        )
    return found


def _parted(text: str) -> tuple[str, str, str]:
    if mark := BETWEEN.search(text):
        return text[: mark.start()].strip(), mark[0], text[mark.end() :].strip()
    return text, "", ""


READERS: dict[Kind, Callable[[Line], Content]] = {
    "directory": _directory,
    "register": _register,
    "follow_up": _follow_up,
    "promoters": _promoter,
    "portraits": _portrait,
    "trainings": _training,
}
