"""Documents of a file: attached, replaced by a later edition, withdrawn; their content is apart."""

from typing import Annotated, NamedTuple, Self

from crm.accompaniment.domain.events import FileEvent
from crm.accompaniment.domain.life import checked
from crm.accompaniment.domain.plan import Plan
from crm.accompaniment.domain.refusals import DocumentGone, DocumentShown, DocumentUntitled
from crm.event_store.events import Event, Occurrence, stored
from crm.event_store.sealing import Sealed


@stored("document.attached.v1")
class DocumentAttached(FileEvent, frozen=True, kw_only=True):
    """A document joins the file, or a later edition of one that was there. Its bytes are kept
    apart, sealed under `document_id`."""

    document_id: str
    edition: int
    """1, then one more each time."""
    content_id: str
    title: Annotated[str, Sealed("note", of="document_id")]
    media_type: str
    size: int
    """Bytes, before they were sealed."""
    digest: str
    """SHA-256 of the sealed bytes, in hexadecimal: they are proved with the event."""


@stored("document.withdrawn.v1")
class DocumentWithdrawn(FileEvent, frozen=True, kw_only=True):
    """The document is no longer shown."""

    document_id: str


@stored("document.restored.v1")
class DocumentRestored(FileEvent, frozen=True, kw_only=True):
    """The document is shown again."""

    document_id: str


class Kept(NamedTuple):
    """What is kept of a content: where, what it is, and how it is recognised."""

    content_id: str
    media_type: str
    size: int
    digest: str


class Documents(Plan):
    """The papers of a file; `Accompaniment` adds the mandate."""

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.editions: dict[str, int] = {}
        self.withdrawn: set[str] = set()

    def attach(self, by: Occurrence, document_id: str, title: str, kept: Kept) -> Self:
        """A document, or the next edition of one shown.

        Raises DocumentUntitled, DocumentGone when it was withdrawn, NoteTooLong.
        """
        if document_id in self.withdrawn:
            raise DocumentGone
        if not title.strip():
            raise DocumentUntitled
        return self._tell(
            DocumentAttached,
            by,
            document_id=document_id,
            edition=self.editions.get(document_id, 0) + 1,
            content_id=kept.content_id,
            title=checked(title),
            media_type=kept.media_type,
            size=kept.size,
            digest=kept.digest,
        )

    def withdraw(self, by: Occurrence, document_id: str) -> Self:
        """Raises DocumentGone when it is not shown, or is of another file."""
        if document_id not in self.editions or document_id in self.withdrawn:
            raise DocumentGone
        return self._tell(DocumentWithdrawn, by, document_id=document_id)

    def restore(self, by: Occurrence, document_id: str) -> Self:
        """Raises DocumentShown."""
        if document_id not in self.withdrawn:
            raise DocumentShown
        return self._tell(DocumentRestored, by, document_id=document_id)

    def keep_on(self, event: Event) -> bool:
        """What an event says of documents; false when it says nothing of them."""
        match event:
            case DocumentAttached():
                self.editions[event.document_id] = event.edition
            case DocumentWithdrawn():
                self.withdrawn.add(event.document_id)
            case DocumentRestored():
                self.withdrawn.discard(event.document_id)
            case _:
                return False
        return True
