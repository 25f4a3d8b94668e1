"""« Incidents »: the register, each incident with what was said of it before, and its workbook."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Template

from crm.event_store import Command, EventStore
from crm.event_store.commands import day_of
from crm.privacy.commands import RecordIncident, RestateIncident
from crm.privacy.domain.incidents import RegisterFields
from crm.privacy.pages.guarding import AnyRequest, cursor, handled
from crm.privacy.pages.register import MEDIA_TYPE, workbook
from crm.privacy.projections.incidents import (
    IncidentKnown,
    incident_of,
    incidents_of,
    whole_register,
)
from crm.privacy.projections.office import officers_of
from crm.refusal import N_, Unknown
from crm.site.answers import see_other
from crm.site.forms import Form
from crm.site.labels import choices
from crm.site.reader import Reader
from crm.site.rights import WATCHERS

A_PAGE = 50
RECORDED = N_("Incident inscrit au registre.")
RESTATED = N_("Incident redit. Le registre garde aussi ce qui était écrit avant.")
WHEN = N_("Écrivez la date de l’incident; un mois ou une année suffit.")
KNOWN = N_("Écrivez le jour où le pôle a connu l’incident.")


class IncidentPages(Controller):
    path = "/vie-privee/incidents"
    opt = WATCHERS

    @get(sync_to_thread=True)
    def listed(
        self,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        avant: FromQuery[str] = "",
    ) -> Template:
        before = cursor(avant)
        with store.engine.connect() as db:
            found = incidents_of(db, reader.pole_id, before, A_PAGE + 1)
        last = found[A_PAGE - 1] if len(found) > A_PAGE else None
        context = {
            "incidents": found[:A_PAGE],
            "next": f"{self.path}?avant={last.known_on}.{last.incident_id}" if last else "",
            "first": self.path if before else "",
        }
        return Template("privacy/incidents.html", context=context)

    @get("/registre.xlsx", sync_to_thread=True)
    def exported(
        self, reader: NamedDependency[Reader], store: NamedDependency[EventStore]
    ) -> Response[bytes]:
        today = day_of(store.clock())
        with store.engine.connect() as db:
            found = whole_register(db, reader.pole_id)
            officers = officers_of(db, reader.pole_id, today)
        made = workbook(found, next(iter(officers), None), reader.pole_name, today)
        attached = {"content-disposition": 'attachment; filename="registre-incidents.xlsx"'}
        return Response(made, media_type=MEDIA_TYPE, headers=attached)

    @get("/nouveau", sync_to_thread=True)
    def blank(self) -> Template:
        return _form(Form.of(risque="unknown"), None)

    @post("/nouveau", sync_to_thread=True, status_code=200)
    def record(
        self,
        request: AnyRequest,
        form: NamedDependency[Form],
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
    ) -> Response[Any]:
        if handled(store, reader, form, _command(form, None)):
            return see_other(request, f"{self.path}/{form.command_id}", RECORDED)
        return _form(form, None)

    @get("/{incident_id:uuid}", sync_to_thread=True)
    def show(
        self,
        incident_id: FromPath[UUID],
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
    ) -> Template:
        """Raises Unknown."""
        known = _known(store, reader, incident_id)
        said = store.stream(known.incident_id)
        context = {"incident": known, "said": said[::-1]}
        return Template("privacy/incident.html", context=context)

    @get("/{incident_id:uuid}/redire", sync_to_thread=True)
    def filled(
        self,
        incident_id: FromPath[UUID],
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
    ) -> Template:
        """Raises Unknown."""
        known = _known(store, reader, incident_id)
        return _form(_filled(known), known)

    @post("/{incident_id:uuid}/redire", sync_to_thread=True, status_code=200)
    def restate(
        self,
        incident_id: FromPath[UUID],
        request: AnyRequest,
        form: NamedDependency[Form],
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
    ) -> Response[Any]:
        """Raises Unknown."""
        known = _known(store, reader, incident_id)
        if handled(store, reader, form, _command(form, known)):
            return see_other(request, f"{self.path}/{known.incident_id}", RESTATED)
        return _form(form, known)


def _known(store: EventStore, reader: Reader, incident_id: UUID) -> IncidentKnown:
    with store.engine.connect() as db:
        found = incident_of(db, reader.pole_id, str(incident_id))
    if not found:
        raise Unknown
    return found


def _command(form: Form, known: IncidentKnown | None) -> Command | None:
    happened = form.date_read("survenu", required=WHEN)
    aware = form.date("connu", required=KNOWN)
    said = _fields(form, aware) if aware else None
    version = form.number("version", 1, 10**9) if known else None
    if not happened or not said:
        return None
    when: dict[str, Any] = {"occurred_on": happened.day, "occurred_precision": happened.precision}
    if known:
        id = known.incident_id
        reason = form.note("motif")
        return RestateIncident(
            incident_id=id, version=version or 0, said=said, reason=reason, **when
        )
    return RecordIncident(incident_id=form.command_id, said=said, **when)


def _fields(form: Form, known_on: Any) -> RegisterFields:
    risk: Any = form.choice("risque", ("yes", "no", "unknown")) or "unknown"
    return RegisterFields(
        information=form.note("renseignements"),
        circumstances=form.note("circonstances"),
        known_on=known_on,
        person_count=form.number("nombre", 0, 10_000_000),
        serious_risk=risk,
        risk_reasoning=form.note("raisonnement"),
        commission_told_on=form.date("avis_commission"),
        persons_told_on=form.date("avis_personnes"),
        measures=form.note("mesures"),
    )


def _filled(known: IncidentKnown) -> Form:
    return Form.of(
        version=known.version,
        renseignements=known.information,
        circonstances=known.circumstances,
        survenu=known.occurred_on.isoformat()[
            : {"year": 4, "month": 7}.get(known.occurred_precision)
        ],
        connu=known.known_on,
        nombre=known.person_count,
        risque=known.serious_risk,
        raisonnement=known.risk_reasoning,
        avis_commission=known.commission_told_on,
        avis_personnes=known.persons_told_on,
        mesures=known.measures,
    )


def _form(form: Form, known: IncidentKnown | None) -> Template:
    context = {
        "form": form,
        "incident": known,
        "risks": choices("serious_risks"),
    }
    status = 422 if form.failed else 200
    return Template("privacy/incident_form.html", context=context, status_code=status)
