"""Views against events: each is built anew beside the one that serves, and compared."""

from collections.abc import Iterator

from crm.event_store.application import EventStore
from crm.event_store.claims import claimed
from crm.event_store.feeding import Poisoned
from crm.event_store.lateness import late
from crm.event_store.proof.faults import Fault
from crm.event_store.rebuild import Differs, Progress


def verify_views(
    store: EventStore, progress: Progress = lambda _reached, _upto: None
) -> Iterator[Fault]:
    """The views that are not what the events say. One that is takes the place of its equal; one
    that is not goes on serving, and what was built beside it is forgotten.

    Raises Overtaken and Held, as rebuilding does.
    """
    lacking = late(store.engine)
    yield from (Fault(kind="view_late", detail=name) for name in sorted(lacking))
    left = {p.name: p for p in store.projections if p.name not in lacking}
    with claimed(store.engine, *left) as ours:
        if not ours:
            yield Fault(kind="view_busy")
            return
        while left:
            try:
                store.rebuild(*left.values(), progress=progress)
            except (Differs, Poisoned) as wrong:
                name = str(wrong)
                store.builder.abandon(left.pop(name))
                yield Fault(kind="view_differs", detail=name)
            else:
                return
