"""« Annuler », in the message that follows an act: taken back at once, without a word to write."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from crm.enterprise.pages.acting import AnyRequest, Scene, handled, refused
from crm.event_store import EventStore
from crm.history.commands import TakeBackEntry
from crm.refusal import N_
from crm.site.answers import see_other
from crm.site.forms import Form
from crm.site.languages import _
from crm.site.reader import Reader
from crm.site.rights import WRITERS

AT_ONCE = N_("Annulé aussitôt après la saisie.")
TAKEN_BACK = N_("Saisie annulée. La chronologie en garde la trace.")


class UndoPages(Controller):
    path = "/entreprises/{enterprise_id:uuid}/annuler"
    opt = WRITERS

    @post("/{originator_id:uuid}/{version:int}", sync_to_thread=True)
    def undo(
        self,
        request: AnyRequest,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        form: NamedDependency[Form],
        enterprise_id: FromPath[UUID],
        originator_id: FromPath[UUID],
        version: FromPath[int],
    ) -> Response[Any]:
        """Raises Unknown; any other refusal is said on the record."""
        back, scene = f"/entreprises/{enterprise_id}", Scene(request, store, reader, form)
        command = TakeBackEntry(
            originator_id=str(originator_id), entry_version=version, reason=_(AT_ONCE)
        )
        if handled(scene, command) is None:
            return refused(scene, back)
        return see_other(request, back, TAKEN_BACK)
