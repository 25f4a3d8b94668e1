"""What is held about somebody, read on a page before it is handed over or erased."""

from typing import Any
from uuid import UUID

from crm.event_store import EventStore
from crm.event_store.events import Aggregate
from crm.person.domain import Person
from crm.privacy.domain.erasure import Erased
from crm.privacy.projections.held import Held, Tie, held_about
from crm.promoter.domain.promoter import Promoter
from crm.refusal import Unknown
from crm.site.reader import Reader

KINDS: dict[str, Erased] = {"personne": "person", "projet": "promoter"}
"""By the word of an address, what it is about."""
AGGREGATES: dict[str, type[Aggregate]] = {"personne": Person, "projet": Promoter}
SHOWN = 300
"""Of somebody's own texts, those on the page; the others are counted."""


def texts_about(store: EventStore, reader: Reader, kind: str, id: UUID) -> list[Held]:
    """Every sealed text about this person or project. Raises Unknown."""
    if kind not in KINDS:
        raise Unknown
    store.load(AGGREGATES[kind], str(id))
    return held_about(store, reader.pole_id, KINDS[kind], str(id))


def shown(held: list[Held]) -> dict[str, Any]:
    """For the templates: the person's own texts, then those to choose among."""
    own = [one for one in held if one.tie == "own"]
    return {
        "own": own[:SHOWN],
        "own_total": len(own),
        "named": _by_key(held, "named"),
        "perhaps": _by_key(held, "perhaps"),
    }


def _by_key(held: list[Held], tie: Tie) -> list[Held]:
    """One line for each key: what it seals goes, or stays, together. All of them: each is to be
    read."""
    return list({one.subject: one for one in held if one.tie == tie}.values())
