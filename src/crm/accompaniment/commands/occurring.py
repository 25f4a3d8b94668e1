"""When things happen: today or before, and not before anyone alive could tell."""

from datetime import date

from crm.accompaniment.domain.refusals import NotYetHappened, TooLongAgo
from crm.event_store.commands import Command, Desk
from crm.event_store.events import Occurrence

EARLIEST = date(1900, 1, 1)


def occurrence(desk: Desk, command: Command) -> Occurrence:
    """Who says it and when it happened. Raises NotYetHappened, TooLongAgo."""
    by = desk.occurrence(command)
    if by.occurred_on > desk.today:
        raise NotYetHappened
    if by.occurred_on < EARLIEST:
        raise TooLongAgo
    return by
