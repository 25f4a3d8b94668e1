"""Who does what in a file: the body that leads it, and the other hands, with their days."""

from typing import Annotated, Self

from crm.accompaniment.domain.answering import Answering
from crm.accompaniment.domain.events import FileEntry
from crm.accompaniment.domain.life import checked
from crm.accompaniment.domain.refusals import HandAlreadyThere, HandAnswers, HandGone, LeadAlready
from crm.event_store.events import Event, Occurrence, stored
from crm.event_store.sealing import Sealed


@stored("lead.designated.v1")
class LeadDesignated(FileEntry, frozen=True, kw_only=True):
    """This body leads the file from that day; without one, the pôle does."""

    organisation_id: str | None = None


@stored("co_intervener.joined.v1")
class CoIntervenerJoined(FileEntry, frozen=True, kw_only=True):
    """An organisation, or an advisor of the team, works in the file beside whoever answers for
    it."""

    hand_id: str
    organisation_id: str | None = None
    advisor_id: str | None = None
    """One of the two."""
    part: Annotated[str, Sealed("note", of="hand_id")] = ""
    """What they do there, in a few words."""


@stored("co_intervener.left.v1")
class CoIntervenerLeft(FileEntry, frozen=True, kw_only=True):
    """They work in the file no more."""

    hand_id: str
    organisation_id: str | None = None
    advisor_id: str | None = None


class Hands(Answering):
    """The hands of a file; `Accompaniment` adds the mandate."""

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.advisor_id = ""
        self.lead: str | None = None
        self.hands: dict[str, CoIntervenerJoined] = {}

    def designate(self, by: Occurrence, organisation_id: str | None) -> Self:
        """The body that leads; None for the pôle, as at the beginning. Raises LeadAlready."""
        if organisation_id == self.lead:
            raise LeadAlready
        return self._tell(LeadDesignated, by, organisation_id=organisation_id)

    def join_hand(
        self,
        by: Occurrence,
        hand_id: str,
        *,
        organisation_id: str | None = None,
        advisor_id: str | None = None,
        part: str = "",
    ) -> Self:
        """Raises HandAnswers, HandAlreadyThere, NoteTooLong."""
        if advisor_id and advisor_id == self.advisor_id:
            raise HandAnswers
        who = organisation_id or advisor_id
        if who in {hand.organisation_id or hand.advisor_id for hand in self.hands.values()}:
            raise HandAlreadyThere
        return self._tell(
            CoIntervenerJoined,
            by,
            hand_id=hand_id,
            organisation_id=organisation_id,
            advisor_id=advisor_id,
            part=checked(part),
        )

    def part_with_hand(self, by: Occurrence, hand_id: str) -> Self:
        """Raises HandGone when they are not there, or are of another file."""
        hand = self.hands.get(hand_id)
        if not hand:
            raise HandGone
        return self._tell(
            CoIntervenerLeft,
            by,
            hand_id=hand_id,
            organisation_id=hand.organisation_id,
            advisor_id=hand.advisor_id,
        )

    def hand_on(self, event: Event) -> bool:
        """What an event says of hands; false when it says nothing of them. Raises LookupError
        when somebody leaves who is not there."""
        match event:
            case LeadDesignated():
                self.lead = event.organisation_id
            case CoIntervenerJoined():
                self.hands[event.hand_id] = event
            case CoIntervenerLeft():
                del self.hands[event.hand_id]
            case _:
                return False
        return True
