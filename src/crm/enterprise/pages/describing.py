"""Telling one value of the record, on a page or where it stands: what it is, and from which day.

The form names the version of the value it shows. Told again meanwhile by somebody else, nothing is
written: both values are shown, and whoever came second chooses.
"""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Template

from crm.enterprise.commands import (
    FollowEnterprise,
    LocateEnterprise,
    ReleaseEnterprise,
)
from crm.enterprise.commands.places import mrc_choices
from crm.enterprise.domain.enterprise import Enterprise
from crm.enterprise.domain.values import about, told_by
from crm.enterprise.pages.acting import (
    AnyRequest,
    Scene,
    answered,
    form_page,
    name_of,
    refused,
    when_said,
)
from crm.enterprise.pages.listing import ask_for_mrc
from crm.enterprise.pages.telling import INPUTS, TITLES, command_told, filled, typed_words
from crm.enterprise.pages.words import value_words
from crm.enterprise.projections.values import values_of
from crm.event_store import EventStore
from crm.event_store.commands import day_of
from crm.event_store.said import last_said, version_said
from crm.history.projections.meanwhile import SAID_ALREADY, Meanwhile, said_meanwhile
from crm.refusal import N_, SaidMeanwhile
from crm.site.answers import is_htmx, see_other
from crm.site.forms import Form
from crm.site.labels import choices
from crm.site.reader import Reader
from crm.site.rights import WRITERS

FOLLOWED = N_("Suivi commencé.")
RELEASED = N_("Suivi terminé.")


class DescribingPages(Controller):
    path = "/entreprises/{enterprise_id:uuid}"
    opt = WRITERS

    @get("/renseignements", sync_to_thread=True)
    def ask(
        self,
        request: AnyRequest,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        enterprise_id: FromPath[UUID],
        champ: FromQuery[str] = "name",
        version: FromQuery[str] = "",
    ) -> Template:
        """The value in force, or one told before to tell again (`version`). Raises Unknown."""
        id, field = str(enterprise_id), champ if champ in TITLES else "name"
        name = name_of(store, reader, id)
        enterprise = store.load(Enterprise, id)
        shown = version_said(enterprise, about(field))
        value = _told_before(enterprise, field, version) or _in_force(store, reader, id, field)
        today = day_of(store.clock())
        form = Form.of(today, champ=field, date=today.isoformat(), vu=shown, **filled(field, value))
        return _page(request, form, id, name, field)

    @post("/renseignements", sync_to_thread=True)
    def tell(
        self,
        request: AnyRequest,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        form: NamedDependency[Form],
        enterprise_id: FromPath[UUID],
    ) -> Response[Any]:
        id = str(enterprise_id)
        name = name_of(store, reader, id)
        when = when_said(form, store, id) | {"seen": form.seen}
        field = form.value("champ") if form.value("champ") in TITLES else "name"
        command = command_told(form, field, when)
        if isinstance(command, LocateEnterprise):
            ask_for_mrc(form, store, reader.pole_id, command.address)
        scene = Scene(request, store, reader, form)
        back = f"/entreprises/{id}"
        try:
            return answered(scene, command, lambda: _page(request, form, id, name, field), back)
        except SaidMeanwhile as refusal:
            return _to_choose(scene, refusal, id, name, field)

    @post("/suivi", sync_to_thread=True)
    def follow(
        self,
        request: AnyRequest,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        form: NamedDependency[Form],
        enterprise_id: FromPath[UUID],
    ) -> Response[Any]:
        """Begins or ends the following, today; what is refused is said on the record."""
        back, scene = f"/entreprises/{enterprise_id}", Scene(request, store, reader, form)
        ending = form.value("suivi") == "non"
        command = ReleaseEnterprise if ending else FollowEnterprise
        return answered(
            scene,
            command(enterprise_id=str(enterprise_id)),
            lambda: refused(scene, back),
            back,
            RELEASED if ending else FOLLOWED,
        )


def _told_before(enterprise: Enterprise, field: str, version: str) -> Any:
    """What the event of this version says of the value, as it stands; None when it says nothing
    of it."""
    is_version = version.isascii() and version.isdigit() and len(version) < 10
    event = enterprise.standing.get(int(version)) if is_version else None
    told = told_by(event) if event else None
    return told[1] if told and told[0] == field else None


def _in_force(store: EventStore, reader: Reader, id: str, field: str) -> Any:
    with store.engine.connect() as db:
        value = values_of(db, reader.pole_id, id).get(field)
    return value.value if value else None


def _to_choose(
    scene: Scene, refusal: SaidMeanwhile, id: str, name: str, field: str
) -> Response[Any]:
    """Both values, side by side (409); when they say the same, there is nothing to choose."""
    store, reader, form = scene.store, scene.reader, scene.form
    enterprise = store.load(Enterprise, id)
    last = last_said(enterprise, about(field))
    told = told_by(last) if last else None
    value = told[1] if told else _in_force(store, reader, id, field)
    said = said_meanwhile(
        store,
        reader,
        enterprise,
        about(field),
        theirs="" if value is None else value_words(field, value),
        mine=typed_words(form, field),
    )
    if said.same:
        return see_other(scene.request, f"/entreprises/{id}", SAID_ALREADY, name=said.name)
    form.refuse(refusal)
    form.see(version_said(enterprise, about(field)))
    return _page(scene.request, form, id, name, field, said)


def _page(
    request: AnyRequest,
    form: Form,
    id: str,
    name: str,
    field: str,
    meanwhile: Meanwhile | None = None,
) -> Template:
    page = form_page(
        "value" if is_htmx(request) else "describe",
        form,
        id,
        name,
        field_name=field,
        input=INPUTS.get(field, ""),
        title=TITLES[field],
        titles=TITLES,
        meanwhile=meanwhile,
        forms=choices("legal_forms"),
        coop_types=choices("coop_types"),
        mrcs=mrc_choices() if field == "address" else [],
    )
    if meanwhile:
        page.status_code = SaidMeanwhile.status
    return page
