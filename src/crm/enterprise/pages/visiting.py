"""Before a visit: one page of what has changed, what is promised, what to watch; and its paper."""

from typing import NamedTuple
from uuid import UUID

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Template

from crm.accompaniment.projections.brief import Brief, Visited, brief_of
from crm.accompaniment.projections.brief_pdf import brief_pdf, more_words
from crm.enterprise.pages.past import Moment, moment_of
from crm.enterprise.pages.words import place_words
from crm.enterprise.projections.signs import plan_due, signs_of
from crm.enterprise.projections.succession_known import succession_of
from crm.enterprise.projections.values import values_then_and_now
from crm.event_store import EventStore
from crm.event_store.commands import day_of
from crm.refusal import Unknown
from crm.site.answers import sent
from crm.site.consultations import shows
from crm.site.languages import reading_in
from crm.site.reader import Reader
from crm.site.rights import TEAM


class Prepared(NamedTuple):
    """The brief of an enterprise, with the name and the place it then had."""

    brief: Brief
    name: str
    place: str


class VisitingPages(Controller):
    path = "/entreprises/{enterprise_id:uuid}/visite"
    opt = TEAM | shows("enterprise", "enterprise_id")

    @get(sync_to_thread=True)
    def brief(
        self,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        enterprise_id: FromPath[UUID],
        au: FromQuery[str] = "",
        connu: FromQuery[str] = "",
    ) -> Template:
        """Raises Unknown, DateNotRead."""
        moment = moment_of(day_of(store.clock()), au, connu)
        known, record = _prepared(store, reader, str(enterprise_id), moment), str(enterprise_id)
        asked = {"au": moment.asked_until, "connu": moment.asked_known}
        kept = "&".join(f"{name}={value}" for name, value in asked.items() if value)
        context = {
            **known._asdict(),
            "record": f"/entreprises/{record}",
            "list": "/entreprises",
            "party": f"enterprise:{record}",
            "moment": moment,
            "kept": f"?{kept}" if kept else "",
            "writable": reader.may_write and not moment.past,
            "more_words": more_words,
        }
        return Template("accompaniment/visit.html", context=context)

    @get("/pdf", sync_to_thread=True)
    def paper(
        self,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        enterprise_id: FromPath[UUID],
        au: FromQuery[str] = "",
        connu: FromQuery[str] = "",
    ) -> Response[bytes]:
        """Raises Unknown, DateNotRead."""
        moment = moment_of(day_of(store.clock()), au, connu)
        with reading_in("fr"):
            known = _prepared(store, reader, str(enterprise_id), moment)
            made = brief_pdf(known.brief, known.name, known.place, moment.on)
        return sent(made, f"visite-{moment.on.isoformat()}.pdf")


def _prepared(store: EventStore, reader: Reader, id: str, moment: Moment) -> Prepared:
    pole, on = reader.pole_id, moment.that_day
    with store.engine.connect() as db:
        then, today = values_then_and_now(db, pole, id, on)
        if "name" not in today:
            raise Unknown
        succession = succession_of(db, pole, id, on)
        signs = signs_of(store, id, succession, moment.on)
        visited = Visited(id, signs, plan_due(succession.plan))
        brief = brief_of(store, db, reader, visited, on)
    address = then["address"].value if "address" in then else {}
    name = (then.get("name") or today["name"]).value
    return Prepared(brief, name, place_words(address.get("municipality"), address.get("mrc")))
