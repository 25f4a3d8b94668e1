"""The pages of projects on their way to becoming enterprises."""

from litestar import Controller

from crm.promoter.pages.board import BoardPages, TakingBackPages
from crm.promoter.pages.deeds import DeedPages
from crm.promoter.pages.exploring import ExplorationPages, ExploringPages
from crm.promoter.pages.listing import ListingPages
from crm.promoter.pages.record import RecordPages
from crm.promoter.pages.visiting import VisitingPages
from crm.promoter.pages.welcoming import WelcomePages

PAGES: list[type[Controller]] = [
    ListingPages,
    BoardPages,
    WelcomePages,
    RecordPages,
    ExploringPages,
    ExplorationPages,
    VisitingPages,
    DeedPages,
    TakingBackPages,
]
