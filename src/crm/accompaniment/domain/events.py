"""What happens in a file: exchanges, needs, tools, referrals, next steps, results.

Every event names its `parties`, the beneficiaries it concerns, so that each page and each figure
is a function of the event alone.
"""

from typing import Annotated, Any, Literal

from crm.event_store.events import Entry, Event, stored
from crm.event_store.sealing import Sealed
from crm.vocabulary import ActionCode, Answer, Count, Mode, PartyRef, Theme, Urgency

OwedBy = Literal["pole", "beneficiary", "partner"]
ReferralOutcome = Literal["helped", "partly_helped", "not_helped", "unknown"]
Outcome = Literal[
    "objective_met", "partly_met", "not_met", "redirected", "no_news", "ceased", "unknown"
]
SharingConsent = Literal["spoken", "written", "standing"]
"""How the beneficiary agreed that a partner read what a referral says: to this one; or, for a
project, to the purpose of sharing, as long as that consent stands."""
OpenedAs = Literal["mandate", "occasional"]


class FileEvent(Event, frozen=True, kw_only=True):
    parties: tuple[PartyRef, ...]


class FileEntry(Entry, frozen=True, kw_only=True):
    parties: tuple[PartyRef, ...]


@stored("accompaniment.opened.v1")
class AccompanimentOpened(FileEvent, frozen=True, kw_only=True):
    """A mandate begins; "occasional" is the light file of one-off contacts."""

    opened_as: OpenedAs = "mandate"
    title: Annotated[str, Sealed("note")] = ""
    themes: tuple[Theme, ...] = ()
    default_action: ActionCode = "R5"
    advisor_id: str


@stored("accompaniment.titled.v1")
class AccompanimentTitled(FileEntry, frozen=True, kw_only=True):
    """The file bears this title from that day."""

    title: Annotated[str, Sealed("note")]


def _alone(old: dict[str, Any]) -> dict[str, Any]:
    """Files were entrusted one by one, and nobody said from whom."""
    return old


@stored("accompaniment.entrusted.v2", _alone)
class AccompanimentEntrusted(FileEvent, frozen=True, kw_only=True):
    """Another advisor answers for the file; those of one portfolio share a `transfer_id`."""

    advisor_id: str
    former_id: str | None = None
    """Who answered for it before; None in what was stored before that was said."""
    transfer_id: str | None = None
    note: Annotated[str, Sealed("note")] = ""
    """What the next advisor should know."""


@stored("accompaniment.closed.v1")
class AccompanimentClosed(FileEvent, frozen=True, kw_only=True):
    """The mandate is over, with its outcome."""

    outcome: Outcome
    summary: Annotated[str, Sealed("note")] = ""


@stored("accompaniment.reopened.v1")
class AccompanimentReopened(FileEvent, frozen=True, kw_only=True):
    """The mandate starts again."""

    reason: Annotated[str, Sealed("note")] = ""


@stored("intervention.recorded.v1")
class InterventionRecorded(FileEntry, frozen=True, kw_only=True):
    """An exchange, or work on the file. An act with several files is one event in each under one
    `act_id`; `minutes` is how long it lasted, `counted_minutes` the share this file reports."""

    act_id: str
    mode: Mode
    persons: tuple[str, ...] = ()
    minutes: int | None = None
    counted_minutes: int | None = None
    preparation_minutes: int | None = None
    travel_minutes: int | None = None
    spent_by: str | None = None
    """Account of whoever did the work, when it is not whoever says it."""
    summary: Annotated[str, Sealed("note", of="act_id")] = ""


@stored("need.expressed.v1")
class NeedExpressed(FileEntry, frozen=True, kw_only=True):
    """A need heard from the party, in its own words when they were kept."""

    need_id: str
    themes: tuple[Theme, ...]
    verbatim: Annotated[str, Sealed("note", of="need_id")] = ""
    urgency: Urgency = "unknown"
    act_id: str | None = None
    """The exchange it was heard in."""


@stored("need.clarified.v1")
class NeedClarified(FileEvent, frozen=True, kw_only=True):
    """The need as it is understood from that day: its themes and urgency, and why."""

    need_id: str
    themes: tuple[Theme, ...]
    urgency: Urgency = "unknown"
    note: Annotated[str, Sealed("note", of="need_id")] = ""


@stored("need.met.v1")
class NeedMet(FileEvent, frozen=True, kw_only=True):
    """The need has its answer."""

    need_id: str


@stored("need.left_unanswered.v1")
class NeedLeftUnanswered(FileEvent, frozen=True, kw_only=True):
    """The pôle has no answer to this need."""

    need_id: str
    reason: Annotated[str, Sealed("note", of="need_id")] = ""


@stored("need.reopened.v1")
class NeedReopened(FileEvent, frozen=True, kw_only=True):
    """The need was not settled after all."""

    need_id: str


@stored("tool.handed_over.v1")
class ToolHandedOver(FileEntry, frozen=True, kw_only=True):
    """A tool was given, whether or not it is adopted one day."""

    tool_id: str
    version: str = ""
    act_id: str | None = None


@stored("referral.made.v1")
class ReferralMade(FileEntry, frozen=True, kw_only=True):
    """The party is sent to another organisation, which has not answered yet."""

    referral_id: str
    organisation_id: str
    need_ids: tuple[str, ...] = ()
    message: Annotated[str, Sealed("note", of="referral_id")] = ""
    act_id: str | None = None


@stored("referral.chased.v1")
class ReferralChased(FileEvent, frozen=True, kw_only=True):
    """The organisation was reminded of the referral."""

    referral_id: str


@stored("referral.accepted.v1")
class ReferralAccepted(FileEvent, frozen=True, kw_only=True):
    """The organisation takes over."""

    referral_id: str


@stored("referral.refused.v1")
class ReferralRefused(FileEvent, frozen=True, kw_only=True):
    """The organisation cannot help."""

    referral_id: str
    reason: Annotated[str, Sealed("note", of="referral_id")] = ""


@stored("referral.completed.v1")
class ReferralCompleted(FileEvent, frozen=True, kw_only=True):
    """What the referral led to is known."""

    referral_id: str
    outcome: ReferralOutcome = "unknown"


@stored("referral.shared.v1")
class ReferralShared(FileEvent, frozen=True, kw_only=True):
    """The organisation may read the referral from that day: the beneficiary agreed to it."""

    referral_id: str
    consent: SharingConsent


@stored("referral.unshared.v1")
class ReferralUnshared(FileEvent, frozen=True, kw_only=True):
    """The organisation reads the referral no more: the consent is withdrawn, or it is over."""

    referral_id: str


@stored("next_step.planned.v1")
class NextStepPlanned(FileEntry, frozen=True, kw_only=True):
    """What comes next, for when, and who owes it."""

    step_id: str
    text: Annotated[str, Sealed("note", of="step_id")]
    due_on: str | None = None
    """ISO date; absent when nobody said when."""
    owed_by: OwedBy = "pole"
    assigned_to: str | None = None
    act_id: str | None = None


@stored("next_step.postponed.v1")
class NextStepPostponed(FileEvent, frozen=True, kw_only=True):
    """The step has another due date."""

    step_id: str
    due_on: str
    reason: Annotated[str, Sealed("note", of="step_id")] = ""


@stored("next_step.put_back.v1")
class NextStepPutBack(FileEvent, frozen=True, kw_only=True):
    """The postponement was a mistake: the step is due again when it was before."""

    step_id: str
    due_on: str | None = None
    """ISO date; absent when nobody had said when."""


@stored("next_step.done.v1")
class NextStepDone(FileEvent, frozen=True, kw_only=True):
    """The step is done: the promise is kept."""

    step_id: str


@stored("next_step.reopened.v1")
class NextStepReopened(FileEvent, frozen=True, kw_only=True):
    """The tick was a mistake: the step is still to do."""

    step_id: str


@stored("next_step.dropped.v1")
class NextStepDropped(FileEvent, frozen=True, kw_only=True):
    """The step will not be done."""

    step_id: str
    reason: Annotated[str, Sealed("note", of="step_id")] = ""


@stored("result.declared.v1")
class ResultDeclared(FileEntry, frozen=True, kw_only=True):
    """What came of it, in jobs and dollars."""

    result_id: str
    jobs_created: Count = "not_asked"
    jobs_maintained: Count = "not_asked"
    investment_cents: int | None = None
    confirmed_by: Literal["beneficiary", "advisor"] = "advisor"
    satisfaction: Answer = "not_asked"
    comment: Annotated[str, Sealed("note", of="result_id")] = ""


def tells_title(event: Event) -> bool:
    """Whether it says what the file is called."""
    return isinstance(event, AccompanimentOpened | AccompanimentTitled)
