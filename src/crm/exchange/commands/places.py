"""Places as files write them: the MRC they lie in, when nobody would hesitate."""

import re

from sqlalchemy import Connection

from crm.territory.matching import Gazetteer
from crm.territory.projections import remembered_names
from crm.territory.reference import known_municipalities
from crm.vocabulary import Address, Territory

PROVINCE = re.compile(r"\s*\(qu[ée]bec\)\s*$", re.IGNORECASE)


class Places:
    """Finds the MRC of a municipality as written, or of the territory named beside it."""

    def __init__(self, db: Connection, pole_id: str) -> None:
        remembered = remembered_names(db, pole_id)
        self._gazetteer = Gazetteer(known_municipalities(db), remembered)

    def address(
        self, lines: str, municipality: str, postal_code: str, territory: str = ""
    ) -> Address | None:
        """The address of a row; None when blank. A municipality that is recognised takes its
        official name; one that is not brings no MRC."""
        if not (lines or municipality or postal_code):
            return None
        found = self._gazetteer.find_municipality(municipality, mrc=territory)
        known = found.municipality
        return Address(
            lines=lines,
            municipality=known.name if known else PROVINCE.sub("", municipality),
            postal_code=postal_code,
            territory=found.territory,
            mrc=found.mrc.code if found.mrc else None,
        )

    def place(self, municipality: str, territory: str = "") -> tuple[Territory | None, str | None]:
        """The smallest certain territory and the code of the MRC."""
        found = self._gazetteer.find_municipality(municipality, mrc=territory)
        return found.territory, found.mrc.code if found.mrc else None
