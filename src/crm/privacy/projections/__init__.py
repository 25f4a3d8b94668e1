"""What was done with personal information?"""

from crm.event_store.projections import Projection
from crm.privacy.projections.due import how_long_is_kept
from crm.privacy.projections.erasures import what_was_erased

PROJECTIONS: list[Projection] = [what_was_erased, how_long_is_kept]
