"""Events to stored rows and back: one typed decoder per stored name, personal fields sealed.

Projections, live or rebuilt, are given events as they are stored: sealed. They keep the sealed
form and need no key, so an erasure never forces a rebuild. Aggregates are given the clear form.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from eventsourcing.persistence import JSONTranscoder, Mapper, StoredEvent
from msgspec import Raw
from msgspec.structs import replace

from crm.event_store.events import (
    NAMES,
    RESTATING,
    EntryCorrected,
    EntryTakenBack,
    Event,
    read,
)
from crm.event_store.keyring import Keyring
from crm.event_store.sealing import ERASED, SealedField, sealed_fields, stays_clear

_encode = msgspec.json.Encoder().encode


class EventMapper(Mapper[str]):
    """Seals on the way in, opens on the way out; nested entries too."""

    def __init__(self, keyring: Keyring) -> None:
        super().__init__(JSONTranscoder())
        self.keyring = keyring
        self._fields: dict[type[Event], dict[str, SealedField]] = {}

    def seal_all(self, events: Sequence[Event]) -> list[Event]:
        """The stored form; the keys of the whole batch are fetched or made at once."""
        self.keyring.hold(self.names(events))
        return [self.seal(event) for event in events]

    def seal(self, event: Event) -> Event:
        """The stored form: every personal field is ciphertext."""
        if isinstance(event, EntryCorrected):
            event = self._seal_correction(event)
        elif isinstance(event, EntryTakenBack):
            withdrawn = self.seal(read(event.name, event.withdrawn))
            event = replace(event, withdrawn=Raw(_encode(withdrawn)))
        changed = {}
        for name, field in self._fields_of(type(event)).items():
            if not stays_clear(value := getattr(event, name)):
                text = value if field.type is None else _encode(value).decode()
                subject = getattr(event, field.of) or event.originator_id
                changed[name] = self.keyring.seal(subject, field.seal_class, text)
        return replace(event, **changed) if changed else event

    def unseal_all(self, sealed: Sequence[Event]) -> list[Event]:
        """The clear form; the keys of the whole batch are fetched in one query."""
        kinds = {type(event) for event in sealed}
        closed = {kind for kind in kinds if kind in RESTATING or self._fields_of(kind)}
        if len(sealed) > 1 and closed:
            self.keyring.hold(self.names(sealed), making=False)
        return [self.unseal(event) if type(event) in closed else event for event in sealed]

    def unseal(self, event: Event) -> Event:
        """The clear form; a field whose key is gone says so."""
        changed: dict[str, Any] = {}
        if isinstance(event, EntryCorrected):
            for part in ("former", "restated"):
                clear = self.unseal(read(event.name, getattr(event, part)))
                changed[part] = Raw(_encode(clear))
        elif isinstance(event, EntryTakenBack):
            clear = self.unseal(read(event.name, event.withdrawn))
            changed["withdrawn"] = Raw(_encode(clear))
        for name, field in self._fields_of(type(event)).items():
            if not stays_clear(value := getattr(event, name)):
                subject = getattr(event, field.of) or event.originator_id
                changed[name] = self._open(subject, field, value)
        return replace(event, **changed) if changed else event

    def texts(self, event: Event) -> Iterator[tuple[str, str, str, Any]]:
        """What an event says that is sealed, itself or of the entry it restates: (subject, class,
        field, value)."""
        for name, field in self._fields_of(type(event)).items():
            if not stays_clear(value := getattr(event, name)):
                yield getattr(event, field.of) or event.originator_id, field.seal_class, name, value
        if isinstance(event, EntryCorrected):
            yield from self.texts(read(event.name, event.former))
            yield from self.texts(read(event.name, event.restated))
        elif isinstance(event, EntryTakenBack):
            yield from self.texts(read(event.name, event.withdrawn))

    def state(self, sealed: Event) -> str:
        """The JSON that is kept: readable, ids included, so it decodes in one call."""
        return str(_encode(sealed), "utf-8")

    def to_stored_event(self, domain_event: Any) -> StoredEvent:
        event = domain_event
        name, state = NAMES[type(event)], _encode(self.seal(event))
        return StoredEvent(event.originator_id, event.originator_version, name, state)

    def to_domain_event(self, stored_event: StoredEvent) -> Any:
        return self.unseal(read(stored_event.topic, stored_event.state))

    def _seal_correction(self, event: EntryCorrected) -> EntryCorrected:
        """What a correction leaves as it was keeps its ciphertext, so that projections see which
        fields it changed without any key."""
        former = read(event.name, event.former)
        restated = read(event.name, event.restated)
        sealed_former, sealed = self.seal(former), self.seal(restated)
        same = {
            name: getattr(sealed_former, name)
            for name, field in self._fields_of(type(former)).items()
            if getattr(former, name) == getattr(restated, name)
            and getattr(former, field.of) == getattr(restated, field.of)
        }
        sealed = replace(sealed, **same) if same else sealed
        return replace(event, former=Raw(_encode(sealed_former)), restated=Raw(_encode(sealed)))

    def _open(self, subject: str, field: SealedField, sealed: str) -> Any:
        clear = self.keyring.open(subject, field.seal_class, sealed)
        if field.type is None or clear == ERASED:
            return clear
        return msgspec.json.decode(clear, type=field.type)

    def _fields_of(self, kind: type[Event]) -> dict[str, SealedField]:
        if kind not in self._fields:
            self._fields[kind] = sealed_fields(kind)
        return self._fields[kind]

    def names(self, events: Sequence[Event]) -> Iterator[tuple[str, str]]:
        """(subject, class) of each key that these events are sealed with."""
        for event in events:
            for name, field in self._fields_of(type(event)).items():
                if not stays_clear(getattr(event, name)):
                    yield getattr(event, field.of) or event.originator_id, field.seal_class
