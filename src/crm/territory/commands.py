"""Commands about places."""

from crm.event_store.commands import Command, Desk
from crm.territory.domain import Edition, PlaceName, PlaceUnknown
from crm.territory.matching import Gazetteer
from crm.territory.projections import remembered_names
from crm.territory.reference import known_municipalities


def gazetteer(desk: Desk) -> Gazetteer:
    """Every place this pôle may name: shipped, loaded, and remembered."""
    return Gazetteer(known_municipalities(desk.db), remembered_names(desk.db, desk.author.pole_id))


class RecognizePlaceName(Command, frozen=True, kw_only=True):
    """This name means the place of this code: five digits for a municipality, three for an MRC.

    Raises PlaceUnnamed, PlaceUnknown.
    """

    name: str
    code: str

    def decide(self, desk: Desk) -> None:
        found = Gazetteer(known_municipalities(desk.db)).by_code(self.code)
        if not found.territory or not found.mrc:
            raise PlaceUnknown
        desk.add(
            PlaceName.recognize(
                desk.occurrence(self),
                as_written=self.name,
                territory=found.territory,
                mrc=found.mrc.code,
            )
        )


class AdoptEdition(Command, frozen=True, kw_only=True):
    """From that day this edition of a reference table is read."""

    table: str
    edition: str
    digest: str

    def decide(self, desk: Desk) -> None:
        desk.add(
            Edition.adopt(
                desk.occurrence(self),
                table=self.table,
                edition=self.edition,
                digest=self.digest,
            )
        )
