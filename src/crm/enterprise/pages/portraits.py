"""The portrait of the workforce, and the one of the board."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from crm.enterprise.pages.acting import (
    AnyRequest,
    Scene,
    answered,
    form_page,
    name_of,
    when_said,
)
from crm.enterprise.pages.counting import BOARD, WORKFORCE, board_said, workforce_said
from crm.event_store import EventStore
from crm.event_store.commands import day_of
from crm.refusal import N_
from crm.site.forms import Form
from crm.site.labels import choices
from crm.site.reader import Reader
from crm.site.rights import WRITERS

RECORDED = N_("Portrait consigné.")
OF_BOARD = {"employes": "sieges"} | BOARD
"""Where the refusals of a portrait stand in the form of the board."""


class PortraitPages(Controller):
    path = "/entreprises/{enterprise_id:uuid}/portrait"
    opt = WRITERS

    @get(sync_to_thread=True)
    def ask(
        self,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        enterprise_id: FromPath[UUID],
    ) -> Template:
        """Raises Unknown."""
        today = day_of(store.clock())
        name = name_of(store, reader, str(enterprise_id))
        return _page(Form.of(today, date=today.isoformat()), str(enterprise_id), name)

    @post(sync_to_thread=True)
    def record(
        self,
        request: AnyRequest,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        form: NamedDependency[Form],
        enterprise_id: FromPath[UUID],
    ) -> Response[Any]:
        """The workforce, or the board: two forms of one page."""
        id, of_board = str(enterprise_id), form.value("quoi") == "conseil"
        name, when = name_of(store, reader, id), when_said(form, store, id)
        return answered(
            Scene(request, store, reader, form),
            board_said(form, when) if of_board else workforce_said(form, when),
            lambda: _page(form, id, name),
            f"/entreprises/{id}",
            RECORDED,
            OF_BOARD if of_board else WORKFORCE,
        )


def _page(form: Form, id: str, name: str) -> Template:
    answers = choices("answers", but=("not_asked", "not_applicable"))
    return form_page("portrait", form, id, name, answers=answers)
