"""The pages where what was recorded is corrected, taken back or restored; what is new."""

from litestar import Controller

from crm.history.pages.corrections import CorrectionPages
from crm.history.pages.news import NewsPages
from crm.history.pages.whole import WholePages

PAGES: list[type[Controller]] = [CorrectionPages, NewsPages, WholePages]
