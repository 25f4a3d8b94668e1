"""Erasing somebody: what is held is read, chosen, silenced; the register and its certificates."""

from collections import Counter
from typing import Any, Literal
from uuid import UUID

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from crm.account.projections import account_names
from crm.event_store import EventStore
from crm.privacy.commands import erase
from crm.privacy.domain.erasure import Erasure, ErasureCompleted, NothingToErase
from crm.privacy.pages.reading import KINDS, shown, texts_about
from crm.privacy.projections.erasures import erasures_of
from crm.privacy.projections.held import Held
from crm.refusal import N_
from crm.site.answers import see_other
from crm.site.consultations import shows
from crm.site.forms import Form
from crm.site.labels import LISTS
from crm.site.reader import Reader
from crm.site.rights import OFFICERS, WATCHERS

AnyRequest = Request[Any, Any, Any]
WORD = "EFFACER"
UNCONFIRMED = N_("Pour effacer, écrivez EFFACER dans cette case. Cela ne se défait pas.")
UNGROUNDED = N_("Dites pourquoi : choisissez un des trois motifs.")
DONE = N_("L’effacement est fait. Voici son certificat.")


class ErasurePages(Controller):
    path = "/vie-privee"
    opt = WATCHERS

    @get("/effacements", sync_to_thread=True)
    def register(
        self, reader: NamedDependency[Reader], store: NamedDependency[EventStore]
    ) -> Template:
        with store.engine.connect() as db:
            found = erasures_of(db, reader.pole_id)
        names = account_names(store, reader.pole_id, {one.decided_by for one in found})
        return Template("privacy/erasures.html", context={"erasures": found, "names": names})

    @get("/effacements/{erasure_id:uuid}", sync_to_thread=True)
    def certificate(
        self,
        erasure_id: FromPath[UUID],
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
    ) -> Template:
        """Raises Unknown."""
        decided = store.load(Erasure, str(erasure_id)).decided
        last = store.stream(str(erasure_id))[-1]
        completed = last.event if isinstance(last.event, ErasureCompleted) else None
        classes = Counter(key.seal_class for key in completed.keys) if completed else Counter()
        names = account_names(store, reader.pole_id, {decided.actor_id})
        context = {
            "decided": decided,
            "completed": completed,
            "recorded_at": last.recorded_at,
            "position": last.position,
            "classes": sorted(classes.items()),
            "name": names.get(decided.actor_id, ""),
        }
        return Template("privacy/certificate.html", context=context)

    @get(
        "/effacer/{kind:str}/{id:uuid}",
        sync_to_thread=True,
        opt=OFFICERS | shows("erasure", "id"),
    )
    def choose(
        self,
        kind: FromPath[str],
        id: FromPath[UUID],  # the name in the address
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
    ) -> Template:
        """Raises Unknown."""
        held = _held(store, reader, kind, id)
        named = [one.subject for one in held if one.tie == "named"]
        return _form(Form({"note": named}), held, f"/vie-privee/effacer/{kind}/{id}")

    @post(
        "/effacer/{kind:str}/{id:uuid}",
        sync_to_thread=True,
        status_code=200,
        opt=OFFICERS | shows("erasure", "id"),
    )
    def silence(
        self,
        kind: FromPath[str],
        id: FromPath[UUID],  # the name in the address
        request: AnyRequest,
        form: NamedDependency[Form],
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
    ) -> Response[Any]:
        """Raises Unknown."""
        held = _held(store, reader, kind, id)
        ground = _ground(form)
        reason = form.note("raison")
        if form.text("confirmation").upper() != WORD:
            form.fail("confirmation", UNCONFIRMED)
        if form.failed or ground is None:
            return _form(form, held, request.url.path, status=422)
        done = erase(
            store,
            reader.author(form.command_id),
            kind=KINDS[kind],
            subject_id=str(id),
            ground=ground,
            subjects=_chosen(form, held),
            reason=reason,
        )
        return see_other(request, f"/vie-privee/effacements/{done.erasure_id}", DONE)


def _held(store: EventStore, reader: Reader, kind: str, id: UUID) -> list[Held]:
    """Raises Unknown, NothingToErase."""
    held = texts_about(store, reader, kind, id)
    if not any(one.tie == "own" for one in held):
        raise NothingToErase
    return held


def _chosen(form: Form, held: list[Held]) -> set[str]:
    """The person's own, and those ticked among the others shown: never anything else."""
    offered = {one.subject for one in held if one.tie != "own"}
    own = {one.subject for one in held if one.tie == "own"}
    return own | (offered & set(form.values("note")))


def _ground(form: Form) -> Literal["request", "purpose_ended", "unlawful"] | None:
    match form.value("motif"):
        case "request" | "purpose_ended" | "unlawful" as ground:
            return ground
    form.fail("motif", UNGROUNDED)
    return None


def _form(form: Form, held: list[Held], path: str, status: int = 200) -> Template:
    grounds = list(LISTS["erasure_grounds"].items())
    context = {"form": form, "path": path, "grounds": grounds, **shown(held)}
    return Template("privacy/erase.html", context=context, status_code=status)
