"""The life of a project, before there is an enterprise. One project is one promoter: somebody who
carries three projects is one person and three promoters."""

from typing import Annotated, Any, Literal

from msgspec import Struct

from crm.event_store.events import Entry, Event, stored
from crm.event_store.sealing import Sealed
from crm.promoter.domain.models import ModelForm
from crm.vocabulary import LegalForm, Milestone, Survival, Territory, WithdrawalReason

NoticeMeans = Literal["spoken", "written", "online", "unknown"]


@stored("promoter.welcomed.v1")
class PromoterWelcomed(Event, frozen=True, kw_only=True):
    """A first conversation about a project, after the privacy notice was given."""

    persons: tuple[str, ...]
    """Ids of the persons who carry it."""
    working_title: Annotated[str, Sealed("identity")] = ""
    idea: Annotated[str, Sealed("note")] = ""
    territory: Territory | None = None
    mrc: str | None = None
    envisioned_form: LegalForm = "unknown"
    notice: NoticeMeans
    """How the notice of P-39.1 s. 8 was given; "unknown" only for what an import brings in."""


@stored("promoter_project.described.v1")
class PromoterProjectDescribed(Entry, frozen=True, kw_only=True):
    """The project as it is understood from that day."""

    working_title: Annotated[str, Sealed("identity")] = ""
    idea: Annotated[str, Sealed("note")] = ""
    envisioned_form: LegalForm = "unknown"
    territory: Territory | None = None
    mrc: str | None = None


@stored("member.joined.v1")
class MemberJoined(Event, frozen=True, kw_only=True):
    """Somebody joins those who carry the project."""

    person_id: str


@stored("member.left.v1")
class MemberLeft(Event, frozen=True, kw_only=True):
    """Somebody carries the project no more."""

    person_id: str


@stored("milestone.reached.v1")
class MilestoneReached(Event, frozen=True, kw_only=True):
    """The project passed a milestone, with what it is then expected to cost and employ."""

    milestone: Milestone
    cost_cents: int | None = None
    jobs_planned: int | None = None


@stored("milestone.taken_back.v1")
class MilestoneTakenBack(Event, frozen=True, kw_only=True):
    """The milestone was not passed after all; the one named stands again, if there was one."""

    milestone: Milestone
    standing: Milestone | None = None
    standing_on: str | None = None
    """ISO date on which that one was passed."""


@stored("promoter.paused.v1")
class PromoterPaused(Event, frozen=True, kw_only=True):
    """The project waits."""

    reason: Annotated[str, Sealed("note")] = ""


@stored("promoter.resumed.v1")
class PromoterResumed(Event, frozen=True, kw_only=True):
    """The project starts again."""


def _before_it_was_asked(old: dict[str, Any]) -> dict[str, Any]:
    """Only words were kept of why."""
    return old | {"why": "unknown"}


@stored("promoter.withdrawn.v2", _before_it_was_asked)
class PromoterWithdrawn(Event, frozen=True, kw_only=True):
    """The project is given up: the retention clock starts."""

    why: WithdrawalReason
    reason: Annotated[str, Sealed("note")] = ""


@stored("promoter.redirected.v1")
class PromoterRedirected(Event, frozen=True, kw_only=True):
    """The project goes on with another organisation, to which its people were sent."""

    organisation_id: str
    reason: Annotated[str, Sealed("note")] = ""


@stored("founding.completed.v1")
class FoundingCompleted(Event, frozen=True, kw_only=True):
    """The project became an enterprise; its NEQ may come weeks later."""

    enterprise_id: str


@stored("survival.noted.v1")
class SurvivalNoted(Event, frozen=True, kw_only=True):
    """The enterprise was seen at work that day, or was found to have ceased."""

    standing: Survival


class Standing(Struct, frozen=True):
    """How many answers favoured a form, and how many spoke against it."""

    form: ModelForm
    favours: int
    opposes: int


@stored("model.explored.v1")
class ModelExplored(Entry, frozen=True, kw_only=True):
    """The group went through an interview on what the project may become, and kept a form, or not
    yet."""

    interview: str
    """Version of the interview: its questions, and why each answer weighs."""
    answers: dict[str, str]
    """By question, the answer; those left open are absent."""
    weighed: tuple[Standing, ...]
    """Every form, as those who answered saw them."""
    chosen: ModelForm | None = None
    reasoning: Annotated[str, Sealed("note")] = ""
