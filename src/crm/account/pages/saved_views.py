"""« Mes vues »: opened by their address, kept under a name, shared by link, put back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect, Template

from crm.account.commands.saved_views import SavedViews, View
from crm.account.domain.views import KEPT, kept
from crm.refusal import Refusal
from crm.site.answers import see_other
from crm.site.forms import UNCHOSEN, Form
from crm.site.languages import N_, _
from crm.site.reader import Reader
from crm.site.rights import POLE

AnyRequest = Request[Any, Any, Any]
LISTS = {
    "accompagnements": N_("Accompagnements"),
    "entreprises": N_("Entreprises"),
    "projets": N_("Projets en émergence"),
}
SAVED = N_("Vue gardée. Son adresse se partage comme un lien.")
DROPPED = N_("Vue supprimée.")
DONE = {
    "renommer": N_("Vue renommée."),
    "partager": N_("Vue partagée : ses liens s’ouvrent pour vos collègues."),
    "reprendre": N_("Vue reprise : ses liens ne s’ouvrent plus pour vos collègues."),
    "ouvrir": N_("Cette liste s’ouvrira sur cette vue."),
    "ordinaire": N_("Cette liste s’ouvrira comme avant."),
    "refaire": N_("Vue mise à jour."),
    "garder": N_("Vue gardée dans les vôtres."),
    "supprimer": DROPPED,
    "retablir": N_("Vue rétablie."),
}


class SavedViewPages(Controller):
    path = "/vues"
    opt = POLE

    @get(sync_to_thread=True)
    def mine(
        self,
        request: AnyRequest,
        reader: NamedDependency[Reader],
        saved_views: NamedDependency[SavedViews],
    ) -> Template:
        return _page(request, reader, saved_views, Form())

    @get("/{view_id:uuid}", sync_to_thread=True)
    def opened(
        self,
        reader: NamedDependency[Reader],
        saved_views: NamedDependency[SavedViews],
        view_id: FromPath[UUID],
    ) -> Redirect:
        """The list that it shows. Raises ViewGone."""
        return Redirect(saved_views.opened(reader, str(view_id)).url, status_code=303)

    @post(sync_to_thread=True)
    def keep(
        self,
        request: AnyRequest,
        reader: NamedDependency[Reader],
        saved_views: NamedDependency[SavedViews],
        form: NamedDependency[Form],
    ) -> Response[Any]:
        listed = form.choice("liste", KEPT, required=UNCHOSEN) or ""
        asked, shared = kept(listed, form.value("requete")), form.ticked("partagee")
        view = View("", "", listed, form.value("nom"), asked, shared, is_default=False)
        if not form.failed:
            try:
                id = saved_views.keep(reader, view)
                return see_other(request, view._replace(view_id=id).url, SAVED)
            except Refusal as refusal:
                form.refuse(refusal)
        return _page(request, reader, saved_views, form)

    @post("/{view_id:uuid}/{verb:str}", sync_to_thread=True)
    def act(
        self,
        request: AnyRequest,
        reader: NamedDependency[Reader],
        saved_views: NamedDependency[SavedViews],
        form: NamedDependency[Form],
        view_id: FromPath[UUID],
        verb: FromPath[str],
    ) -> Response[Any]:
        """Raises ViewGone, NotYourView."""
        if verb not in ACTS:
            raise NotFoundException
        try:
            back = ACTS[verb](saved_views, reader, str(view_id), form)
        except Refusal as refusal:
            if refusal.status != 422:
                raise
            form.refuse(refusal)
            return _page(request, reader, saved_views, form, str(view_id))
        undo = f"/vues/{view_id}/retablir" if verb == "supprimer" else ""
        return see_other(request, back, DONE[verb], undo=undo)


Act = Callable[[SavedViews, Reader, str, Form], str]


def _renamed(held: SavedViews, reader: Reader, id: str, form: Form) -> str:
    held.rename(reader, id, form.value("nom"))
    return "/vues"


def _told(**told: Any) -> Act:
    def act(held: SavedViews, reader: Reader, id: str, _form: Form) -> str:
        held.tell(reader, id, **told)
        return "/vues"

    return act


def _first(*, first: bool) -> Act:
    def act(held: SavedViews, reader: Reader, id: str, _form: Form) -> str:
        held.open_with(reader, id, first=first)
        return "/vues"

    return act


def _redone(held: SavedViews, reader: Reader, id: str, form: Form) -> str:
    view = held.opened(reader, id)
    asked = kept(view.listed, form.value("requete"))
    held.tell(reader, id, query=asked)
    return view._replace(query=asked).url


def _copied(held: SavedViews, reader: Reader, id: str, form: Form) -> str:
    view = held.opened(reader, id)
    mine = view._replace(name=form.value("nom") or view.name, shared=False)
    return mine._replace(view_id=held.keep(reader, mine)).url


def _dropped(held: SavedViews, reader: Reader, id: str, _form: Form) -> str:
    return f"/{held.drop(reader, id).listed}?vue="


def _put_back(held: SavedViews, reader: Reader, id: str, _form: Form) -> str:
    return held.put_back(reader, id).url


ACTS: dict[str, Act] = {
    "renommer": _renamed,
    "partager": _told(shared=True),
    "reprendre": _told(shared=False),
    "ouvrir": _first(first=True),
    "ordinaire": _first(first=False),
    "refaire": _redone,
    "garder": _copied,
    "supprimer": _dropped,
    "retablir": _put_back,
}


def _page(
    request: AnyRequest, reader: Reader, held: SavedViews, form: Form, about: str = ""
) -> Template:
    mine = held.of(reader)
    listed = form.value("liste")
    context = {
        "groups": [
            (_(LISTS[code]), [one for one in mine if one.listed == code])
            for code in LISTS
            if any(one.listed == code for one in mine)
        ],
        "form": form,
        "about": about if any(one.view_id == about for one in mine) else "",
        "borrowed": about,
        "listed": listed if listed in LISTS else "",
        "address": str(request.base_url).rstrip("/"),
    }
    status = 422 if form.failed else 200
    return Template("account/saved_views.html", context=context, status_code=status)
