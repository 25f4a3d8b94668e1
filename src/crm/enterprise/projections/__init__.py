"""The questions people ask of enterprises, one module each."""

from crm.enterprise.projections.flags import what_is_taken_up
from crm.enterprise.projections.known import who_we_know
from crm.enterprise.projections.qualification import who_qualifies
from crm.enterprise.projections.succession import who_comes_next
from crm.enterprise.projections.tools import what_they_use
from crm.enterprise.projections.values import what_was_said
from crm.event_store.projections import Projection

PROJECTIONS: list[Projection] = [
    who_we_know,
    what_was_said,
    who_comes_next,
    what_they_use,
    who_qualifies,
    what_is_taken_up,
]
