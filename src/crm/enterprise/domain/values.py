"""Which value of an enterprise each event tells, and what it says of it."""

from collections.abc import Callable
from typing import Any

from msgspec.structs import asdict

from crm.enterprise.domain.events import (
    EnterpriseClassified,
    EnterpriseConstituted,
    EnterpriseFollowed,
    EnterpriseIdentified,
    EnterpriseLocated,
    EnterpriseRegistered,
    EnterpriseReleased,
    EnterpriseRenamed,
    MissionStated,
    StatusObserved,
    WorkChannelDeclared,
)
from crm.event_store.events import Event
from crm.event_store.said import About

Told = tuple[str, Any]
"""The field, and its value: text, a boolean, or the parts of a form or of an address."""
TELLING: dict[type[Event], Callable[[Any], Told]] = {
    EnterpriseRegistered: lambda event: ("name", event.name),
    EnterpriseRenamed: lambda event: ("name", event.name),
    EnterpriseIdentified: lambda event: ("neq", event.neq),
    EnterpriseConstituted: lambda event: (
        "form",
        {"legal_form": event.legal_form, "coop_type": event.coop_type},
    ),
    EnterpriseLocated: lambda event: ("address", asdict(event.address)),
    EnterpriseClassified: lambda event: ("sector", event.sector),
    MissionStated: lambda event: ("mission", event.text),
    StatusObserved: lambda event: ("status", event.status),
    EnterpriseFollowed: lambda _event: ("followed", True),
    EnterpriseReleased: lambda _event: ("followed", False),
    WorkChannelDeclared: lambda event: (event.kind, event.value),
}


def told_by(event: Event) -> Told | None:
    """The value that an event tells; None when it tells none."""
    tell = TELLING.get(type(event))
    return tell(event) if tell else None


def about(field: str) -> About:
    """Whether an event tells this value."""

    def _tells(event: Event) -> bool:
        told = told_by(event)
        return told is not None and told[0] == field

    return _tells
