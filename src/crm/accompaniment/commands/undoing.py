"""Taking back, at once, what one command had just recorded in a file."""

from crm.accompaniment.commands.files import OnFile
from crm.event_store.commands import Desk
from crm.event_store.events import Entry


class TakeBackAct(OnFile, frozen=True, kw_only=True):
    """Withdraws the entries between two versions, the last first; what is gone already stays so."""

    first_version: int
    last_version: int
    reason: str = ""

    def decide(self, desk: Desk) -> None:
        """Raises StillNeeded when something was said since that depends on one of them."""
        file, by = self.file(desk), desk.occurrence(self)
        for version in range(self.last_version, self.first_version - 1, -1):
            entry = file.standing.get(version)
            if isinstance(entry, Entry):
                file.take_back(by, entry, self.reason)
