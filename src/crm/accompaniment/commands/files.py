"""Opening, entrusting, closing and reopening a file, and telling what came of it."""

from typing import Literal

from msgspec import field

from crm.accompaniment.commands.occurring import occurrence
from crm.accompaniment.domain.accompaniment import Accompaniment
from crm.accompaniment.domain.events import OpenedAs, Outcome, tells_title
from crm.event_store.commands import Command, Desk
from crm.event_store.events import new_id
from crm.event_store.said import must_have_seen
from crm.vocabulary import ActionCode, Answer, Count, PartyRef, Theme


class OpenAccompaniment(Command, frozen=True, kw_only=True):
    """A mandate for these parties; whoever opens it answers for it unless said otherwise."""

    parties: tuple[PartyRef, ...]
    title: str = ""
    themes: tuple[Theme, ...] = ()
    action: ActionCode | None = None
    advisor_id: str | None = None
    opened_as: OpenedAs = "mandate"
    accompaniment_id: str = field(default_factory=new_id)

    def decide(self, desk: Desk) -> None:
        """Raises NobodyAccompanied, NoteTooLong."""
        opened = Accompaniment.open(
            occurrence(desk, self),
            parties=self.parties,
            advisor_id=self.advisor_id or desk.author.actor_id,
            title=self.title,
            themes=self.themes,
            opened_as=self.opened_as,
            action=self.action,
            id=self.accompaniment_id,
        )
        desk.add(opened)


class OnFile(Command, frozen=True, kw_only=True):
    """What is asked of one file already open or closed."""

    accompaniment_id: str

    def file(self, desk: Desk) -> Accompaniment:
        """The file. Raises Unknown when this pôle has none of this id."""
        return desk.load(Accompaniment, self.accompaniment_id)


class TitleAccompaniment(OnFile, frozen=True, kw_only=True):
    title: str
    seen: int | None = None
    """Version of what last said the title when it was read; no check when absent."""

    def decide(self, desk: Desk) -> None:
        """Raises SaidMeanwhile, FileUntitled, NoteTooLong."""
        file = self.file(desk)
        must_have_seen(file, tells_title, self.seen)
        file.entitle(occurrence(desk, self), self.title)


class EntrustAccompaniment(OnFile, frozen=True, kw_only=True):
    advisor_id: str

    def decide(self, desk: Desk) -> None:
        self.file(desk).entrust(occurrence(desk, self), self.advisor_id)


class CloseAccompaniment(OnFile, frozen=True, kw_only=True):
    outcome: Outcome
    summary: str = ""

    def decide(self, desk: Desk) -> None:
        """Raises AlreadyClosed, NeedsStillOpen, StepsStillOpen, ObjectivesStillSought,
        NoteTooLong.
        """
        self.file(desk).close(occurrence(desk, self), self.outcome, self.summary)


class ReopenAccompaniment(OnFile, frozen=True, kw_only=True):
    reason: str = ""

    def decide(self, desk: Desk) -> None:
        """Raises NotClosed."""
        self.file(desk).reopen(occurrence(desk, self), self.reason)


class DeclareResult(OnFile, frozen=True, kw_only=True):
    jobs_created: Count = "not_asked"
    jobs_maintained: Count = "not_asked"
    investment_cents: int | None = None
    confirmed_by: Literal["beneficiary", "advisor"] = "advisor"
    satisfaction: Answer = "not_asked"
    comment: str = ""

    def decide(self, desk: Desk) -> None:
        """Raises ResultEmpty, NoteTooLong."""
        self.file(desk).declare_result(
            occurrence(desk, self),
            jobs_created=self.jobs_created,
            jobs_maintained=self.jobs_maintained,
            investment_cents=self.investment_cents,
            confirmed_by=self.confirmed_by,
            satisfaction=self.satisfaction,
            comment=self.comment,
        )


class HandOverTool(OnFile, frozen=True, kw_only=True):
    tool_id: str
    version: str = ""

    def decide(self, desk: Desk) -> None:
        self.file(desk).hand_over(occurrence(desk, self), self.tool_id, self.version)
