"""Files sent as they are: one address for the whole edition, so that they may be kept a year."""

import json
import logging
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from litestar.config.compression import CompressionConfig
from litestar.datastructures import CacheControlHeader
from litestar.handlers import HTTPRouteHandler
from litestar.middleware import DefineMiddleware
from litestar.middleware.compression import CompressionMiddleware
from litestar.router import Router
from litestar.static_files import create_static_files_router
from markupsafe import Markup

HERE = Path(__file__).parent
STATIC = HERE / "static"
ICONS = HERE / "icons"
A_YEAR = CacheControlHeader(max_age=31_536_000, public=True, immutable=True)
log = logging.getLogger(__name__)


@lru_cache(maxsize=1)
def edition() -> str:
    """A name for the present content of every static file."""
    digest = sha256()
    for path in sorted(p for p in STATIC.rglob("*") if p.is_file()):
        digest.update(path.relative_to(STATIC).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@lru_cache(maxsize=1)
def _vendored() -> dict[str, str]:
    path = STATIC / "vendor" / "manifest.json"
    listed = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return {k: v for k, v in listed.items() if isinstance(v, str)}


def static(name: str) -> str:
    """The address of a static file; `vendor/x` is looked up among the vendored files."""
    if name.startswith("vendor/"):
        short = name.removeprefix("vendor/")
        name = f"vendor/{_vendored().get(short, short)}"
    return f"/static/{edition()}/{name}"


def static_files() -> Router | HTTPRouteHandler:
    """The route of static files; neither signed in nor counted as a visit."""
    smaller = CompressionConfig(backend="gzip", gzip_compress_level=6, minimum_size=1_000)
    return create_static_files_router(
        f"/static/{edition()}",
        [STATIC],
        cache_control=A_YEAR,
        opt={"public": True},
        middleware=[DefineMiddleware(CompressionMiddleware, config=smaller)],
    )


@lru_cache(maxsize=512)
def icon(name: str, extra: str = "") -> Markup:
    """An icon drawn in the page, hidden from screen readers: words say what it means."""
    path = ICONS / f"{name}.svg"
    if not path.exists():
        log.warning("icon %s is missing", name)
        return Markup("")
    drawing = path.read_text(encoding="utf-8")
    inner = drawing[drawing.index(">", drawing.index("<svg")) + 1 : drawing.rindex("</svg>")]
    return Markup(  # noqa: S704 - our own drawings
        f'<svg class="ti {extra}" viewBox="0 0 24 24" fill="none" stroke="currentColor"'
        f' stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">{inner.strip()}</svg>'
    )
