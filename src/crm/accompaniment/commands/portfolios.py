"""Handing several files to another advisor at once, and taking that back."""

from msgspec import field

from crm.accompaniment.commands.occurring import occurrence
from crm.accompaniment.domain.accompaniment import Accompaniment
from crm.accompaniment.domain.refusals import NothingEntrusted, SameAdvisor
from crm.event_store.commands import Command, Desk
from crm.event_store.events import new_id


class TransferPortfolio(Command, frozen=True, kw_only=True):
    """These files are another advisor's from now on, with what there is to know of them."""

    accompaniment_ids: tuple[str, ...]
    advisor_id: str
    note: str = ""
    transfer_id: str = field(default_factory=new_id)

    def decide(self, desk: Desk) -> None:
        """Raises NothingEntrusted, SameAdvisor when every file is already theirs, NoteTooLong,
        Unknown."""
        if not self.accompaniment_ids:
            raise NothingEntrusted
        files = [desk.load(Accompaniment, id) for id in self.accompaniment_ids]
        if all(file.advisor_id == self.advisor_id for file in files):
            raise SameAdvisor
        by = occurrence(desk, self)
        for file in files:
            file.entrust(by, self.advisor_id, transfer_id=self.transfer_id, note=self.note)


class TakeBackTransfer(Command, frozen=True, kw_only=True):
    """The files of a transfer return to whoever had them, save those entrusted again since."""

    transfer_id: str
    accompaniment_ids: tuple[str, ...]

    def decide(self, desk: Desk) -> None:
        """Raises Unknown."""
        by = occurrence(desk, self)
        for id in self.accompaniment_ids:
            desk.load(Accompaniment, id).give_back(by, self.transfer_id)
