"""For which pôle an import works."""

from pathlib import Path

from crm.account.commands import pole_at_work
from crm.app import PROJECTIONS
from crm.event_store import open_event_store
from crm.settings import Settings


def test_an_empty_house_gets_its_pole_only_when_something_is_recorded(tmp_path: Path) -> None:
    settings = Settings(
        database=f"sqlite:///{tmp_path}/trame.db",
        keys=f"sqlite:///{tmp_path}/keys.db",
        secret="s" * 40,
    )
    store = open_event_store(settings, PROJECTIONS)
    pole_at_work(store, recording=False)
    assert store.head() == 0
    first = pole_at_work(store)
    assert store.head() > 0
    assert pole_at_work(store) == first
    store.close()
