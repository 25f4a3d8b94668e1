"""What a worker does regularly, beside the pages or in its own process."""

from functools import partial

from crm.event_store import Checkpointer, EventStore, signing_key
from crm.event_store.worker import Chore
from crm.privacy.commands import hold_erasures, take_up_erasures
from crm.settings import Settings


def chores(store: EventStore, settings: Settings) -> list[Chore]:
    """Checkpoints when they are due; first of all, what was erased stays so."""
    key = signing_key(settings.proof_key)
    return [
        _at_first(partial(hold_erasures, store)),
        _at_first(partial(take_up_erasures, store)),
        Checkpointer(store.engine, key, store.clock).checkpoint_when_due,
    ]


def _at_first(work: Chore) -> Chore:
    """Done until it succeeds once."""
    left = [work]

    def chore() -> None:
        if left:
            left[0]()
            left.clear()

    return chore
