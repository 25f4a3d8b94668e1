"""Which records may be the same as what somebody is about to register, and why?

Names are compared in memory alone (see `bearing`): folded, nearly spelt, or heard the same.
"""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from rapidfuzz import fuzz, process

from crm.enterprise.projections import listing
from crm.event_store import EventStore
from crm.event_store.memory import Moment, moment_of
from crm.person import projections as people
from crm.promoter.projections import titles
from crm.site.folding import fold
from crm.site.sounding import sound

Kind = Literal["enterprise", "person", "promoter"]
Why = Literal["number", "same", "sound", "near"]
ORDER: tuple[Why, ...] = ("number", "same", "sound", "near")
SHORTEST, MOST = 4, 5
"""Letters before anything is said; records shown."""
SOMEWHAT, NEAR, HEARD = 55.0, 82.0, 200
"""Likeness, of a hundred, of what is worth hearing and of what is near; how many are heard."""


class Alike(NamedTuple):
    """A record that may be the same."""

    kind: Kind
    id: str
    why: Why


def alike(
    store: EventStore,
    pole_id: str,
    name: str,
    kind: Kind,
    *,
    neq: str = "",
    now: Moment | None = None,
) -> list[Alike]:
    """What may be it, the surest first: the same number, the same name, the same sound, a near
    spelling."""
    typed, then = fold(name), now or moment_of(store, pole_id)
    found: dict[str, Alike] = {}
    if kind == "enterprise" and neq:
        for id, one in listing.KEPT.of(store, pole_id, then).items():
            if neq in one.names.split("\n"):
                found[id] = Alike(kind, id, "number")
    if len(typed) >= SHORTEST:
        for id, why in _by_name(_borne(store, pole_id, kind, then), typed):
            found.setdefault(id, Alike(kind, id, why))
    return list(found.values())[:MOST]


def same_name(store: EventStore, pole_id: str, name: str, kind: Kind) -> list[Alike]:
    """Only what bears this very name."""
    return [one for one in alike(store, pole_id, name, kind) if one.why == "same"]


def _by_name(borne: Mapping[str, str], typed: str) -> list[tuple[str, Why]]:
    """Heard among the names spelt somewhat alike: reading each aloud would take too long."""
    heard = sound(typed)
    some = process.extract(typed, borne, scorer=fuzz.ratio, score_cutoff=SOMEWHAT, limit=HEARD)
    found: list[tuple[str, Why]] = []
    for name, score, id in some:
        if name == typed:
            found.append((id, "same"))
        elif sound(name) == heard:
            found.append((id, "sound"))
        elif score >= NEAR:
            found.append((id, "near"))
    return sorted(found, key=lambda one: ORDER.index(one[1]))


def _borne(store: EventStore, pole_id: str, kind: Kind, now: Moment) -> Mapping[str, str]:
    """By id, the name that each of them bears, folded."""
    if kind == "enterprise":
        return {id: one.search_text for id, one in listing.KEPT.of(store, pole_id, now).items()}
    if kind == "person":
        return people.EVERYBODY.of(store, pole_id, now)
    return {id: one.folded for id, one in titles.KEPT.of(store, pole_id, now).items()}
