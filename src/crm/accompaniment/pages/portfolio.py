"""« Passation »: several files handed to another advisor, with what is left to do in each."""

from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Template
from sqlalchemy import Connection

from crm.accompaniment.commands import TakeBackTransfer, TransferPortfolio
from crm.accompaniment.pages.names import Names, Pairs, Party, names_and_lists, refuse_strangers
from crm.accompaniment.pages.noting import author_of, titles_of
from crm.accompaniment.pages.record_form import UNBOUND
from crm.accompaniment.projections.files import File
from crm.accompaniment.projections.interventions import Effort, effort_of
from crm.accompaniment.projections.listing import Filters, file_list
from crm.accompaniment.projections.portfolios import MOST, Left, left_in, transferred
from crm.event_store import EventStore
from crm.event_store.commands import day_of
from crm.event_store.events import new_id
from crm.event_store.ids import is_id
from crm.refusal import Refusal, Unknown
from crm.site.answers import see_other
from crm.site.consultations import shows
from crm.site.forms import UNCHOSEN, Form
from crm.site.languages import N_
from crm.site.reader import Reader
from crm.site.rights import TEAM, WRITERS

AnyRequest = Request[Any, Any, Any]
ENTRUSTED = N_("Passation faite : le résumé est prêt à lire ou à imprimer.")
TAKEN_BACK = N_("Passation reprise : les dossiers sont revenus.")


class Passed(NamedTuple):
    """A file as the next advisor discovers it."""

    file: File
    title: str
    party: Party
    effort: Effort | None
    left: list[tuple[Left, str]]
    """With its text."""


class PortfolioPages(Controller):
    path = "/passations"
    opt = TEAM

    @get(sync_to_thread=True, opt=WRITERS)
    def choosing(
        self,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        de: FromQuery[str] = "",
    ) -> Template:
        form = Form.of(day_of(store.clock()), de=de if is_id(de) else reader.account_id)
        return _form_page(store, reader, form)

    @post(sync_to_thread=True, opt=WRITERS)
    def handed(
        self,
        request: AnyRequest,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        form: NamedDependency[Form],
    ) -> Response[Any]:
        form.today = day_of(store.clock())
        command = _asked(form)
        with store.engine.connect() as db:
            refuse_strangers(form, store, db, reader.pole_id)
        if form.failed:
            return _form_page(store, reader, form)
        try:
            store.handle(command, author_of(reader, form))
        except Refusal as refusal:
            form.refuse(refusal)
            return _form_page(store, reader, form)
        page = f"/passations/{command.transfer_id}"
        return see_other(request, page, ENTRUSTED, undo=f"{page}/reprendre")

    @get("/{transfer_id:uuid}", sync_to_thread=True, opt=shows("transfer", "transfer_id"))
    def summed_up(
        self,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        transfer_id: FromPath[UUID],
    ) -> Template:
        """Raises Unknown."""
        with store.engine.connect() as db:
            found = transferred(db, reader.pole_id, str(transfer_id))
            if not found:
                raise Unknown
            first, files = found[0], [one.file for one in found]
            who = (first.former_id, first.advisor_id)
            passed, names, _lists = _passed(store, db, reader, files, who)
        note = store.open_many([(first.file.accompaniment_id, "note", first.note)])[0]
        still = any(one.file.advisor_id == one.advisor_id for one in found)
        context = {"transfer": first, "passed": passed, "names": names, "note": note}
        return Template("accompaniment/portfolio.html", context=context | {"still_theirs": still})

    @post(
        "/{transfer_id:uuid}/reprendre",
        sync_to_thread=True,
        opt=WRITERS | shows("transfer", "transfer_id"),
    )
    def taken_back(
        self,
        request: AnyRequest,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        form: NamedDependency[Form],
        transfer_id: FromPath[UUID],
    ) -> Response[Any]:
        """Raises Unknown."""
        with store.engine.connect() as db:
            found = transferred(db, reader.pole_id, str(transfer_id))
        if not found:
            raise Unknown
        ids = tuple(one.file.accompaniment_id for one in found)
        command = TakeBackTransfer(transfer_id=str(transfer_id), accompaniment_ids=ids)
        store.handle(command, author_of(reader, form))
        return see_other(request, f"/passations/{transfer_id}", TAKEN_BACK)


def _asked(form: Form) -> TransferPortfolio:
    chosen = tuple(dict.fromkeys(id for id in form.values("dossier") if is_id(id)))[:MOST]
    return TransferPortfolio(
        accompaniment_ids=chosen,
        advisor_id=form.text("a", 36, required=UNCHOSEN),
        note=form.note("note", UNBOUND),
        transfer_id=new_id(),
    )


def _form_page(store: EventStore, reader: Reader, form: Form) -> Template:
    of_one = Filters(advisor_id=form.value("de") if is_id(form.value("de")) else reader.account_id)
    with store.engine.connect() as db:
        files = file_list(db, reader.pole_id, of_one, limit=MOST)[0]
        passed, names, lists = _passed(store, db, reader, files, (), ("account",))
    context = {
        "form": form,
        "passed": passed,
        "names": names,
        "advisors": lists["account"],
        "from_id": of_one.advisor_id,
        "chosen": form.values("dossier") if form.failed else [f.accompaniment_id for f in files],
    }
    status = 422 if form.failed else 200
    return Template("accompaniment/portfolio_form.html", context=context, status_code=status)


def _passed(
    store: EventStore,
    db: Connection,
    reader: Reader,
    files: list[File],
    others: Iterable[str],
    offered: tuple[str, ...] = (),
) -> tuple[list[Passed], Names, dict[str, Pairs]]:
    """These files with what is left in each; the names of all they speak of."""
    pole, ids = reader.pole_id, [file.accompaniment_id for file in files]
    left, effort = left_in(db, pole, ids), effort_of(db, pole, ids)
    partners = (one.beside for one in left if one.kind == "referral")
    wanted = [*others, *(file.party_id for file in files), *partners]
    names, lists = names_and_lists(store, db, pole, wanted, offered)
    texts, titles = (
        store.open_many((one.id, "note", one.text) for one in left),
        titles_of(store, files),
    )
    beside: dict[str, list[tuple[Left, str]]] = {id: [] for id in ids}
    for one, text in zip(left, texts, strict=True):
        beside[one.accompaniment_id].append((one, text))
    passed = [
        Passed(
            file,
            titles[file.accompaniment_id],
            Party(file.party_kind, file.party_id, names[file.party_id]),
            effort.get(file.accompaniment_id),
            beside[file.accompaniment_id],
        )
        for file in files
    ]
    return passed, names, lists
