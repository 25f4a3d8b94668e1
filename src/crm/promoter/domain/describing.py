"""What a project is said to be, and what becomes of it when two people say it at once."""

from typing import Any, NamedTuple

from msgspec import Struct, structs

from crm.event_store.events import Aggregate, Event, standing
from crm.promoter.domain.events import PromoterProjectDescribed, PromoterWelcomed
from crm.vocabulary import LegalForm, Territory


class Description(Struct, frozen=True, kw_only=True):
    """The project as one sentence tells it; each part is a value of its own."""

    working_title: str = ""
    idea: str = ""
    envisioned_form: LegalForm = "unknown"
    mrc: str | None = None
    territory: Territory | None = None


PARTS = ("working_title", "idea", "envisioned_form", "mrc")


class Merged(NamedTuple):
    """What each part becomes, and those that two people told otherwise."""

    said: Description
    at_odds: tuple[str, ...]


def tells_project(event: Event) -> bool:
    """Whether it says what the project is."""
    return isinstance(event, PromoterWelcomed | PromoterProjectDescribed)


def described(promoter: Aggregate, version: int) -> Description:
    """The project as it was told by that version of its stream."""
    events = (promoter.event(n) for n in range(1, min(version, promoter.version) + 1))
    told = [e for e in standing(filter(None, events)).values() if tells_project(e)]
    if not told:
        return Description()
    return Description(**{name: getattr(told[-1], name) for name in Description.__struct_fields__})


def merged(seen: Description, now: Description, mine: Description) -> Merged:
    """Parts that only one of two people told differently from what both had seen are kept."""
    said: dict[str, Any] = {}
    at_odds = []
    for part in PARTS:
        was, theirs, ours = (getattr(some, part) for some in (seen, now, mine))
        said[part] = theirs if ours == was else ours
        if was not in (ours, theirs) and ours != theirs:
            at_odds.append(part)
    if said["mrc"] == now.mrc:
        said["territory"] = now.territory
    return Merged(structs.replace(mine, **said), tuple(at_odds))
