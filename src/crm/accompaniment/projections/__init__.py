"""The questions people ask of their files, one module each."""

from crm.accompaniment.projections.confirmations import what_is_confirmed
from crm.accompaniment.projections.documents import papers
from crm.accompaniment.projections.files import files
from crm.accompaniment.projections.hands import who_does_what
from crm.accompaniment.projections.interventions import exchanges, handovers
from crm.accompaniment.projections.needs import needs_heard
from crm.accompaniment.projections.plans import plans
from crm.accompaniment.projections.portfolios import portfolios
from crm.accompaniment.projections.referrals import referral_loop
from crm.accompaniment.projections.results import outcomes
from crm.accompaniment.projections.steps import promises
from crm.event_store.projections import Projection

PROJECTIONS: list[Projection] = [
    files,
    exchanges,
    handovers,
    needs_heard,
    papers,
    plans,
    portfolios,
    referral_loop,
    promises,
    outcomes,
    who_does_what,
    what_is_confirmed,
]
