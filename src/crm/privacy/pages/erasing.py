"""Erasing somebody: what is held is read, chosen, silenced; the register and its certificates."""

from collections import Counter
from typing import Any, Literal, NamedTuple
from uuid import UUID

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from crm.account.projections import account_names
from crm.event_store import EventStore
from crm.event_store.events import Aggregate
from crm.person.domain import Person
from crm.privacy.commands import erase
from crm.privacy.domain.erasure import Erased, Erasure, ErasureCompleted, NothingToErase
from crm.privacy.projections.erasures import erasures_of
from crm.privacy.projections.held import Held, Tie, held_about
from crm.promoter.domain.promoter import Promoter
from crm.refusal import N_, Unknown
from crm.site.answers import see_other
from crm.site.consultations import shows
from crm.site.forms import Form
from crm.site.labels import LISTS
from crm.site.reader import Reader
from crm.site.rights import OFFICERS, WATCHERS

AnyRequest = Request[Any, Any, Any]
KINDS: dict[str, Erased] = {"personne": "person", "projet": "promoter"}
AGGREGATES: dict[str, type[Aggregate]] = {"personne": Person, "projet": Promoter}
WORD = "EFFACER"
SHOWN = 300
"""Texts on the page; the others are counted."""
UNCONFIRMED = N_("Pour effacer, écrivez EFFACER dans cette case. Cela ne se défait pas.")
UNGROUNDED = N_("Dites pourquoi : choisissez un des trois motifs.")
DONE = N_("L’effacement est fait. Voici son certificat.")


class Text(NamedTuple):
    """One text as the page shows it; `subject` is whose key seals it."""

    held: Held
    subject: str

    @property
    def tie(self) -> Tie:
        return self.held.tie


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
        texts = _texts(store, reader, kind, id)
        named = [text.subject for text in texts if text.tie == "named"]
        return _form(Form({"note": named}), texts, f"/vie-privee/effacer/{kind}/{id}")

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
        texts = _texts(store, reader, kind, id)
        ground = _ground(form)
        reason = form.note("raison")
        if form.text("confirmation").upper() != WORD:
            form.fail("confirmation", UNCONFIRMED)
        if form.failed or ground is None:
            return _form(form, texts, request.url.path, status=422)
        done = erase(
            store,
            reader.author(form.command_id),
            kind=KINDS[kind],
            subject_id=str(id),
            ground=ground,
            subjects=_chosen(form, texts),
            reason=reason,
        )
        return see_other(request, f"/vie-privee/effacements/{done.erasure_id}", DONE)


def _texts(store: EventStore, reader: Reader, kind: str, id: UUID) -> list[Text]:
    if kind not in KINDS:
        raise Unknown
    store.load(AGGREGATES[kind], str(id))
    held = held_about(store, reader.pole_id, KINDS[kind], str(id))
    if not any(one.tie == "own" for one in held):
        raise NothingToErase
    return [Text(one, one.holding.subject) for one in held]


def _chosen(form: Form, texts: list[Text]) -> set[str]:
    """The person's own, and those ticked among the others shown: never anything else."""
    offered = {text.subject for text in texts if text.tie != "own"}
    own = {text.subject for text in texts if text.tie == "own"}
    return own | (offered & set(form.values("note")))


def _ground(form: Form) -> Literal["request", "purpose_ended", "unlawful"] | None:
    match form.value("motif"):
        case "request" | "purpose_ended" | "unlawful" as ground:
            return ground
    form.fail("motif", UNGROUNDED)
    return None


def _form(form: Form, texts: list[Text], path: str, status: int = 200) -> Template:
    own = [text.held for text in texts if text.tie == "own"]
    context = {
        "form": form,
        "path": path,
        "own": own[:SHOWN],
        "own_total": len(own),
        "named": _others(texts, "named"),
        "perhaps": _others(texts, "perhaps"),
        "grounds": list(LISTS["erasure_grounds"].items()),
        "word": WORD,
    }
    return Template("privacy/erase.html", context=context, status_code=status)


def _others(texts: list[Text], tie: Tie) -> list[Text]:
    """One line for each key: what it seals goes, or stays, together."""
    return list({text.subject: text for text in texts if text.tie == tie}.values())[:SHOWN]
