"""The plan agreed with the party: the stages its file goes through, and the objectives it holds."""

from typing import Annotated, Literal, get_args

from crm.accompaniment.domain.events import FileEntry, FileEvent
from crm.event_store.events import stored
from crm.event_store.sealing import Sealed

Stage = Literal["intake", "diagnosis", "plan", "implementation", "follow_up"]
STAGES: tuple[Stage, ...] = get_args(Stage)


@stored("stage.reached.v1")
class StageReached(FileEntry, frozen=True, kw_only=True):
    """The file is at this stage from that day; an earlier stage again is another such event."""

    stage: Stage


@stored("objective.agreed.v1")
class ObjectiveAgreed(FileEntry, frozen=True, kw_only=True):
    """What the party and the pôle agreed to reach, by when, and who answers for it."""

    objective_id: str
    text: Annotated[str, Sealed("note", of="objective_id")]
    responsible: Annotated[str, Sealed("note", of="objective_id")] = ""
    """In words: a name, a board, a committee."""
    due_on: str | None = None
    """ISO date; absent when nobody said when."""


@stored("objective.postponed.v1")
class ObjectivePostponed(FileEvent, frozen=True, kw_only=True):
    """The objective has another due date."""

    objective_id: str
    due_on: str


@stored("objective.attained.v1")
class ObjectiveAttained(FileEvent, frozen=True, kw_only=True):
    """The objective is reached."""

    objective_id: str


@stored("objective.dropped.v1")
class ObjectiveDropped(FileEvent, frozen=True, kw_only=True):
    """The objective is no longer sought."""

    objective_id: str
    reason: Annotated[str, Sealed("note", of="objective_id")] = ""


@stored("objective.reopened.v1")
class ObjectiveReopened(FileEvent, frozen=True, kw_only=True):
    """The objective is sought again: it was not reached, or not given up after all."""

    objective_id: str
