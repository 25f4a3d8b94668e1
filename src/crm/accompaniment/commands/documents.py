"""Attaching documents to a file, withdrawing them and showing them again."""

from msgspec import field

from crm.accompaniment.commands.files import OnFile
from crm.accompaniment.commands.occurring import occurrence
from crm.accompaniment.domain.documents import Kept
from crm.accompaniment.domain.refusals import DocumentGone
from crm.event_store.commands import Desk
from crm.event_store.events import new_id


class AttachDocument(OnFile, frozen=True, kw_only=True):
    """A document whose content is kept already, or the next edition of one."""

    title: str
    kept: Kept
    document_id: str = field(default_factory=new_id)
    is_next: bool = False
    """An edition of a document that the file shows; of no other file's."""

    def decide(self, desk: Desk) -> None:
        """Raises DocumentUntitled, DocumentGone, NoteTooLong."""
        by, file = occurrence(desk, self), self.file(desk)
        if self.is_next and self.document_id not in file.editions:
            raise DocumentGone
        file.attach(by, self.document_id, self.title, self.kept)


class WithdrawDocument(OnFile, frozen=True, kw_only=True):
    document_id: str

    def decide(self, desk: Desk) -> None:
        """Raises DocumentGone."""
        self.file(desk).withdraw(occurrence(desk, self), self.document_id)


class RestoreDocument(OnFile, frozen=True, kw_only=True):
    document_id: str

    def decide(self, desk: Desk) -> None:
        """Raises DocumentShown."""
        self.file(desk).restore(occurrence(desk, self), self.document_id)
