"""What the reports read: their own table of follow-up, and bulk readings of the other rooms."""

from crm.event_store.projections import Projection
from crm.indicator.projections.follow import follow_up

PROJECTIONS: list[Projection] = [follow_up]
