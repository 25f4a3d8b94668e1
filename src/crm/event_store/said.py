"""What was last said of one value: the version that a form shows, and that its answer names."""

from collections.abc import Callable

from crm.event_store.events import Aggregate, Event, restatement
from crm.refusal import SaidMeanwhile

About = Callable[[Event], bool]
"""Whether an event speaks of the value."""


def last_said(aggregate: Aggregate, about: About) -> Event | None:
    """The last event that told this value, corrected it or took it back."""
    for version in range(aggregate.version, 0, -1):
        event = aggregate.event(version)
        if event and about(_subject(event)):
            return event
    return None


def version_said(aggregate: Aggregate, about: About) -> int:
    """Its version; zero when nobody said anything."""
    last = last_said(aggregate, about)
    return last.originator_version if last else 0


def must_have_seen(aggregate: Aggregate, about: About, seen: int | None) -> None:
    """Raises SaidMeanwhile when the value was told again since the version seen. Whoever names
    none (an import, another page) replaces nothing knowingly, and is not asked."""
    if seen is not None and version_said(aggregate, about) != seen:
        raise SaidMeanwhile


def _subject(event: Event) -> Event:
    """The entry that a correction or a take-back speaks of; else the event itself."""
    said = restatement(event)
    return (said.former or said.restated or event) if said else event
