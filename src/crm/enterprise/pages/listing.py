"""The list of enterprises, and the form that registers one."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Redirect, Template

from crm.accompaniment.projections.alike import same_name
from crm.account.commands.saved_views import SavedViews
from crm.account.domain.views import kept
from crm.enterprise.commands import RegisterEnterprise
from crm.enterprise.commands.places import mrc_choices, mrc_name, place_in_doubt
from crm.enterprise.domain.neq import read_neq
from crm.enterprise.domain.refusals import EnterpriseUnnamed, MrcUnknown
from crm.enterprise.pages.acting import AnyRequest, Scene, date_said, handled
from crm.enterprise.pages.words import capital, form_words, place_words
from crm.enterprise.projections.listing import Cursor, Filters, enterprise_list
from crm.event_store import EventStore
from crm.event_store.commands import day_of
from crm.refusal import Refusal
from crm.site.answers import is_htmx, see_other
from crm.site.folding import fold
from crm.site.forms import Form
from crm.site.labels import LISTS, choices
from crm.site.languages import N_, _
from crm.site.reader import Reader
from crm.site.rights import POLE, WRITERS
from crm.vocabulary import COOP_TYPES, LEGAL_FORMS, Address

REGISTERED = N_("Entreprise inscrite.")
WHICH_MRC = N_(
    "La municipalité « {town} » n’est pas reconnue. Choisissez sa MRC, ou corrigez le nom."
)
SAME_NAME = N_(
    "Une fiche porte déjà ce nom. Ouvrez-la plutôt; ou envoyez de nouveau pour en inscrire une "
    "autre du même nom."
)
LONGEST_SEARCH = 200


class ListingPages(Controller):
    path = "/entreprises"
    opt = POLE

    @get(sync_to_thread=True)
    def list(
        self,
        request: AnyRequest,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        saved_views: NamedDependency[SavedViews],
        q: FromQuery[str] = "",
        mrc: FromQuery[str] = "",
        forme: FromQuery[str] = "",
        suivi: FromQuery[str] = "",
        es: FromQuery[str] = "",
        apres: FromQuery[str] = "",
        vue: FromQuery[str] = "",
    ) -> Template | Redirect:
        """By name; a part of it alone when the reader is typing. The view that the list opens
        with, when nothing is asked of it."""
        asked = {"q": q[:LONGEST_SEARCH], "mrc": mrc, "forme": forme, "suivi": suivi, "es": es}
        if is_htmx(request) and request.headers.get("hx-target", "").endswith("liste"):
            context = _listed(store, reader, asked, apres) | {"asked": asked}
            return Template("enterprise/list_results.html", context=context)
        bar = saved_views.bar(reader, "entreprises", vue)
        if bar.first and not request.url.query:
            return Redirect(bar.first.url, status_code=303)
        context = _listed(store, reader, asked, apres) | {"asked": asked}
        views = {"bar": bar, "here": kept("entreprises", request.url.query)}
        return Template("enterprise/list.html", context=context | views)

    @get("/nouvelle", sync_to_thread=True, opt=WRITERS)
    def new(
        self,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        nom: FromQuery[str] = "",
    ) -> Template:
        today = day_of(store.clock())
        form = Form.of(today, nom=nom, suivre="oui", date=today.isoformat())
        return _form_page(form)

    @post("/nouvelle", sync_to_thread=True, opt=WRITERS)
    def register(
        self,
        request: AnyRequest,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        form: NamedDependency[Form],
    ) -> Response[Any]:
        form.today = day_of(store.clock())
        command = _registration(form)
        ask_for_mrc(form, store, reader.pole_id, command.address)
        _warn_of_twins(form, store, reader.pole_id, command.name)
        scene = Scene(request, store, reader, form)
        if form.failed or handled(scene, command, otherwise="neq") is None:
            return _form_page(form)
        return see_other(request, f"/entreprises/{command.enterprise_id}", REGISTERED)


def _listed(
    store: EventStore, reader: Reader, asked: dict[str, str], cursor: str
) -> dict[str, Any]:
    followed = {"oui": True, "non": False}.get(asked["suivi"])
    mrc = asked["mrc"] if asked["mrc"].isdigit() else ""
    legal_form = asked["forme"] if asked["forme"] in LEGAL_FORMS else ""
    judged = asked["es"] if asked["es"] in LISTS["qualified_as"] else ""
    filters = Filters(asked["q"], mrc[:3], legal_form, followed, judged)
    found = enterprise_list(store, reader.pole_id, filters, after=_cursor(cursor))
    kept = {name: value for name, value in asked.items() if value}
    after = found.following
    following = urlencode(kept | {"apres": "|".join(after)}) if after else ""
    return {
        "found": found.rows,
        "count": found.total,
        "filtered": bool(kept),
        "started": bool(cursor),
        "next": f"/entreprises?{following}" if following else "",
        "first": f"/entreprises?{urlencode(kept)}",
        "mrcs": sorted(((code, mrc_name(code)) for code in found.mrcs), key=lambda m: fold(m[1])),
        "may_write": reader.may_write,
        "forms": choices("legal_forms"),
        "judgements": choices("qualified_as"),
        "form_words": lambda row: capital(form_words(row.legal_form, row.coop_type)),
        "place_words": lambda row: place_words(row.municipality, row.mrc),
    }


def _cursor(text: str) -> Cursor | None:
    name, _bar, id = text[:500].rpartition("|")
    try:
        return fold(name), str(UUID(id))
    except ValueError:
        return None


def _registration(form: Form) -> RegisterEnterprise:
    legal_form = form.choice("forme", LEGAL_FORMS)
    coop_type = form.choice("type_coop", COOP_TYPES)
    said = date_said(form)
    return RegisterEnterprise(
        occurred_on=said.day,
        occurred_precision=said.precision,
        name=form.text("nom", required=EnterpriseUnnamed.sentence),
        neq=neq_of(form),
        legal_form=legal_form,  # type: ignore[arg-type]  # `choice` answers one of these codes
        coop_type=coop_type if legal_form == "cooperative" else None,  # type: ignore[arg-type]  # the same
        address=address_of(form),
        sector=form.text("secteur"),
        mission=form.note("mission"),
        website=form.text("site", 300),
        follow=form.ticked("suivre"),
    )


def neq_of(form: Form) -> str:
    """The ten digits, or nothing; what is wrong with them stands beside the field."""
    typed = form.text("neq", 30)
    try:
        return read_neq(typed) if typed else ""
    except Refusal as refusal:
        form.refuse(refusal)
        return typed


def address_of(form: Form) -> Address | None:
    """The address typed, or None when every part of it is blank."""
    lines, town = form.text("adresse"), form.text("municipalite", 100)
    code = form.text("code_postal", 10)
    mrc = form.choice(
        "mrc", dict(mrc_choices()), required=MrcUnknown.sentence if form.value("mrc") else False
    )
    if not any((lines, town, code, mrc)):
        return None
    return Address(lines=lines, municipality=town, postal_code=code, mrc=mrc)


def ask_for_mrc(form: Form, store: EventStore, pole_id: str, address: Address | None) -> None:
    """A municipality that nobody knows stands beside the question of its MRC."""
    with store.engine.connect() as db:
        if address and place_in_doubt(db, pole_id, address):
            form.fail("mrc", WHICH_MRC, town=address.municipality)


def _warn_of_twins(form: Form, store: EventStore, pole_id: str, name: str) -> None:
    """Once: sent again, the form registers another enterprise of the same name."""
    if form.failed or form.value("semblables") or not same_name(store, pole_id, name, "enterprise"):
        return
    form.fail("nom", SAME_NAME)


def _form_page(form: Form) -> Template:
    context = {
        "form": form,
        "warned": form.errors.get("nom") == _(SAME_NAME),
        "forms": choices("legal_forms", but=("unknown",)),
        "coop_types": choices("coop_types", but=("unknown",)),
        "mrcs": mrc_choices(),
    }
    status = 422 if form.failed else 200
    return Template("enterprise/new.html", context=context, status_code=status)
