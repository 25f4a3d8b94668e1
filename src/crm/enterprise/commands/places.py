"""Where an enterprise is: the MRC of an address, and the names of the MRC."""

from functools import cache

from msgspec.structs import replace
from sqlalchemy import Connection

from crm.enterprise.domain.refusals import MrcUnknown
from crm.event_store.commands import Desk
from crm.site.folding import fold
from crm.territory.matching import Gazetteer, shipped_territories
from crm.territory.reference import known_municipalities
from crm.vocabulary import Address


def placed(desk: Desk, address: Address) -> Address:
    """The address with the MRC and territory that its municipality means, when that is certain.
    An MRC given by whoever asks is kept. Raises MrcUnknown."""
    if address.mrc and not mrc_name(address.mrc):
        raise MrcUnknown
    if address.mrc or address.territory or not address.municipality:
        return address
    found = Gazetteer(known_municipalities(desk.db)).find_municipality(address.municipality)
    if not found.mrc:
        return address
    return replace(address, mrc=found.mrc.code, territory=found.territory)


def place_in_doubt(db: Connection, address: Address | None) -> bool:
    """Whether no MRC is given for a municipality that the directory, once loaded, does not know."""
    if not address or address.mrc or not address.municipality:
        return False
    known = known_municipalities(db)
    return bool(known) and not Gazetteer(known).find_municipality(address.municipality).mrc


@cache
def _names() -> dict[str, str]:
    return {mrc.code: mrc.name for mrc in shipped_territories()}


def mrc_name(code: str | None) -> str:
    """The name of an MRC, or nothing."""
    return _names().get(code or "", "")


@cache
def mrc_choices() -> tuple[tuple[str, str], ...]:
    """(code, name) of every MRC, by name."""
    return tuple(sorted(_names().items(), key=lambda mrc: fold(mrc[1])))
