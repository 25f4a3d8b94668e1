"""The door, the letters that lead to it, one's own account, and the team."""

from litestar import Controller

from crm.account.commands.sessions import Sessions
from crm.account.pages.coming_in import StepPages
from crm.account.pages.door import DoorPages
from crm.account.pages.letters import LetterPages
from crm.account.pages.opening import OpeningPages
from crm.account.pages.own import OwnAccountPages
from crm.account.pages.passkeys import OwnPasskeyPages, PasskeyDoorPages
from crm.account.pages.providers import BACK, OwnProviderPages, ProviderDoorPages
from crm.account.pages.saved_views import SavedViewPages
from crm.account.pages.second_factor import OwnSecondFactorPages, TeamSecondFactorPages
from crm.account.pages.sessions import Authentication, reader_behind
from crm.account.pages.team import TeamPages

pages: list[type[Controller]] = [
    DoorPages,
    LetterPages,
    OpeningPages,
    OwnAccountPages,
    OwnPasskeyPages,
    OwnProviderPages,
    OwnSecondFactorPages,
    PasskeyDoorPages,
    ProviderDoorPages,
    SavedViewPages,
    StepPages,
    TeamPages,
    TeamSecondFactorPages,
]

__all__ = ["BACK", "Authentication", "Sessions", "pages", "reader_behind"]
