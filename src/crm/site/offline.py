"""What a browser keeps to open without network: the worker, and the page it shows then."""

import json
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from litestar import Response, get
from litestar.response import Template

from crm.site.assets import STATIC, edition, static
from crm.site.rights import NOBODY_YET

OFFLINE = "/hors-reseau"
TEMPLATES = Path(__file__).parent / "templates"
SHOWN = ("document.html", "bare.html", "offline.html", "components/waiting.html")
"""What the page without network is made of: a new one is another edition of the worker."""
WORKER = ("coffre", "porteur")
"""Scripts of the worker, in one answer: our policy lets it fetch no other."""
SHELL = (
    "vendor/tabler.css",
    "css/tokens.css",
    "css/frame.css",
    "css/components.css",
    "css/screens.css",
    "vendor/htmx.js",
    "vendor/inter-latin-wght-normal.woff2",
    "trame-mark.svg",
    "trame-logo.svg",
    "trame-logo-sombre.svg",
)


@lru_cache(maxsize=1)
def worker() -> str:
    """The script of the worker, which begins with what it keeps."""
    scripts = sorted(path.stem for path in (STATIC / "js").glob("*.js") if path.stem != "porteur")
    shell = [static(name) for name in (*SHELL, *(f"js/{name}.js" for name in scripts))]
    digest = sha256(edition().encode())
    for name in SHOWN:
        digest.update((TEMPLATES / name).read_bytes())
    told = {"edition": digest.hexdigest()[:12], "coquille": [OFFLINE, *shell]}
    parts = [(STATIC / "js" / f"{name}.js").read_text(encoding="utf-8") for name in WORKER]
    return ";\n".join((f"self.TRAME = {json.dumps(told)}", *parts))


@get("/sw.js", opt=NOBODY_YET, sync_to_thread=True)
def service_worker() -> Response[str]:
    """At the root, so that it answers for every page; asked again each time, so that it is the
    one of this release."""
    headers = {"Cache-Control": "no-cache"}
    return Response(worker(), media_type="text/javascript", headers=headers)


@get(OFFLINE, opt=NOBODY_YET, sync_to_thread=False)
def offline_page() -> Template:
    """Names nobody: a browser keeps it before anybody signed in."""
    return Template("offline.html", context={})
