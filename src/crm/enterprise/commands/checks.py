"""What is verified at the desk, because it needs the day it is or the other enterprises."""

from datetime import date

from crm.enterprise.domain.neq import read_neq
from crm.enterprise.domain.refusals import DayAhead, DayTooEarly, NeqAlreadyHeld
from crm.enterprise.projections.known import holder_of_neq
from crm.event_store.commands import Command, Desk
from crm.event_store.events import Occurrence

EARLIEST = date(1900, 1, 1)


def occurrence(desk: Desk, command: Command) -> Occurrence:
    """Who says it and when. Raises DayAhead, DayTooEarly."""
    by = desk.occurrence(command)
    if by.occurred_on > desk.today:
        raise DayAhead
    if by.occurred_on < EARLIEST:
        raise DayTooEarly
    return by


def free_neq(desk: Desk, neq: str, enterprise_id: str) -> str:
    """The ten digits, borne by no other enterprise of this pôle.

    Raises NeqMalformed, NeqOfIndividual, NeqAlreadyHeld. Two commands at the same instant both
    pass: the claim of the projection refuses the second, which is then decided again.
    """
    number = read_neq(neq)
    held = holder_of_neq(desk.db, desk.author.pole_id, number)
    if held and held[0] != enterprise_id:
        raise NeqAlreadyHeld(holder=held[1], holder_id=held[0])
    return number
