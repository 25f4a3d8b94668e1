"""The door: signing in and out, the language of the pages."""

from litestar import Controller

from crm.account.pages.door import DoorPages
from crm.account.pages.own import OwnAccountPages
from crm.account.pages.sessions import Authentication, Sessions, reader_behind

pages: list[type[Controller]] = [DoorPages, OwnAccountPages]

__all__ = ["Authentication", "Sessions", "pages", "reader_behind"]
