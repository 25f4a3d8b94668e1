"""The pages where the law's answers are given."""

from litestar import Controller

from crm.privacy.pages.access import AccessPages
from crm.privacy.pages.consents import ConsentPages
from crm.privacy.pages.erasing import ErasurePages
from crm.privacy.pages.incidents import IncidentPages
from crm.privacy.pages.notices import NoticePages
from crm.privacy.pages.office import OfficePages
from crm.privacy.pages.purposes import PurposePages
from crm.privacy.pages.receiving import ReceivingPages
from crm.privacy.pages.requests import RequestPages
from crm.privacy.pages.retention import RetentionPages

PAGES: list[type[Controller]] = [
    AccessPages,
    ConsentPages,
    ErasurePages,
    IncidentPages,
    NoticePages,
    OfficePages,
    PurposePages,
    ReceivingPages,
    RequestPages,
    RetentionPages,
]
