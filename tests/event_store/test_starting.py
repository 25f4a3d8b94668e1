"""Processes that start together on empty databases all come up; crowds get through."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier

from argon2 import PasswordHasher
from sqlalchemy import inspect, select

from crm.account.commands.passwords import Credentials
from crm.account.pages import Sessions
from crm.event_store import Desk, EventStore, open_event_store
from crm.event_store.events import new_id
from crm.refusal import Unknown
from crm.settings import Settings
from event_store.conftest import Someone
from event_store.garden import Garden, OpenGarden, what_happened, who_tends

TOGETHER = 5
CROWD = 32
"""Threads that a web process gives to its pages, on a large machine."""
EVERYBODY = Barrier(CROWD)


def test_tables_are_made_once(database_url: str) -> None:
    ready = Barrier(TOGETHER)

    def start(_: int) -> EventStore:
        settings = Settings(database=database_url, keys=database_url, secret="s" * 40)
        ready.wait()
        store = open_event_store(settings, [who_tends, what_happened])
        Sessions(store.engine, store.engine).prepare()
        Credentials(store.engine, settings.secret, PasswordHasher(1, 8, 1)).prepare()
        return store

    with ThreadPoolExecutor(TOGETHER) as together:
        stores = list(together.map(start, range(TOGETHER)))
    made = inspect(stores[0].engine).get_table_names()
    assert {
        "events",
        "keys",
        "erasures",
        "opened_sessions",
        "credentials",
        "sign_in_failures",
        "plots_g1",
    } <= set(made)
    for store in stores:
        store.close()


class Both(OpenGarden, frozen=True, kw_only=True):
    """Looks at a view, then at a stream, as most commands do."""

    def decide(self, desk: Desk) -> None:
        desk.db.scalar(select(1))
        EVERYBODY.wait()
        with suppress(Unknown):
            desk.load(Garden, self.garden_id)
        super().decide(desk)


def test_a_crowd_of_commands_does_not_wait_for_each_others_connections(
    store: EventStore, someone: Someone
) -> None:
    with ThreadPoolExecutor(CROWD) as together:
        done = [
            together.submit(store.handle, Both(garden_id=new_id()), someone()) for _ in range(CROWD)
        ]
        begun = time.monotonic()
        assert {receipt.result().repeated for receipt in done} == {False}
    assert time.monotonic() - begun < 15
