"""A real browser for the tests, as scripts/get_browser finds it."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

SCRIPT = Path(__file__).parents[2] / "scripts" / "get_browser"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
SLOWEST = 15_000


def find() -> str | None:
    """The path of a Chromium; None when there is none."""
    asked = [sys.executable, str(SCRIPT), "--where"]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip() or None


@contextmanager
def browser(path: str) -> Iterator[Browser]:
    """A running browser, closed at the end of the block."""
    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield running
        finally:
            running.close()


@contextmanager
def page(running: Browser, *, width: int = 1360, height: int = 900) -> Iterator[Page]:
    """A page of its own: no cookie or storage of another test, in Québec's language and hour."""
    context = running.new_context(
        locale="fr-CA",
        timezone_id="America/Toronto",
        viewport={"width": width, "height": height},
        reduced_motion="reduce",
    )
    context.set_default_timeout(SLOWEST)
    try:
        yield context.new_page()
    finally:
        context.close()
