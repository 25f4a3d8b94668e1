"""What happened, in order: the timeline of every subject, told in sentences."""

from crm.event_store.projections import Projection
from crm.history.projections.reading import FILTERS, History, Line, timeline_of
from crm.history.projections.timeline import timeline, what_happened

__all__ = ["FILTERS", "PROJECTIONS", "History", "Line", "timeline", "timeline_of"]
PROJECTIONS: list[Projection] = [what_happened]
