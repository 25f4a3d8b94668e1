"""`crm doctor`: whether the house stands, one line per question."""

from collections.abc import Callable

from sqlalchemy import text

from crm.app import PROJECTIONS, litestar_app
from crm.cli.words import FrenchParser, Words
from crm.event_store import EventStore, open_event_store
from crm.event_store.databases import head
from crm.event_store.privileges import APP
from crm.event_store.protection import acting, orders_obeyed, tables_in_the_open
from crm.settings import Settings
from crm.site.languages import typeset

HELP = "vérifie la base, ses protections, les clés, les vues et les pages"


class Unwell(Exception):
    """A question whose answer is bad: what is wrong, and what to do."""


def describe(parser: FrenchParser) -> None:
    """It asks nothing."""


def run(_said: Words) -> int:
    settings = Settings.read()
    store = open_event_store(settings, PROJECTIONS)
    questions: tuple[tuple[str, Callable[[], str]], ...] = (
        ("base", lambda: f"{head(store.engine)} événements"),
        ("rôle", lambda: _role(store)),
        ("ajouts", lambda: _only_adds(store)),
        ("pôles", lambda: _keeps_apart(store)),
        ("clés", lambda: _sealed(store)),
        ("vues", lambda: _views(store)),
        ("pages", lambda: f"{len(litestar_app(settings, store).routes)} adresses"),
        ("moteur", lambda: _answers(store)),
    )
    found = max([_ask(name, question) for name, question in questions])
    store.close()
    return found


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


def _role(store: EventStore) -> str:
    if not _on_postgres(store):
        return "aucun : SQLite n’en a pas"
    role, login, owning = acting(store.engine)
    if role != APP:
        raise Unwell(
            f"« {login} » ne peut pas agir comme {APP}. Un administrateur du serveur exécute "
            f'CREATE ROLE {APP}; GRANT {APP} TO "{login}"; puis on redémarre Trame.'
        )
    if owning:
        return f"{APP}; la connexion « {login} » possède les tables et peut en reprendre les droits"
    return f"{APP}; la connexion « {login} » n’a pas d’autres droits sur les événements"


def _only_adds(store: EventStore) -> str:
    if not _on_postgres(store):
        return (
            "SQLite ne refuse rien à qui ouvre son fichier : les droits du fichier protègent les "
            "événements, et les points de contrôle montrent ce qui a été touché"
        )
    if obeyed := orders_obeyed(store.engine):
        raise Unwell(f"la base obéit à : {'; '.join(obeyed)}")
    return "modifier, effacer, vider ou redéfinir les événements : refusé"


def _keeps_apart(store: EventStore) -> str:
    if bare := tables_in_the_open(store.engine, store.projections):
        raise Unwell(
            f"sans pôle ou d’un autre pôle, on atteint : {', '.join(bare)}. Refaites les vues "
            "nommées par « crm rebuild »."
        )
    if not _on_postgres(store):
        return "sans pôle, aucune vue ne montre rien"
    return "sans pôle, rien n’est lu ni écrit; avec un pôle, le sien seul"


def _on_postgres(store: EventStore) -> bool:
    return store.engine.dialect.name == "postgresql"


def _sealed(store: EventStore) -> str:
    store.keyring.prove()
    return "lisibles"


def _answers(store: EventStore) -> str:
    with store.engine.connect() as db:
        return store.engine.dialect.name if db.scalar(text("SELECT 1")) == 1 else "muette"
