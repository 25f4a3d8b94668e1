"""The pages of the day, of the files, and of the quick record."""

from litestar import Controller

from crm.accompaniment.pages.acts import ActPages
from crm.accompaniment.pages.alike import AlikePages
from crm.accompaniment.pages.board import BoardPages
from crm.accompaniment.pages.by_link import LinkPages
from crm.accompaniment.pages.calendar import CalendarPages
from crm.accompaniment.pages.confirmed import ConfirmationPages
from crm.accompaniment.pages.confirming import AskingPages, RevokingPages
from crm.accompaniment.pages.day import DayPages
from crm.accompaniment.pages.documents import DocumentPages
from crm.accompaniment.pages.files import FilePages
from crm.accompaniment.pages.hands import HandPages
from crm.accompaniment.pages.noting import NotingPages
from crm.accompaniment.pages.opening import OpeningPages
from crm.accompaniment.pages.palette import PalettePages
from crm.accompaniment.pages.portfolio import PortfolioPages
from crm.accompaniment.pages.quick import QuickPages
from crm.accompaniment.pages.received import ReceivedPages
from crm.accompaniment.pages.referral import ReferralPages
from crm.accompaniment.pages.road import RoadPages
from crm.accompaniment.pages.titling import TitlingPages
from crm.accompaniment.pages.understanding import UnderstandingPages

PAGES: list[type[Controller]] = [
    DayPages,
    CalendarPages,
    NotingPages,
    UnderstandingPages,
    QuickPages,
    PalettePages,
    AlikePages,
    OpeningPages,
    BoardPages,
    FilePages,
    ActPages,
    TitlingPages,
    LinkPages,
    ReceivedPages,
    DocumentPages,
    ReferralPages,
    PortfolioPages,
    RoadPages,
    HandPages,
    AskingPages,
    RevokingPages,
    ConfirmationPages,
]
