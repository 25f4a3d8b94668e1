"""What every form of the room does: read, decide, say it, or show again what was typed."""

from collections.abc import Callable, Mapping
from typing import Any

from litestar import Request, Response
from litestar.response import Template
from msgspec import Struct

from crm.enterprise.projections.values import values_of
from crm.event_store import Author, EventStore, Receipt
from crm.event_store.commands import Command, day_of
from crm.event_store.events import Entry
from crm.refusal import Refusal, SaidMeanwhile, Unknown
from crm.site.answers import see_other
from crm.site.dates import DateRead
from crm.site.errors import refused_act
from crm.site.forms import Form
from crm.site.languages import N_
from crm.site.reader import Reader

AnyRequest = Request[Any, Any, Any]
RECORDED = N_("Renseignement consigné.")


class Scene(Struct, frozen=True):
    """Who asks for what: the same for every form."""

    request: AnyRequest
    store: EventStore
    reader: Reader
    form: Form


def handled(
    scene: Scene, command: Command, fields: Mapping[str, str] | None = None, otherwise: str = ""
) -> Receipt | None:
    """The receipt, or None once the refusal stands beside its field.

    `fields` leads from the domain's names to those of the form. Raises PermissionDeniedException
    for a reader, Unknown for a record of another pôle, SaidMeanwhile for whoever may choose.
    """
    form, reader = scene.form, scene.reader
    author = Author(pole_id=reader.pole_id, actor_id=reader.account_id, command_id=form.command_id)
    try:
        return scene.store.handle(command, author)
    except (Unknown, SaidMeanwhile):
        raise
    except Refusal as refusal:
        named = (fields or {}).get(refusal.field or "", refusal.field or otherwise)
        form.fail(named, refusal.sentence, **refusal.values)
        return None


def answered(
    scene: Scene,
    command: Command,
    again: Callable[[], Response[Any] | Template],
    back: str,
    said: str = RECORDED,
    fields: Mapping[str, str] | None = None,
) -> Response[Any] | Template:
    """To `back` once recorded, with « Annuler » when it may be taken back; else the form again."""
    if scene.form.failed or (receipt := handled(scene, command, fields)) is None:
        return again()
    return see_other(scene.request, back, said, undo=undo_of(scene.store, receipt, back))


def refused(scene: Scene, back: str) -> Response[Any]:
    """Where there is no form to show again: the sentence of the refusal, and the way back."""
    return refused_act(scene.request, next(iter(scene.form.errors.values())), back)


def undo_of(store: EventStore, receipt: Receipt, back: str) -> str:
    """Where to take back what one command recorded; empty unless it holds one entry alone."""
    if not receipt.first or receipt.repeated:
        return ""
    recorded = store.events([*range(receipt.first, receipt.last + 1)])
    entries = [one.event for one in recorded if isinstance(one.event, Entry)]
    if len(entries) != 1:
        return ""
    return f"{back}/annuler/{entries[0].originator_id}/{entries[0].originator_version}"


def date_said(form: Form, name: str = "date") -> DateRead:
    """The day it is true from, today when nothing is typed."""
    return form.date_read(name) or DateRead(form.today)


def when_said(form: Form, store: EventStore, enterprise_id: str) -> dict[str, Any]:
    """The three fields that every command of the room takes from a form."""
    form.today = day_of(store.clock())
    said = date_said(form)
    return {
        "occurred_on": said.day,
        "occurred_precision": said.precision,
        "enterprise_id": enterprise_id,
    }


def form_page(template: str, form: Form, id: str, name: str, **context: Any) -> Template:
    """A form about one enterprise, first shown (200) or shown again (422)."""
    said = {"form": form, "id": id, "name": name, "back": f"/entreprises/{id}", **context}
    status = 422 if form.failed else 200
    return Template(f"enterprise/{template}.html", context=said, status_code=status)


def name_of(store: EventStore, reader: Reader, enterprise_id: str) -> str:
    """The present name. Raises Unknown."""
    with store.engine.connect() as db:
        values = values_of(db, reader.pole_id, enterprise_id)
    if "name" not in values:
        raise Unknown
    return str(values["name"].value)
