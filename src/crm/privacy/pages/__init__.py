"""The pages where the law's answers are given."""

from litestar import Controller

from crm.privacy.pages.access import AccessPages
from crm.privacy.pages.erasing import ErasurePages
from crm.privacy.pages.retention import RetentionPages

PAGES: list[type[Controller]] = [AccessPages, ErasurePages, RetentionPages]
