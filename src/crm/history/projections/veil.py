"""What somebody without access to succession reads in place of what was told in confidence."""

import msgspec
from msgspec import Raw
from msgspec.structs import replace

from crm.event_store.events import EntryCorrected, EntryTakenBack, Event, read
from crm.event_store.sealing import sealed_fields, stays_clear
from crm.refusal import N_
from crm.site.languages import _

PROTECTED = N_("protégé")
SUCCESSION_READERS = frozenset({"advisor", "coordination", "privacy_officer", "administrator"})
"""Roles that read who thinks of leaving, and the counts about age."""


def confides(event: Event) -> bool:
    """Whether an event holds something about succession."""
    return any(field.seal_class == "succession" for field in sealed_fields(type(event)).values())


def veiled(event: Event) -> Event:
    """The event without what it says of succession, in its corrections too."""
    if isinstance(event, EntryCorrected):
        former, restated = (_veiled_raw(event.name, raw) for raw in (event.former, event.restated))
        return replace(event, former=former, restated=restated)
    if isinstance(event, EntryTakenBack):
        return replace(event, withdrawn=_veiled_raw(event.name, event.withdrawn))
    hidden = {
        name: _(PROTECTED)
        for name, field in sealed_fields(type(event)).items()
        if field.seal_class == "succession" and not _says_nothing(getattr(event, name))
    }
    return replace(event, **hidden) if hidden else event


def _veiled_raw(name: str, raw: Raw) -> Raw:
    return Raw(msgspec.json.encode(veiled(read(name, raw))))


def _says_nothing(value: object) -> bool:
    return stays_clear(value) or value == "not_asked"
