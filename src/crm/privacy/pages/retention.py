"""« Conservation »: how long each kind is kept, and what waits for a decision."""

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from crm.event_store import EventStore
from crm.privacy.commands.keeping import AdoptRetentionRule, ProlongRetention
from crm.privacy.domain.retention import Kept
from crm.privacy.pages.reading import KINDS
from crm.privacy.projections.due import SUGGESTED, Due, due, names_of_due, rules_of
from crm.refusal import N_, Refusal, Unknown
from crm.site.answers import see_other
from crm.site.consultations import shows
from crm.site.forms import Form
from crm.site.reader import Reader
from crm.site.rights import OFFICERS

AnyRequest = Request[Any, Any, Any]
SHOWN = 200
WORDS = {kind: word for word, kind in KINDS.items()}
ADOPTED = N_("Cette durée s’applique dès aujourd’hui.")
PROLONGED = N_("Gardé plus longtemps, avec votre raison.")
MONTHS_MISSING = N_("Écrivez un nombre de mois, par exemple 36.")


class Line(NamedTuple):
    """One that is due, as the page shows it."""

    due: Due
    name: str
    word: str
    """Its kind, in addresses."""


class RetentionPages(Controller):
    path = "/vie-privee/conservation"
    opt = OFFICERS

    @get(sync_to_thread=True)
    def show(
        self,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        today: NamedDependency[date],
    ) -> Template:
        return _page(store, reader, today, Form())

    @post("/duree/{of:str}", sync_to_thread=True, status_code=200)
    def adopt(
        self,
        of: FromPath[str],
        request: AnyRequest,
        form: NamedDependency[Form],
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        today: NamedDependency[date],
    ) -> Response[Any]:
        """Raises Unknown."""
        kind: Kept | None = next((known for known in SUGGESTED if known == of), None)
        if kind is None:
            raise Unknown
        months = form.number("mois", 1, 240, required=MONTHS_MISSING)
        if months is not None and not form.failed:
            _do(store, reader, form, AdoptRetentionRule(of=kind, months=months))
        if form.failed:
            return _page(store, reader, today, form, at=of)
        return see_other(request, self.path, ADOPTED)

    @get("/garder/{kind:str}/{id:uuid}", sync_to_thread=True, opt=shows("retention", "id"))
    def ask(
        self,
        kind: FromPath[str],
        id: FromPath[UUID],  # the name in the address
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        today: NamedDependency[date],
    ) -> Template:
        """Raises Unknown."""
        return _asking(Form(), _waiting(store, reader, today, kind, id))

    @post(
        "/garder/{kind:str}/{id:uuid}",
        sync_to_thread=True,
        status_code=200,
        opt=shows("retention", "id"),
    )
    def prolong(
        self,
        kind: FromPath[str],
        id: FromPath[UUID],  # the name in the address
        request: AnyRequest,
        form: NamedDependency[Form],
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        today: NamedDependency[date],
    ) -> Response[Any]:
        """Raises Unknown."""
        line = _waiting(store, reader, today, kind, id)
        until = form.date("jusque", not_future=False, required=True)
        reason = form.note("raison", required=True)
        if until and not form.failed:
            command = ProlongRetention(
                kind=line.due.kind, subject_id=str(id), until=until, reason=reason
            )
            _do(store, reader, form, command)
        if form.failed:
            return _asking(form, line)
        return see_other(request, self.path, PROLONGED)


def _waiting(store: EventStore, reader: Reader, today: date, kind: str, id: UUID) -> Line:
    """One of those that are due. Raises Unknown."""
    with store.engine.connect() as db:
        found = due(db, reader.pole_id, today, SHOWN)
    for one in found:
        if one.subject_id == str(id) and WORDS[one.kind] == kind:
            name = names_of_due(store, reader.pole_id, [one]).get(str(id), "")
            return Line(one, name, kind)
    raise Unknown


def _asking(form: Form, line: Line) -> Template:
    context = {
        "form": form,
        "name": line.name,
        "last_on": line.due.last_on,
        "path": f"/vie-privee/conservation/garder/{line.word}/{line.due.subject_id}",
    }
    status = 422 if form.failed else 200
    return Template("privacy/prolong.html", context=context, status_code=status)


def _do(
    store: EventStore, reader: Reader, form: Form, command: AdoptRetentionRule | ProlongRetention
) -> None:
    try:
        store.handle(command, reader.author(form.command_id))
    except Refusal as refusal:
        form.refuse(refusal)


def _page(store: EventStore, reader: Reader, today: date, form: Form, at: str = "") -> Template:
    """`at`: the form that was sent, and has something to mend."""
    with store.engine.connect() as db:
        found = due(db, reader.pole_id, today, SHOWN)
        rules = rules_of(db, reader.pole_id)
    names = names_of_due(store, reader.pole_id, found)
    lines = [Line(one, names.get(one.subject_id, ""), WORDS[one.kind]) for one in found]
    context = {"lines": lines, "rules": rules, "form": form, "at": at}
    status = 422 if form.failed else 200
    return Template("privacy/retention.html", context=context, status_code=status)
