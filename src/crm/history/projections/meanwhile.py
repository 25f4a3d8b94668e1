"""Two people wrote one value: what the other wrote stands beside what was typed, to choose from."""

from typing import NamedTuple

from crm.account.projections import account_names
from crm.event_store import EventStore
from crm.event_store.events import Aggregate
from crm.event_store.said import About, last_said
from crm.site.french import ago
from crm.site.languages import N_, _
from crm.site.reader import Reader

NOBODY = N_("Quelqu’un")
SAID_ALREADY = N_("{name} vient d’écrire la même chose. Rien de plus à consigner.")


class Meanwhile(NamedTuple):
    """Who wrote it, how long ago, and both values as words; empty when one of them is nothing."""

    name: str
    when: str
    theirs: str
    mine: str

    @property
    def same(self) -> bool:
        return self.theirs == self.mine


def said_meanwhile(
    store: EventStore,
    reader: Reader,
    aggregate: Aggregate,
    about: About,
    *,
    theirs: str,
    mine: str,
) -> Meanwhile:
    """What the page of a conflict shows."""
    last = last_said(aggregate, about)
    if last is None:
        return Meanwhile(_(NOBODY), "", theirs, mine)
    recorded = store.stream(aggregate.id, last.originator_version - 1)[0]
    name = account_names(store, reader.pole_id, [last.actor_id]).get(last.actor_id, "")
    return Meanwhile(name or _(NOBODY), ago(recorded.recorded_at, store.clock()), theirs, mine)
