"""What a row says, typed. Nothing here is decided: names stand as they were written."""

from typing import Literal

from msgspec import Struct

from crm.exchange.reading.headers import Kind
from crm.exchange.reading.words import ProjectState
from crm.site.dates import DateRead
from crm.vocabulary import (
    Answer,
    CoopType,
    Count,
    DepartureHorizon,
    LegalForm,
    Milestone,
    Mode,
    Public,
    Theme,
)

Fate = Literal["recorded", "duplicate", "undecided", "unreadable", "ignored"]
"""`recorded`: nothing in the row itself prevents it. `undecided` comes from matching."""
Reason = Literal["", "no_organisation", "several_candidates", "unreadable", "conflict"]


class DirectoryRow(Struct, frozen=True, kw_only=True):
    """An enterprise as the pôle's own list gives it."""

    name: str
    address: str = ""
    municipality: str = ""
    postal_code: str = ""
    territory: str = ""
    website: str = ""
    email: str = ""
    phone: str = ""
    neq: str = ""
    legal_form: LegalForm = "unknown"
    coop_type: CoopType | None = None
    sector: str = ""


class RegisterRow(Struct, frozen=True, kw_only=True):
    """A body as an extract of the public register gives it."""

    neq: str
    name: str
    address: str = ""
    municipality: str = ""
    postal_code: str = ""
    sector: str = ""
    legal_form: LegalForm = "unknown"
    coop_type: CoopType | None = None


class FollowUpRow(Struct, frozen=True, kw_only=True):
    """An exchange. `minutes` is None when unknown."""

    date: DateRead
    organisation: str
    person: str = ""
    mode: Mode = "unknown"
    minutes: int | None = None
    need: str = ""
    themes: tuple[Theme, ...] = ()
    notes: str = ""
    tool: str = ""
    referred_to: str = ""
    next_step: str = ""
    due_on: DateRead | None = None
    advisor: str = ""


class PromoterRow(Struct, frozen=True, kw_only=True):
    """A project and who carries it."""

    project: str
    persons: tuple[str, ...]
    first_contact: DateRead
    email: str = ""
    phone: str = ""
    municipality: str = ""
    stage: str = ""
    milestone: Milestone | None = None
    state: ProjectState = "active"
    legal_form: LegalForm = "unknown"
    coop_type: CoopType | None = None
    neq: str = ""
    notes: str = ""


class PortraitRow(Struct, frozen=True, kw_only=True):
    """The workforce, the board and the succession of an enterprise on a day."""

    organisation: str
    date: DateRead
    headcount: Count = "not_asked"
    aged_55_plus: Count = "not_asked"
    vacant_posts: Count = "not_asked"
    departures_12_months: Count = "not_asked"
    horizon: DepartureHorizon | None = None
    """None: not asked."""
    plan: Answer = "not_asked"
    seats: Count = "not_asked"
    vacant_seats: Count = "not_asked"
    aged_35_or_less: Count = "not_asked"
    women: Count = "not_asked"
    union: Answer = "not_asked"


class Attendance(Struct, frozen=True, kw_only=True):
    """Somebody at a training, for an organisation. Either name may be empty."""

    number: int
    """Rank in the cell, from 1."""
    person: str
    organisation: str
    digest: str


class TrainingRow(Struct, frozen=True, kw_only=True):
    """A training, and who was there."""

    date: DateRead
    title: str
    public: str = ""
    publics: tuple[Public, ...] = ()
    place: str = ""
    minutes: int | None = None
    attendances: tuple[Attendance, ...] = ()


Content = DirectoryRow | RegisterRow | FollowUpRow | PromoterRow | PortraitRow | TrainingRow


class Told(Struct, frozen=True):
    """A French sentence, to be translated, and what fills its places."""

    sentence: str
    values: dict[str, str] = {}

    @property
    def text(self) -> str:
        """The sentence in French, its places filled."""
        return self.sentence.format_map(self.values) if self.values else self.sentence


class RowRead(Struct, frozen=True, kw_only=True):
    """One row of a file and what was understood of it."""

    sheet: int
    row: int
    """Both count from 1, as the file's own reader shows them."""
    kind: Kind
    digest: str
    """The content of the row in its sheet, whatever its number: what recognises it next time."""
    fate: Fate
    reason: Reason = ""
    told: Told | None = None
    """Why it is not recorded."""
    remarks: tuple[Told, ...] = ()
    """What was left out of a row that is recorded."""
    content: Content | None = None
    raw: str = ""
    """The cells as they were, for the person who decides."""

    @property
    def place(self) -> str:
        """Sheet and row by number, as « 2!37 »: a sheet's title may hold a name."""
        return f"{self.sheet}!{self.row}"


class SheetRead(Struct, frozen=True, kw_only=True):
    """A sheet, its kind, and its rows that are not blank."""

    number: int
    title: str
    kind: Kind
    rows: tuple[RowRead, ...]
