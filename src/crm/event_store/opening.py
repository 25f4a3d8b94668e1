"""Opening the event store: the right keys, in the right keyring, or nothing."""

from collections.abc import Sequence

from sqlalchemy import select

from crm.event_store import reach
from crm.event_store.application import Clock, EventStore
from crm.event_store.databases import open_engine
from crm.event_store.events import Event, read
from crm.event_store.keyring import Keyring
from crm.event_store.masters import Master, WrongSecrets
from crm.event_store.projections import Projection
from crm.event_store.tables import events
from crm.refusal import N_, Refusal
from crm.settings import Settings

LATEST = 100
"""Events whose keys are looked for: those that an old copy of the keyring would lack."""


class KeyringLost(Refusal):
    sentence = N_(
        "Ce trousseau n’a pas les clés de ce qui a été consigné en dernier : il est vide, ou tiré "
        "d’une sauvegarde trop ancienne. Remettez en place le bon trousseau. Rien n’a été changé."
    )


def open_event_store(
    settings: Settings, projections: Sequence[Projection], clock: Clock | None = None
) -> EventStore:
    """Opens, or creates, the databases that the settings name. `clock` (microseconds, UTC) dates
    what is recorded; the database's own when absent. Raises WrongSecrets, KeyringLost."""
    keyring = open_keyring(settings)
    store = EventStore(open_engine(settings.database), projections, keyring, clock)
    if keyring.lacks(store.mapper.names(_latest(store))):
        store.close()
        raise KeyringLost
    return store


def open_keyring(settings: Settings) -> Keyring:
    """The keyring, under the master key, or under the one that was replacing it when a rotation
    was cut short. Raises WrongSecrets."""
    engine = open_engine(settings.keys, owner=True, erasing=True)
    secrets = (settings.master_key or settings.secret, settings.next_master_key)
    for secret in filter(None, secrets):
        keyring = Keyring(engine, Master(secret))
        try:
            keyring.prove()
        except WrongSecrets:
            continue
        return keyring
    engine.dispose()
    raise WrongSecrets


def _latest(store: EventStore) -> list[Event]:
    query = select(events.c.topic, events.c.state).order_by(events.c.position.desc())
    with reach.whole_house(), store.engine.connect() as db:
        return [read(name, state) for name, state in db.execute(query.limit(LATEST))]
