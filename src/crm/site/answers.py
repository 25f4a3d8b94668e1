"""Answers that are not a page: going elsewhere after an act, for a browser or for htmx."""

from typing import Any
from urllib.parse import urlsplit

from litestar import Request, Response
from litestar.response import Redirect

from crm.site.languages import _

AnyRequest = Request[Any, Any, Any]


def is_htmx(request: AnyRequest) -> bool:
    """Whether a part of a page is asked for rather than a page."""
    return request.headers.get("hx-request") == "true"


def wants_json(request: AnyRequest) -> bool:
    """Whether a program asks: under /api, or accepting JSON and no HTML."""
    accepted = request.headers.get("accept", "")
    return request.scope["path"].startswith("/api/") or (
        "json" in accepted and "html" not in accepted
    )


def see_other(
    request: AnyRequest, path: str, said: str = "", *, undo: str = "", **values: object
) -> Response[Any]:
    """To another page after an act (303). `said` is the sentence shown there, once."""
    if said and request.scope.get("auth") is not None:
        request.scope["auth"].say(_(said, **values), undo)
    if is_htmx(request):
        return Response("", status_code=200, headers={"HX-Redirect": path})
    return Redirect(path, status_code=303)


def local_path(text: str, otherwise: str = "/") -> str:
    """A path of this site, never another site's address."""
    parts = urlsplit(text)
    is_ours = not parts.scheme and not parts.netloc and parts.path.startswith("/")
    is_plain = not text.startswith(("//", "/\\")) and text.isprintable()
    return text if is_ours and is_plain else otherwise


def sent(made: bytes, name: str) -> Response[bytes]:
    """The answer that hands a document over: kept by no cache. Its name should name nobody."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(made, media_type="application/pdf", headers=headers)
