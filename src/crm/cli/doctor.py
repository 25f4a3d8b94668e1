"""`crm doctor`: whether the house stands, one line per question."""

from collections.abc import Callable

from sqlalchemy import text

from crm.app import PROJECTIONS, litestar_app
from crm.cli.words import FrenchParser, Words
from crm.event_store import EventStore, open_event_store
from crm.event_store.databases import head
from crm.settings import Settings
from crm.site.languages import typeset

HELP = "vérifie la base, les clés, les vues et les pages"


class Unwell(Exception):
    """A question whose answer is bad: what is wrong, and what to do."""


def describe(parser: FrenchParser) -> None:
    """It asks nothing."""


def run(_said: Words) -> int:
    settings = Settings.read()
    store = open_event_store(settings, PROJECTIONS)
    questions: tuple[tuple[str, Callable[[], str]], ...] = (
        ("base", lambda: f"{head(store.engine)} événements"),
        ("clés", lambda: _sealed(store)),
        ("vues", lambda: _views(store)),
        ("pages", lambda: f"{len(litestar_app(settings, store).routes)} adresses"),
        ("moteur", lambda: _answers(store)),
    )
    return max([_ask(name, question) for name, question in questions])


def _ask(name: str, question: Callable[[], str]) -> int:
    try:
        print(f"{name:8} bien  {typeset(question())}")
    except Unwell as unwell:
        print(f"{name:8} MAL   {typeset(str(unwell))}")
        return 1
    except Exception as error:  # noqa: BLE001 - whatever fails is the answer
        print(f"{name:8} MAL   {type(error).__name__}")
        return 1
    return 0


def _views(store: EventStore) -> str:
    if late := sorted(store.late()):
        raise Unwell(
            f"il manque des événements à : {', '.join(late)}. Le journal dit pourquoi; une fois le "
            f"code corrigé, « crm worker » les refait, ou « crm rebuild {' '.join(late)} »"
        )
    return f"{len(PROJECTIONS)} vues, toutes à jour"


def _sealed(store: EventStore) -> str:
    store.keyring.prove()
    return "lisibles"


def _answers(store: EventStore) -> str:
    with store.engine.connect() as db:
        return store.engine.dialect.name if db.scalar(text("SELECT 1")) == 1 else "muette"
