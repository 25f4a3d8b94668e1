"""Telling what an enterprise is: its name, number, form, seat, sector, mission and channels."""

from crm.enterprise.commands.checks import free_neq, occurrence
from crm.enterprise.commands.places import placed
from crm.enterprise.domain.enterprise import Enterprise
from crm.enterprise.domain.events import ChannelKind, SeenIn
from crm.event_store.commands import Command, Desk
from crm.event_store.events import Occurrence
from crm.vocabulary import Address, CoopType, LegalForm


class OnEnterprise(Command, frozen=True, kw_only=True):
    """What is said of one enterprise of this pôle."""

    enterprise_id: str

    def decide(self, desk: Desk) -> None:
        """Raises Unknown, DayAhead, DayTooEarly, and what the rule of each command refuses."""
        self.say(desk.load(Enterprise, self.enterprise_id), occurrence(desk, self), desk)

    def say(self, enterprise: Enterprise, by: Occurrence, desk: Desk) -> None:
        """The decision itself."""
        raise NotImplementedError  # a Struct takes no ABC: said here instead


class IdentifyEnterprise(OnEnterprise, frozen=True, kw_only=True):
    neq: str
    seen_in: SeenIn = "declaration"

    def say(self, enterprise: Enterprise, by: Occurrence, desk: Desk) -> None:
        """Raises NeqMalformed, NeqOfIndividual, NeqAlreadyHeld."""
        enterprise.identify(by, free_neq(desk, self.neq, self.enterprise_id), self.seen_in)


class RenameEnterprise(OnEnterprise, frozen=True, kw_only=True):
    name: str

    def say(self, enterprise: Enterprise, by: Occurrence, desk: Desk) -> None:
        """Raises EnterpriseUnnamed."""
        enterprise.rename(by, self.name)


class ConstituteEnterprise(OnEnterprise, frozen=True, kw_only=True):
    legal_form: LegalForm
    coop_type: CoopType | None = None

    def say(self, enterprise: Enterprise, by: Occurrence, desk: Desk) -> None:
        enterprise.constitute(by, self.legal_form, self.coop_type)


class LocateEnterprise(OnEnterprise, frozen=True, kw_only=True):
    address: Address

    def say(self, enterprise: Enterprise, by: Occurrence, desk: Desk) -> None:
        """Raises MrcUnknown."""
        enterprise.locate(by, placed(desk, self.address))


class ClassifyEnterprise(OnEnterprise, frozen=True, kw_only=True):
    sector: str
    scian: str | None = None

    def say(self, enterprise: Enterprise, by: Occurrence, desk: Desk) -> None:
        enterprise.classify(by, self.sector, self.scian)


class StateMission(OnEnterprise, frozen=True, kw_only=True):
    text: str

    def say(self, enterprise: Enterprise, by: Occurrence, desk: Desk) -> None:
        enterprise.state_mission(by, self.text)


class DeclareWorkChannel(OnEnterprise, frozen=True, kw_only=True):
    """A public way to reach the body itself; what reaches one person is personal."""

    kind: ChannelKind
    value: str

    def say(self, enterprise: Enterprise, by: Occurrence, desk: Desk) -> None:
        enterprise.declare_channel(by, self.kind, self.value)


class ObserveStatus(OnEnterprise, frozen=True, kw_only=True):
    status: str
    source: str = ""

    def say(self, enterprise: Enterprise, by: Occurrence, desk: Desk) -> None:
        enterprise.observe_status(by, self.status, self.source)


class FollowEnterprise(OnEnterprise, frozen=True, kw_only=True):
    """From that day the pôle accompanies it."""

    reason: str = ""

    def say(self, enterprise: Enterprise, by: Occurrence, desk: Desk) -> None:
        """Raises AlreadyFollowed."""
        enterprise.follow(by, self.reason)


class ReleaseEnterprise(OnEnterprise, frozen=True, kw_only=True):
    """From that day the pôle no longer accompanies it."""

    reason: str = ""

    def say(self, enterprise: Enterprise, by: Occurrence, desk: Desk) -> None:
        """Raises NotFollowed."""
        enterprise.release(by, self.reason)
