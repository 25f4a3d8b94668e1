"""A demonstration in a folder, as `crm demo` fills it."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

from crm.app import PROJECTIONS
from crm.demo import DemoClock, Told, fill
from crm.event_store import EventStore, open_event_store
from crm.settings import Settings

MONDAY = date(2026, 11, 23)


class Demo(NamedTuple):
    """The store, its clock, where it lies, and what was told."""

    store: EventStore
    clock: DemoClock
    settings: Settings
    told: Told


def filled(folder: Path) -> Demo:
    settings = Settings(
        database=f"sqlite:///{folder}/trame.db",
        keys=f"sqlite:///{folder}/cles.db",
        secret="x" * 40,
        secure=False,
        demo=True,
    )
    clock = DemoClock()
    store = open_event_store(settings, PROJECTIONS, clock)
    return Demo(store, clock, settings, fill(store, clock, settings, MONDAY))
