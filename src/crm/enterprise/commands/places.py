"""Where an enterprise is: the MRC of an address, and the names of the MRC."""

from functools import cache

from msgspec.structs import replace
from sqlalchemy import Connection

from crm.enterprise.domain.refusals import MrcUnknown
from crm.event_store.commands import Desk
from crm.site.folding import fold
from crm.territory.commands import RecognizePlaceName, gazetteer
from crm.territory.matching import Gazetteer, shipped_territories
from crm.territory.projections import remembered_names
from crm.territory.reference import known_municipalities
from crm.vocabulary import Address


def placed(desk: Desk, address: Address) -> Address:
    """The address with the MRC and territory that its municipality means, when that is certain.

    An MRC given by whoever asks is kept; when a person gives it on a page for a municipality that
    nobody knows, the answer is remembered and not asked again. Raises MrcUnknown.
    """
    if address.mrc and not mrc_name(address.mrc):
        raise MrcUnknown
    if not address.municipality or address.territory:
        return address
    if address.mrc and desk.author.source != "page":
        return address
    found = gazetteer(desk).find_municipality(address.municipality)
    if address.mrc:
        if found.verdict == "unknown":
            RecognizePlaceName(name=address.municipality, code=address.mrc).decide(desk)
        return address
    if not found.mrc:
        return address
    return replace(address, mrc=found.mrc.code, territory=found.territory)


def place_in_doubt(db: Connection, pole_id: str, address: Address | None) -> bool:
    """Whether no MRC is given for a municipality that neither the directory, once loaded, nor
    this pôle's memory knows."""
    if not address or address.mrc or not address.municipality:
        return False
    known, remembered = known_municipalities(db), remembered_names(db, pole_id)
    return (
        bool(known) and not Gazetteer(known, remembered).find_municipality(address.municipality).mrc
    )


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
