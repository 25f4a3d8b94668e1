"""What somebody who does not read files finds in place of what was told in confidence."""

import msgspec
from msgspec import Raw
from msgspec.structs import replace

from crm.event_store.events import EntryCorrected, EntryTakenBack, Event, read
from crm.event_store.sealing import sealed_fields, stays_clear
from crm.refusal import N_
from crm.site.languages import _

PROTECTED = N_("protégé")
CONFIDED = frozenset({"succession", "note"})
"""Who thinks of leaving, the counts about age, and whatever was written freely."""


def veiled(event: Event) -> Event:
    """The event without what was told in confidence, in its corrections too."""
    if isinstance(event, EntryCorrected):
        former, restated = (_veiled_raw(event.name, raw) for raw in (event.former, event.restated))
        return replace(event, former=former, restated=restated, reason="")
    if isinstance(event, EntryTakenBack):
        withdrawn = _veiled_raw(event.name, event.withdrawn)
        return replace(event, withdrawn=withdrawn, reason="")
    hidden = {
        name: _(PROTECTED)
        for name, field in sealed_fields(type(event)).items()
        if field.seal_class in CONFIDED and not _says_nothing(getattr(event, name))
    }
    return replace(event, **hidden) if hidden else event


def _veiled_raw(name: str, raw: Raw) -> Raw:
    return Raw(msgspec.json.encode(veiled(read(name, raw))))


def _says_nothing(value: object) -> bool:
    return stays_clear(value) or value == "not_asked"
