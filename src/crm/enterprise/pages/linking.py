"""Adding a person in a role, and a tool that the enterprise uses as its own."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from crm.directory.projections import tools_listed
from crm.enterprise.commands import AbandonTool, AdoptTool, ObserveToolResult, TryTool
from crm.enterprise.pages.acting import (
    AnyRequest,
    Scene,
    answered,
    date_said,
    form_page,
    name_of,
    refused,
    when_said,
)
from crm.event_store import EventStore
from crm.event_store.commands import day_of
from crm.event_store.ids import is_id
from crm.person.commands import AssignRole, EndRole
from crm.refusal import N_, Unknown
from crm.site.consultations import shows
from crm.site.folding import fold
from crm.site.forms import Form
from crm.site.labels import choices
from crm.site.reader import Reader
from crm.site.rights import WRITERS
from crm.vocabulary import ROLE_KINDS, PartyRef

ADDED = N_("Personne ajoutée.")
ENDED = N_("Fin du rôle consignée.")
ADOPTED = N_("Outil consigné.")
OBSERVED = N_("Résultat de l’outil consigné.")
ABANDONED = N_("Outil délaissé : c’est consigné.")
PERSON_MISSING = N_("Écrivez au moins une partie du nom de la personne.")
TOOL_MISSING = N_("Écrivez le nom de l’outil que l’entreprise utilise.")
IN_AN_ENTERPRISE = (
    "direction", "board_chair", "board_officer", "board_member", "manager", "key_staff", "staff",
    "contact", "founder", "volunteer", "transferor", "other",
)  # fmt: skip


class LinkingPages(Controller):
    path = "/entreprises/{enterprise_id:uuid}"
    opt = WRITERS | shows("enterprise", "enterprise_id")

    @get("/personnes", sync_to_thread=True)
    def person(
        self,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        enterprise_id: FromPath[UUID],
    ) -> Template:
        """Raises Unknown."""
        id, today = str(enterprise_id), day_of(store.clock())
        form = Form.of(today, role="contact", date=today.isoformat())
        return _person_page(form, id, name_of(store, reader, id))

    @post("/personnes", sync_to_thread=True)
    def add_person(
        self,
        request: AnyRequest,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        form: NamedDependency[Form],
        enterprise_id: FromPath[UUID],
    ) -> Response[Any]:
        id = str(enterprise_id)
        name = name_of(store, reader, id)
        form.today = day_of(store.clock())
        return answered(
            Scene(request, store, reader, form),
            _role_said(form, id),
            lambda: _person_page(form, id, name),
            f"/entreprises/{id}",
            ADDED,
        )

    @post("/personnes/{role_id:uuid}/fin", sync_to_thread=True)
    def end_role(
        self,
        request: AnyRequest,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        form: NamedDependency[Form],
        enterprise_id: FromPath[UUID],
        role_id: FromPath[UUID],
    ) -> Response[Any]:
        """The role is over from today; what is refused is said on the record."""
        back = f"/entreprises/{enterprise_id}"
        scene, command = Scene(request, store, reader, form), EndRole(role_id=str(role_id))
        return answered(scene, command, lambda: refused(scene, back), back, ENDED)

    @get("/outils", sync_to_thread=True)
    def tool(
        self,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        enterprise_id: FromPath[UUID],
    ) -> Template:
        """Raises Unknown."""
        id, today = str(enterprise_id), day_of(store.clock())
        form = Form.of(today, date=today.isoformat())
        return _tool_page(form, id, name_of(store, reader, id), _tools(store, reader))

    @post("/outils", sync_to_thread=True)
    def adopt_tool(
        self,
        request: AnyRequest,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        form: NamedDependency[Form],
        enterprise_id: FromPath[UUID],
    ) -> Response[Any]:
        """A tool of the directory, or a new one listed there at once."""
        id = str(enterprise_id)
        name, listed = name_of(store, reader, id), _tools(store, reader)
        return answered(
            Scene(request, store, reader, form),
            _tool_said(form, listed, when_said(form, store, id)),
            lambda: _tool_page(form, id, name, listed),
            f"/entreprises/{id}",
            ADOPTED,
        )

    @post("/outils/{tool_id:uuid}/adopter", sync_to_thread=True)
    def adopt_tried(
        self,
        request: AnyRequest,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        form: NamedDependency[Form],
        enterprise_id: FromPath[UUID],
        tool_id: FromPath[UUID],
    ) -> Response[Any]:
        """A tool on trial becomes the enterprise's own. Raises Unknown."""
        back, scene = f"/entreprises/{enterprise_id}", Scene(request, store, reader, form)
        command = AdoptTool(enterprise_id=str(enterprise_id), tool_id=str(tool_id))
        return answered(scene, command, lambda: refused(scene, back), back, ADOPTED)

    @post("/outils/{tool_id:uuid}/delaisser", sync_to_thread=True)
    def abandon_tool(
        self,
        request: AnyRequest,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        form: NamedDependency[Form],
        enterprise_id: FromPath[UUID],
        tool_id: FromPath[UUID],
    ) -> Response[Any]:
        """The enterprise gives up a tool, tried or adopted. Raises Unknown."""
        back, scene = f"/entreprises/{enterprise_id}", Scene(request, store, reader, form)
        reason = form.note("motif")
        command = AbandonTool(enterprise_id=str(enterprise_id), tool_id=str(tool_id), reason=reason)
        return answered(scene, command, lambda: refused(scene, back), back, ABANDONED)

    @get("/outils/{tool_id:uuid}/resultat", sync_to_thread=True)
    def result(
        self,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        enterprise_id: FromPath[UUID],
        tool_id: FromPath[UUID],
    ) -> Template:
        """Raises Unknown."""
        id, today = str(enterprise_id), day_of(store.clock())
        form = Form.of(today, date=today.isoformat())
        return _result_page(store, reader, form, id, str(tool_id))

    @post("/outils/{tool_id:uuid}/resultat", sync_to_thread=True)
    def observe_result(
        self,
        request: AnyRequest,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        form: NamedDependency[Form],
        enterprise_id: FromPath[UUID],
        tool_id: FromPath[UUID],
    ) -> Response[Any]:
        """What came of a tool. Raises Unknown."""
        id, tool = str(enterprise_id), str(tool_id)
        when = when_said(form, store, id)
        command = ObserveToolResult(tool_id=tool, result=form.note("resultat"), **when)
        return answered(
            Scene(request, store, reader, form),
            command,
            lambda: _result_page(store, reader, form, id, tool),
            f"/entreprises/{id}",
            OBSERVED,
        )


def _role_said(form: Form, id: str) -> AssignRole:
    said = date_said(form)
    given, family = form.text("prenom", 100), form.text("nom", 100)
    known = form.value("connue") if is_id(form.value("connue")) else None
    if not (given or family or known):
        form.fail("prenom", PERSON_MISSING)
    kind: Any = form.choice("role", ROLE_KINDS, required=True) or "contact"
    return AssignRole(
        occurred_on=said.day,
        occurred_precision=said.precision,
        holder=PartyRef(kind="enterprise", id=id),
        kind=kind,
        title=form.text("titre", 120),
        person_id=known,
        given_name=given,
        family_name=family,
    )


def _tool_said(
    form: Form, listed: list[tuple[str, str]], when: dict[str, Any]
) -> AdoptTool | TryTool:
    made = TryTool if form.choice("etat", ("adopted", "tried")) == "tried" else AdoptTool
    when |= {"version": form.text("version", 40)}
    typed = form.text("outil", required=TOOL_MISSING)
    known = next((id for id, name in listed if fold(name) == fold(typed)), None)
    if known:
        return made(tool_id=known, **when)
    return made(new_tool=typed, **when)


def _tools(store: EventStore, reader: Reader) -> list[tuple[str, str]]:
    with store.engine.connect() as db:
        return tools_listed(db, reader.pole_id, limit=500)


def _result_page(store: EventStore, reader: Reader, form: Form, id: str, tool_id: str) -> Template:
    name, tools = name_of(store, reader, id), dict(_tools(store, reader))
    if tool_id not in tools:
        raise Unknown
    return form_page("tool_result", form, id, name, tool=tools[tool_id], tool_id=tool_id)


def _person_page(form: Form, id: str, name: str) -> Template:
    words = dict(choices("role_kinds"))
    roles = [(kind, words[kind]) for kind in IN_AN_ENTERPRISE]
    return form_page("person", form, id, name, roles=roles)


def _tool_page(form: Form, id: str, name: str, tools: list[tuple[str, str]]) -> Template:
    return form_page("tool", form, id, name, tools=tools)
