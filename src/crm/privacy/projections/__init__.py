"""What was asked about personal information, who answers for it, and what was done with it?"""

from crm.event_store.projections import Projection
from crm.privacy.projections.consents import what_is_agreed_to
from crm.privacy.projections.due import how_long_is_kept
from crm.privacy.projections.erasures import what_was_erased
from crm.privacy.projections.incidents import what_leaked
from crm.privacy.projections.notices import what_was_told
from crm.privacy.projections.office import who_answers
from crm.privacy.projections.requests import what_persons_ask

PROJECTIONS: list[Projection] = [
    what_is_agreed_to,
    what_was_told,
    what_was_erased,
    how_long_is_kept,
    who_answers,
    what_persons_ask,
    what_leaked,
]
