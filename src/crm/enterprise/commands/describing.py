"""Telling what an enterprise is: its name, number, form, seat, sector, mission and channels."""

from typing import ClassVar

from crm.enterprise.commands.checks import free_neq, occurrence
from crm.enterprise.commands.places import placed
from crm.enterprise.domain.enterprise import Enterprise
from crm.enterprise.domain.events import ChannelKind, SeenIn
from crm.enterprise.domain.values import about
from crm.event_store.commands import Command, Desk
from crm.event_store.events import Occurrence
from crm.event_store.said import must_have_seen
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


class TellValue(OnEnterprise, frozen=True, kw_only=True):
    """One value is said, from that day."""

    field: ClassVar[str] = ""
    seen: int | None = None
    """Version of what was last said of it when it was read; no check when absent."""

    def decide(self, desk: Desk) -> None:
        """Raises SaidMeanwhile, and what telling any value may."""
        enterprise = desk.load(Enterprise, self.enterprise_id)
        must_have_seen(enterprise, about(self.value_told), self.seen)
        self.say(enterprise, occurrence(desk, self), desk)

    @property
    def value_told(self) -> str:
        return self.field


class IdentifyEnterprise(TellValue, frozen=True, kw_only=True):
    field = "neq"
    neq: str
    seen_in: SeenIn = "declaration"

    def say(self, enterprise: Enterprise, by: Occurrence, desk: Desk) -> None:
        """Raises NeqMalformed, NeqOfIndividual, NeqAlreadyHeld."""
        enterprise.identify(by, free_neq(desk, self.neq, self.enterprise_id), self.seen_in)


class RenameEnterprise(TellValue, frozen=True, kw_only=True):
    field = "name"
    name: str

    def say(self, enterprise: Enterprise, by: Occurrence, desk: Desk) -> None:
        """Raises EnterpriseUnnamed."""
        enterprise.rename(by, self.name)


class ConstituteEnterprise(TellValue, frozen=True, kw_only=True):
    field = "form"
    legal_form: LegalForm
    coop_type: CoopType | None = None

    def say(self, enterprise: Enterprise, by: Occurrence, desk: Desk) -> None:
        enterprise.constitute(by, self.legal_form, self.coop_type)


class LocateEnterprise(TellValue, frozen=True, kw_only=True):
    field = "address"
    address: Address

    def say(self, enterprise: Enterprise, by: Occurrence, desk: Desk) -> None:
        """Raises MrcUnknown."""
        enterprise.locate(by, placed(desk, self.address))


class ClassifyEnterprise(TellValue, frozen=True, kw_only=True):
    field = "sector"
    sector: str
    scian: str | None = None

    def say(self, enterprise: Enterprise, by: Occurrence, desk: Desk) -> None:
        enterprise.classify(by, self.sector, self.scian)


class StateMission(TellValue, frozen=True, kw_only=True):
    field = "mission"
    text: str

    def say(self, enterprise: Enterprise, by: Occurrence, desk: Desk) -> None:
        enterprise.state_mission(by, self.text)


class DeclareWorkChannel(TellValue, frozen=True, kw_only=True):
    """A public way to reach the body itself; what reaches one person is personal."""

    kind: ChannelKind
    value: str

    @property
    def value_told(self) -> str:
        return self.kind

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
