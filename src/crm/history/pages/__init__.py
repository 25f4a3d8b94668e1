"""The pages where what was recorded is corrected, taken back or restored."""

from litestar import Controller

from crm.history.pages.corrections import CorrectionPages

PAGES: list[type[Controller]] = [CorrectionPages]
