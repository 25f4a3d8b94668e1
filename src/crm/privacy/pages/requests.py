"""« Demandes »: what is due, what was settled, and the page of each request."""

from typing import Any, NamedTuple, get_args
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Template

from crm.event_store import EventStore
from crm.event_store.commands import day_of
from crm.event_store.ids import is_id
from crm.history.projections.names import named
from crm.privacy.commands import (
    AnswerRequest,
    CloseRequest,
    MatchRequest,
    OnRequest,
    RefuseRequest,
    ReopenRequest,
    UnmatchRequest,
)
from crm.privacy.domain.requests import RequestChannel, RequesterUnnamed
from crm.privacy.pages.guarding import AnyRequest, cursor, handled
from crm.privacy.pages.reading import KINDS
from crm.privacy.projections.matching import Candidate, candidates, where_to_correct
from crm.privacy.projections.office import officers_of
from crm.privacy.projections.requests import (
    Asked,
    open_requests,
    request_of,
    settled_requests,
)
from crm.refusal import N_, Unknown
from crm.site.answers import see_other
from crm.site.consultations import shows
from crm.site.forms import UNCHOSEN, Form
from crm.site.labels import choices
from crm.site.languages import _
from crm.site.reader import Reader
from crm.site.rights import OFFICERS

A_PAGE = 50
WORDS: dict[str, str] = {kind: word for word, kind in KINDS.items()}
OUTCOME = N_("Dites comment la demande se règle.")
CHANNEL = N_("Dites comment la réponse est partie.")
MATCHED = N_("Demande rattachée à cette fiche.")
UNMATCHED = N_("Demande détachée : elle attend qu’on sache de qui elle parle.")
SETTLED = N_("Demande réglée.")
REOPENED = N_("Demande rouverte : son délai court encore.")
BADGES = {
    "late": ("non", "alert-triangle"),
    "pressing": ("att", "hourglass"),
    "warned": ("att", "clock"),
    "early": ("", "clock"),
}


class Line(NamedTuple):
    """One request as the page shows it."""

    asked: Asked
    requester: str
    about: str


class RequestPages(Controller):
    path = "/vie-privee/demandes"
    opt = OFFICERS

    @get(sync_to_thread=True)
    def listed(
        self,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        avant: FromQuery[str] = "",
        apres: FromQuery[str] = "",
    ) -> Template:
        today, before, after = day_of(store.clock()), cursor(avant), cursor(apres)
        with store.engine.connect() as db:
            waiting = open_requests(db, reader.pole_id, after, A_PAGE + 1)
            settled = settled_requests(db, reader.pole_id, before, A_PAGE + 1)
            officers = officers_of(db, reader.pole_id, today)
        due, done = waiting[:A_PAGE], settled[:A_PAGE]
        lines = _lines(store, reader, [*due, *done])
        further, more = _last(waiting), _last(settled)
        context = {
            "waiting": lines[: len(due)],
            "settled": lines[len(due) :],
            "due_next": f"{self.path}?apres={further.first_warning_on}.{further.request_id}"
            if further
            else "",
            "due_first": self.path if after else "",
            "officer": next(iter(officers), None),
            "badges": BADGES,
            "day": today,
            "next": f"{self.path}?avant={more.received_on}.{more.request_id}" if more else "",
            "first": self.path if before else "",
        }
        return Template("privacy/requests.html", context=context)

    @get("/{request_id:uuid}", sync_to_thread=True, opt=shows("request", "request_id"))
    def show(
        self,
        request_id: FromPath[UUID],
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
    ) -> Template:
        """Raises Unknown."""
        return _page(store, reader, str(request_id), Form(today=day_of(store.clock())))

    @post("/{request_id:uuid}/regler", sync_to_thread=True, status_code=200)
    def settle(
        self,
        request_id: FromPath[UUID],
        request: AnyRequest,
        form: NamedDependency[Form],
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
    ) -> Response[Any]:
        """Raises Unknown."""
        id = str(request_id)
        if handled(store, reader, form, _settlement(form, id)):
            return see_other(request, f"{self.path}/{id}", SETTLED)
        return _page(store, reader, id, form)

    @post(
        "/{request_id:uuid}/chercher",
        sync_to_thread=True,
        status_code=200,
        opt=shows("request", "request_id"),
    )
    def search(
        self,
        request_id: FromPath[UUID],
        form: NamedDependency[Form],
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
    ) -> Template:
        """Raises Unknown. A name is sent, never written in an address."""
        name = form.text("nom", required=RequesterUnnamed.sentence)
        found = [] if form.failed else candidates(store, reader.pole_id, name)
        return _page(store, reader, str(request_id), form, found)

    @post("/{request_id:uuid}/rattacher", sync_to_thread=True, status_code=200)
    def match(
        self,
        request_id: FromPath[UUID],
        request: AnyRequest,
        form: NamedDependency[Form],
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
    ) -> Response[Any]:
        """Raises Unknown."""
        id, (kind, _colon, subject) = str(request_id), form.value("sujet").partition(":")
        about: Any = kind
        if kind not in WORDS or not is_id(subject):
            form.fail("nom", UNCHOSEN)
        command = MatchRequest(request_id=id, about=about, subject_id=subject)
        if handled(store, reader, form, command):
            undo = f"{self.path}/{id}/detacher"
            return see_other(request, f"{self.path}/{id}", MATCHED, undo=undo)
        return _page(store, reader, id, form)

    @post("/{request_id:uuid}/detacher", sync_to_thread=True, status_code=200)
    def unmatch(
        self,
        request_id: FromPath[UUID],
        request: AnyRequest,
        form: NamedDependency[Form],
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
    ) -> Response[Any]:
        """Raises Unknown."""
        id = str(request_id)
        if handled(store, reader, form, UnmatchRequest(request_id=id)):
            return see_other(request, f"{self.path}/{id}", UNMATCHED)
        return _page(store, reader, id, form)

    @post("/{request_id:uuid}/rouvrir", sync_to_thread=True, status_code=200)
    def reopen(
        self,
        request_id: FromPath[UUID],
        request: AnyRequest,
        form: NamedDependency[Form],
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
    ) -> Response[Any]:
        """Raises Unknown."""
        id = str(request_id)
        if handled(store, reader, form, ReopenRequest(request_id=id, reason=form.note("texte"))):
            return see_other(request, f"{self.path}/{id}", REOPENED)
        return _page(store, reader, id, form)


def _last(found: list[Asked]) -> Asked | None:
    """Where a page ended, when there are more."""
    return found[A_PAGE - 1] if len(found) > A_PAGE else None


def _settlement(form: Form, id: str) -> OnRequest | None:
    outcome = form.choice("sort", ("answered", "refused", "closed"), required=OUTCOME)
    day, text = form.date("date"), form.note("texte")
    if outcome == "closed":
        return CloseRequest(request_id=id, reason=text, occurred_on=day)
    channel: Any = form.choice("voie", get_args(RequestChannel), required=CHANNEL)
    if outcome == "refused":
        return RefuseRequest(request_id=id, channel=channel, reason=text, occurred_on=day)
    return AnswerRequest(request_id=id, channel=channel, answer=text, occurred_on=day)


def _page(
    store: EventStore, reader: Reader, id: str, form: Form, found: list[Candidate] | None = None
) -> Template:
    """`found`: those that a search met, when somebody looked for whom it is about."""
    with store.engine.connect() as db:
        asked = request_of(db, reader.pole_id, id)
        if not asked:
            raise Unknown
        homes = where_to_correct(db, reader.pole_id, asked.about, asked.subject_id)
    key, today = asked.sealed_under, day_of(store.clock())
    details, said = store.open_many([(key, "note", asked.details), (key, "note", asked.said)])
    context = {
        "form": form,
        "line": _lines(store, reader, [asked])[0],
        "details": details,
        "said": said,
        "day": today,
        "found": found,
        "homes": homes,
        "word": WORDS.get(asked.about, ""),
        "badges": BADGES,
        "outcomes": choices("request_outcomes"),
        "channels": choices("request_channels"),
    }
    status = 422 if form.failed else 200
    return Template("privacy/request.html", context=context, status_code=status)


def _lines(store: EventStore, reader: Reader, found: list[Asked]) -> list[Line]:
    """Each with the names of who asks and of whom or what it is about: two queries in all."""
    wanted: dict[str, set[str]] = {}
    for one in found:
        if one.about != "unmatched":
            wanted.setdefault(one.about, set()).add(one.subject_id)
    with store.engine.connect() as db:
        names = named(store, db, wanted, reader.pole_id)
    requesters = store.open_many((one.sealed_under, "identity", one.requester) for one in found)
    return [
        Line(
            one,
            requester,
            _("pas encore rattachée à une fiche")
            if one.about == "unmatched"
            else names(one.about, one.subject_id),
        )
        for one, requester in zip(found, requesters, strict=True)
    ]
