"""When something is refused or fails: a page in French, or a problem in JSON for a program."""

import logging
import traceback
from http import HTTPStatus
from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException, NotAuthorizedException, ValidationException
from litestar.response import Redirect, Template
from litestar.types import ExceptionHandlersMap
from msgspec import Struct

from crm.refusal import Refusal
from crm.site.answers import is_htmx, wants_json
from crm.site.languages import N_, _
from crm.site.security_log import What, note

log = logging.getLogger(__name__)
AnyRequest = Request[Any, Any, Any]
SIGN_IN = "/connexion"


class Said(Struct, frozen=True):
    """What a page of error says: what happened, then the way out."""

    title: str
    text: str


BY_STATUS = {
    400: Said(
        N_("Cette demande n’est pas lisible"),
        N_("Une partie de l’adresse ou du formulaire n’a pas la forme attendue. Rien n’a été "
           "consigné. Revenez à la page précédente et reprenez la saisie."),
    ),
    401: Said(
        N_("Votre session est fermée"),
        N_("Ouvrez une session pour continuer. Rien n’a été consigné."),
    ),
    403: Said(
        N_("Cette page ne vous est pas ouverte"),
        N_("Votre rôle ne donne pas accès à ce contenu. La coordination de votre pôle peut vous "
           "l’ouvrir."),
    ),
    404: Said(
        N_("Cette page est introuvable"),
        N_("L’adresse est peut-être incomplète, ou la fiche appartient à un autre pôle. "
           "Cherchez-la par son nom dans la liste."),
    ),
    405: Said(
        N_("Cette adresse ne se consulte pas ainsi"),
        N_("Elle reçoit un formulaire ou ne montre rien. Passez par la page qui y mène."),
    ),
    409: Said(
        N_("Quelqu’un a modifié cette fiche entre-temps"),
        N_("Rien n’a été écrasé et rien n’a été consigné. Rouvrez la fiche, regardez ce qui a "
           "changé, puis reprenez."),
    ),
    413: Said(
        N_("Cet envoi est trop gros"),
        N_("Un formulaire peut peser 4 Mo. Rien n’a été consigné. Revenez à la page précédente, "
           "votre texte y est encore, et raccourcissez-le."),
    ),
    422: Said(
        N_("Cette demande est refusée"),
        N_("Rien n’a été consigné. Revenez à la page précédente et corrigez la saisie."),
    ),
    429: Said(
        N_("Trop d’essais en peu de temps"),
        N_("Attendez quelques minutes avant de recommencer."),
    ),
    500: Said(
        N_("Cette page n’a pas pu être préparée"),
        N_("La faute vient de Trame, pas de vous. L’erreur est notée. Rien de ce qui était déjà "
           "consigné n’est perdu; essayez de nouveau dans un instant."),
    ),
}  # fmt: skip
LOOKED_INTO: dict[int, What] = {403: "not_allowed", 429: "too_many_tries"}
FORGED = Said(
    N_("Ce formulaire n’est plus valable"),
    N_("Il vient d’une page trop ancienne ou d’un autre site, et rien n’a été consigné. Revenez à "
       "la page précédente, rechargez-la, puis envoyez de nouveau."),
)  # fmt: skip


def exception_handlers() -> ExceptionHandlersMap:
    """For the app: nothing a person sends ends in English or in silence."""
    return {
        NotAuthorizedException: to_sign_in,
        Refusal: refused,
        HTTPException: http_error,
        Exception: unexpected,
    }


def to_sign_in(request: AnyRequest, _error: NotAuthorizedException) -> Response[Any]:
    """Nobody is signed in: to the door, and back here afterwards."""
    if wants_json(request):
        return _problem(401, BY_STATUS[401])
    if is_htmx(request):
        return Response("", status_code=200, headers={"HX-Redirect": SIGN_IN})
    after = {"suite": request.scope["path"]} if request.method == "GET" else None
    return Redirect(SIGN_IN, query_params=after, status_code=303)


def refused(request: AnyRequest, refusal: Refusal) -> Response[Any]:
    """A refusal no page took in charge: its own sentence, with its own status."""
    sentence = _(refusal.sentence, **refusal.values) if refusal.sentence else ""
    said = BY_STATUS.get(refusal.status, BY_STATUS[422])
    if refusal.status in LOOKED_INTO:
        note(request, LOOKED_INTO[refusal.status], **_who(request))
    return _answer(request, refusal.status, Said(said.title, sentence or said.text), refusal.field)


def refused_act(request: AnyRequest, sentence: str, back: str) -> Response[Any]:
    """A button that was refused, with no form to show again: why, and the way back (422)."""
    return _answer(request, 422, Said(BY_STATUS[422].title, sentence), back=back)


def http_error(request: AnyRequest, error: HTTPException) -> Response[Any]:
    """An error of the request itself: unknown page, wrong method, token missing."""
    status = 400 if isinstance(error, ValidationException) else error.status_code
    if status >= 500:
        return unexpected(request, error)
    is_forged = status == 403 and "CSRF" in error.detail
    if status == 403:
        note(request, "forged" if is_forged else "not_allowed", **_who(request))
    said = FORGED if is_forged else BY_STATUS.get(status)
    return _answer(request, status, said or BY_STATUS[400])


def unexpected(request: AnyRequest, error: Exception) -> Response[Any]:
    """A fault of ours: written in the log without what the person sent."""
    trail = "".join(traceback.format_tb(error.__traceback__))
    kind = type(error).__name__  # its message may quote what a person sent
    log.error("%s %s failed: %s\n%s", request.method, _route(request), kind, trail)
    return _answer(request, 500, BY_STATUS[500])


def _route(request: AnyRequest) -> str:
    return str(request.scope.get("path_template") or "(no route)")


def _who(request: AnyRequest) -> dict[str, str]:
    return {"account": request.scope["user"].account_id} if _is_known(request) else {}


def _is_known(request: AnyRequest) -> bool:
    """Whether somebody is signed in; no middleware ran when no route answers."""
    if not request.scope.get("user"):
        find = getattr(request.app.state, "reader_behind", None)
        request.scope["user"] = find(request) if find else None
    return request.scope["user"] is not None


def _answer(
    request: AnyRequest, status: int, said: Said, field: str | None = None, back: str = ""
) -> Response[Any]:
    if wants_json(request):
        return _problem(status, said, field)
    shell = "base.html" if _is_known(request) else "bare.html"
    if is_htmx(request):
        shell = "fragment.html"
    told = {"title": _(said.title), "text": _(said.text)}
    context = {"shell": shell, "status": status, "back": back, **told}
    return Template("errors/page.html", context=context, status_code=status)


def _problem(status: int, said: Said, field: str | None = None) -> Response[Any]:
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": f"{_(said.title)}. {_(said.text)}",
    }
    if field:
        body["field"] = field
    return Response(body, status_code=status, media_type="application/problem+json")
