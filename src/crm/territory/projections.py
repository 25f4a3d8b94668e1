"""Which place does a name mean, since somebody was asked?"""

from sqlalchemy import Column, Connection, String, Text, select

from crm.event_store.projections import Projection
from crm.event_store.rows import Id, Operations, Rows
from crm.territory.domain import PlaceNameRecognized
from crm.territory.spelling import place_key

place_names = Rows(
    "place_names",
    Column("place_name_id", Id),
    Column("spelling", Text),
    Column("code", String(5)),
    Column("mrc", String(3)),
    key="place_name_id",
    undated="what a spelling means, whatever the day",
    indexes=["pole_id spelling"],
)
places_recognized = Projection("places_recognized", place_names)
PROJECTIONS = [places_recognized]


@places_recognized.on(PlaceNameRecognized)
def _(event: PlaceNameRecognized) -> Operations:
    yield place_names.put(
        place_name_id=event.originator_id,
        spelling=place_key(event.as_written),
        code=event.territory.code,
        mrc=event.mrc,
    )


def remembered_names(db: Connection, pole_id: str) -> dict[str, str]:
    """The code each name means in this pôle, by `place_key`; the latest answer wins."""
    c = place_names.c
    query = select(c.spelling, c.code).where(c.pole_id == pole_id, place_names.known())
    return {row.spelling: row.code for row in db.execute(query.order_by(c.position))}
