"""The product as `crm serve` serves it, in a process of its own, with a floor beside its pages.

    python -m benchmarks.page_server DATABASE KEYS SECRET INSTANT PORT

`/plancher` is a page that shows nothing, and a form that only writes the rows of an act, made
ready beforehand. Each answer says how many statements it asked of the database, and how many
seconds of processor this process spent on it, when nobody else asked meanwhile.
"""

import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from queue import SimpleQueue
from typing import Any

import uvicorn
from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from sqlalchemy import Engine, event

from benchmarks import floor
from crm import app
from crm.accompaniment.commands import RecordIntervention
from crm.event_store import EventStore, open_event_store
from crm.event_store.commands import Desk
from crm.event_store.writer import Submission
from crm.settings import Settings
from crm.site.forms import Form
from crm.site.reader import Reader
from crm.site.rights import WRITERS as TO_WRITERS

WRITERS = 16
STATEMENTS, PROCESSOR = "x-statements", "x-processor"


class FloorPages(Controller):
    """What any answer costs here, and what the rows of an act cost."""

    path = "/plancher"

    @get(opt={"public": True}, sync_to_thread=True)
    def nothing(self) -> Response[str]:
        return Response("<!doctype html><title>rien</title>", media_type="text/html")

    @post("/acte", opt=TO_WRITERS, sync_to_thread=True)
    def write(self, form: NamedDependency[Form], reader: NamedDependency[Reader]) -> Redirect:
        rows, keys = READY.get()
        drivers = DRIVERS.get()
        try:
            floor.write(drivers[1], [keys])
            floor.write(drivers[0], [rows])
        finally:
            DRIVERS.put(drivers)
        return Redirect("/plancher", status_code=303)

    @post("/pret", opt=TO_WRITERS, sync_to_thread=True, status_code=200)
    def prepare(
        self,
        form: NamedDependency[Form],
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
    ) -> str:
        """As many acts as files are named, decided and sealed, and recorded by nobody."""
        before = floor.keys_in(store.keyring.engine)
        told = list(_decided(store, reader, form.values("dossier")))
        made = (floor.keys_in(store.keyring.engine) - before) // len(told)
        for rows in floor.ready(store, [[one] for one in told]):
            READY.put((rows, floor.new_keys(made)))
        return str(len(told))


READY: SimpleQueue[tuple[floor.Writes, floor.Writes]] = SimpleQueue()
DRIVERS: SimpleQueue[tuple[Any, Any]] = SimpleQueue()


def _decided(store: EventStore, reader: Reader, files: list[str]) -> Iterator[Submission]:
    kept: dict[str, Any] = {}
    for file in files:
        desk = Desk(store, reader.author(), store.clock(), kept)
        said = {"mode": "meeting", "minutes": 45, "summary": "Vu avec la direction."}
        RecordIntervention(accompaniment_id=file, **said).decide(desk)  # type: ignore[arg-type]  # by name
        yield Submission(store.mapper.seal_all(desk.collect_events()), desk.author)
        desk.close()


def counted(inner: ASGIApp) -> ASGIApp:
    """The app, whose answers say what they asked and spent since they began."""
    asked = [0]

    @event.listens_for(Engine, "before_cursor_execute")
    def _(_db: object, _cursor: object, sql: str, *_rest: object) -> None:
        asked[0] += sql != "BEGIN"

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        before, began = asked[0], time.process_time()

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                said = {STATEMENTS: asked[0] - before, PROCESSOR: time.process_time() - began}
                more = [(name.encode(), str(value).encode()) for name, value in said.items()]
                message["headers"] = [*message["headers"], *more]
            await send(message)

        await inner(scope, receive, dressed)

    return answer


def serve(database: str, keys: str, secret: str, instant: int, port: int) -> None:
    began = time.monotonic_ns()
    settings = Settings(database=database, keys=keys, secret=secret, secure=False)
    store = open_event_store(
        settings, app.PROJECTIONS, lambda: instant + (time.monotonic_ns() - began) // 1000
    )
    app.PAGES.append(FloorPages)
    with ExitStack() as closing:
        pools = [
            closing.enter_context(floor.drivers(engine, WRITERS))
            for engine in (store.engine, store.keyring.engine)
        ]
        for pair in zip(*pools, strict=True):
            DRIVERS.put(pair)
        served: Any = counted(app.create_app(settings, store))
        uvicorn.run(
            served, host="127.0.0.1", port=port, access_log=False, server_header=False,
            log_level="warning", timeout_keep_alive=600,
        )  # fmt: skip


if __name__ == "__main__":
    _, *places, began_at, door = sys.argv
    serve(places[0], places[1], places[2], int(began_at), int(door))
