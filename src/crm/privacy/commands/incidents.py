"""The register of confidentiality incidents: entered, and said again when better known."""

from msgspec import field

from crm.event_store import Command, Desk
from crm.event_store.events import new_id
from crm.privacy.domain.incidents import Incident, RegisterFields
from crm.refusal import Conflict


class RecordIncident(Command, frozen=True, kw_only=True):
    said: RegisterFields
    incident_id: str = field(default_factory=new_id)

    def decide(self, desk: Desk) -> None:
        """Raises what `RegisterFields.check` raises."""
        desk.add(Incident.record(desk.occurrence(self), self.said, self.incident_id))


class RestateIncident(Command, frozen=True, kw_only=True):
    """The whole incident again; refused when somebody restated it since `version` was read."""

    adds = False
    incident_id: str
    version: int
    said: RegisterFields
    reason: str

    def decide(self, desk: Desk) -> None:
        """Raises Unknown, Conflict, RestatementUnexplained, what `RegisterFields.check` raises."""
        incident = desk.load(Incident, self.incident_id)
        if incident.version != self.version:
            raise Conflict
        incident.restate(desk.occurrence(self), self.said, self.reason)
