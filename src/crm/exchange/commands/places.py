"""Places as files write them: the MRC they lie in, when nobody would hesitate."""

from sqlalchemy import Connection

from crm.territory.matching import Gazetteer
from crm.territory.reference import known_municipalities
from crm.vocabulary import Address, Territory


class Places:
    """Finds the MRC of a municipality as written, or of the territory named beside it."""

    def __init__(self, db: Connection) -> None:
        self._gazetteer = Gazetteer(known_municipalities(db))

    def address(
        self, lines: str, municipality: str, postal_code: str, territory: str = ""
    ) -> Address | None:
        """The address of a row; without MRC when the place is not recognised; None when blank."""
        if not (lines or municipality or postal_code):
            return None
        found, mrc = self.place(municipality, territory)
        return Address(
            lines=lines,
            municipality=municipality,
            postal_code=postal_code,
            territory=found,
            mrc=mrc,
        )

    def place(self, municipality: str, territory: str = "") -> tuple[Territory | None, str | None]:
        """The smallest certain territory and the code of the MRC."""
        found = self._gazetteer.find_municipality(municipality, mrc=territory)
        return found.territory, found.mrc.code if found.mrc else None
