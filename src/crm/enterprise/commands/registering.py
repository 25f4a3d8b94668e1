"""Registering an enterprise: all that is known at once, each sentence an event of its own."""

from msgspec import field
from msgspec.structs import replace

from crm.enterprise.commands.checks import free_neq, occurrence
from crm.enterprise.commands.places import placed
from crm.enterprise.domain.enterprise import Enterprise
from crm.enterprise.domain.events import Origin, SeenIn
from crm.event_store.commands import Command, Desk
from crm.event_store.events import Occurrence, new_id
from crm.vocabulary import Address, CoopType, LegalForm


class RegisterEnterprise(Command, frozen=True, kw_only=True):
    """A body newly known. What is told of it was true at the latest that day (`by`), unless the
    command says how precisely it is dated; following starts on the day itself."""

    name: str
    as_written: str = ""
    origin: Origin = "page"
    promoter_id: str | None = None
    neq: str = ""
    seen_in: SeenIn = "declaration"
    legal_form: LegalForm | None = None
    coop_type: CoopType | None = None
    address: Address | None = None
    sector: str = ""
    mission: str = ""
    website: str = ""
    follow: bool = False
    enterprise_id: str = field(default_factory=new_id)

    def decide(self, desk: Desk) -> None:
        """Raises EnterpriseUnnamed, NeqMalformed, NeqOfIndividual, NeqAlreadyHeld, MrcUnknown,
        DayAhead, DayTooEarly."""
        by = occurrence(desk, self)
        known = Enterprise.register(
            by,
            self.name,
            as_written=self.as_written,
            origin=self.origin,
            promoter_id=self.promoter_id,
            id=self.enterprise_id,
        )
        self._describe(known, _at_the_latest(by), desk)
        if self.follow:
            known.follow(by)
        desk.add(known)

    def _describe(self, known: Enterprise, by: Occurrence, desk: Desk) -> None:
        if self.neq.strip():
            known.identify(by, free_neq(desk, self.neq, known.id), self.seen_in)
        if self.legal_form:
            known.constitute(by, self.legal_form, self.coop_type)
        if self.address:
            known.locate(by, placed(desk, self.address))
        if self.sector.strip():
            known.classify(by, self.sector)
        if self.mission.strip():
            known.state_mission(by, self.mission)
        if self.website.strip():
            known.declare_channel(by, "website", self.website)


def _at_the_latest(by: Occurrence) -> Occurrence:
    return replace(by, occurred_precision="by") if by.occurred_precision == "day" else by
