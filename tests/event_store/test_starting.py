"""Processes that start together on empty databases all come up."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from argon2 import PasswordHasher
from sqlalchemy import inspect

from crm.account.commands.passwords import Credentials
from crm.account.pages import Sessions
from crm.event_store import EventStore, open_event_store
from crm.settings import Settings
from event_store.garden import what_happened, who_tends

TOGETHER = 5


def test_tables_are_made_once(database_url: str) -> None:
    ready = Barrier(TOGETHER)

    def start(_: int) -> EventStore:
        settings = Settings(database=database_url, keys=database_url, secret="s" * 40)
        ready.wait()
        store = open_event_store(settings, [who_tends, what_happened])
        Sessions(store.engine).prepare()
        Credentials(store.engine, settings.secret, PasswordHasher(1, 8, 1)).prepare()
        return store

    with ThreadPoolExecutor(TOGETHER) as together:
        stores = list(together.map(start, range(TOGETHER)))
    made = inspect(stores[0].engine).get_table_names()
    assert {
        "events",
        "keys",
        "erasures",
        "sessions",
        "credentials",
        "sign_in_failures",
        "plots_g1",
    } <= set(made)
    for store in stores:
        store.close()
