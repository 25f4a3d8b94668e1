"""The reports, and the acts behind each of their figures."""

from litestar import Controller

from crm.indicator.pages.followup import FollowUpPages
from crm.indicator.pages.index import IndexPages
from crm.indicator.pages.succession import SuccessionPages

PAGES: list[type[Controller]] = [IndexPages, FollowUpPages, SuccessionPages]
