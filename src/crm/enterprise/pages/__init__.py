"""The pages of enterprises."""

from litestar import Controller

from crm.enterprise.pages.after_visit import FlagPages, VisitPages
from crm.enterprise.pages.describing import DescribingPages
from crm.enterprise.pages.linking import LinkingPages
from crm.enterprise.pages.listing import ListingPages
from crm.enterprise.pages.portraits import PortraitPages
from crm.enterprise.pages.qualifying import QualifyingPages
from crm.enterprise.pages.record import RecordPages
from crm.enterprise.pages.searching import SearchPages
from crm.enterprise.pages.succession import SuccessionPages
from crm.enterprise.pages.undoing import UndoPages
from crm.enterprise.pages.visiting import VisitingPages

PAGES: list[type[Controller]] = [
    ListingPages,
    RecordPages,
    VisitingPages,
    DescribingPages,
    PortraitPages,
    SuccessionPages,
    QualifyingPages,
    LinkingPages,
    VisitPages,
    FlagPages,
    UndoPages,
    SearchPages,
]
