"""`/rapports/releve`: succession and workforce as of a date, and the acts behind each figure."""

from datetime import date
from typing import Any, NamedTuple

from litestar import Controller, Request, get
from litestar.di import NamedDependency
from litestar.response import Template

from crm.event_store import AsOf, EventStore
from crm.event_store.commands import day_of
from crm.indicator.domain.definitions import DEFINITIONS
from crm.indicator.domain.facts import Known
from crm.indicator.domain.figures import Figure, bands, figures
from crm.indicator.domain.standing import NEAR, months_after
from crm.indicator.domain.territories import territories
from crm.indicator.pages.acts import Behind, behind
from crm.indicator.pages.places import place_name
from crm.indicator.pages.scope import (
    NamesReserved,
    address,
    query_form,
    read_known,
    read_page,
    sees_names,
)
from crm.indicator.pages.wording import Card, band_rows, card, workforce
from crm.indicator.projections.facts import known_enterprises
from crm.refusal import Unknown
from crm.site.forms import Form
from crm.site.reader import Reader

AnyRequest = Request[Any, Any, Any]
PATH = "/rapports/releve"
ACTS = "/rapports/releve/actes"
CARDS = ("I-02", "I-05", "I-04", "I-03")
FIRST_LINES, PAGE = 6, 50


class Asked(NamedTuple):
    """The portrait date, what was known then, and one MRC or all."""

    form: Form
    on: date
    known_at: int | None
    mrc: str

    @property
    def as_of(self) -> AsOf:
        return AsOf(until=self.on, known_at=self.known_at)

    def address(self, path: str, **values: object) -> str:
        said = {name: self.form.value(name) for name in ("au", "connu")}
        return address(path, **said | {"mrc": self.mrc} | values)


class Line(NamedTuple):
    """One enterprise behind a figure: one act of those that make it count."""

    name: str
    url: str
    place: str
    amount: int
    sentence: str
    occurred_on: date | None
    recorded_on: date | None
    author: str


class SuccessionPages(Controller):
    @get(PATH, sync_to_thread=True)
    def report(
        self,
        request: AnyRequest,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
    ) -> Template:
        asked = _asked(request, store)
        everyone = known_enterprises(store, reader.pole_id, asked.as_of)
        chosen = _in_mrc(everyone, asked.mrc)
        context = _figures(asked, everyone, chosen)
        context |= {"asked": asked, "form": asked.form, "today": asked.form.today}
        if sees_names(reader):
            context |= _risks(store, reader, chosen, context["counted"]["I-05"])
        return Template(
            "indicator/succession.html",
            context={"lines": [], "risks": 0} | context | {"sees_names": sees_names(reader)},
            status_code=422 if asked.form.failed else 200,
        )

    @get(ACTS, sync_to_thread=True)
    def acts(
        self,
        request: AnyRequest,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
    ) -> Template:
        if not sees_names(reader):
            raise NamesReserved
        asked = _asked(request, store)
        id, band = asked.form.value("indicateur"), asked.form.value("tranche")
        everyone = known_enterprises(store, reader.pole_id, asked.as_of)
        chosen = _in_mrc(everyone, asked.mrc)
        counted = figures(chosen, asked.on)
        if id not in counted:
            raise Unknown
        page = read_page(asked.form)
        return Template(
            "indicator/succession_acts.html",
            context=_acts(store, reader, asked, chosen, counted[id], band, page),
        )


def _asked(request: AnyRequest, store: EventStore) -> Asked:
    form = query_form(request, day_of(store.clock()))
    on = form.date("au") or form.today
    mrc = form.value("mrc")
    return Asked(form, on, read_known(form), mrc if mrc.isdecimal() and len(mrc) <= 3 else "")


def _in_mrc(everyone: list[Known], mrc: str) -> list[Known]:
    return [known for known in everyone if known.mrc == mrc] if mrc else everyone


def _figures(asked: Asked, everyone: list[Known], chosen: list[Known]) -> dict[str, Any]:
    counted = figures(chosen, asked.on)
    before = figures(chosen, months_after(asked.on, -12))
    places = territories(everyone, asked.on)
    held = next((place for place in places if place.mrc == asked.mrc), None) if asked.mrc else None
    return {
        "counted": counted,
        "cards": [_card(asked, counted[id], held) for id in CARDS],
        "near": counted["I-02"],
        "bands": band_rows(
            bands(chosen, asked.on),
            lambda band: asked.address(ACTS, indicateur="I-01", tranche=band),
        ),
        "workforce": workforce(counted, before, lambda id: asked.address(ACTS, indicateur=id)),
        "territories": [
            (place_name(p.mrc), asked.address(PATH, mrc=p.mrc) if p.mrc else "", p) for p in places
        ],
        "whole": figures(everyone, asked.on),
        "place_names": sorted((p.mrc, place_name(p.mrc)) for p in places if p.mrc),
        "followed": len(chosen),
        "definitions": DEFINITIONS,
    }


def _card(asked: Asked, figure: Figure, held: Any) -> Card:
    """A figure of one MRC is told only if the table by MRC tells its cell."""
    untold = {"I-02": held.near, "I-05": held.at_risk} if held else {}
    shown = card(figure, asked.address(ACTS, indicateur=figure.definition.id))
    return shown.hide() if untold.get(figure.definition.id, 0) is None else shown


def _risks(
    store: EventStore, reader: Reader, chosen: list[Known], figure: Figure
) -> dict[str, Any]:
    """The first enterprises at risk, each by its departure; all acts are a page away."""
    first = [one._replace(positions=one.positions[:1]) for one in figure.counted[:FIRST_LINES]]
    lines = _lines(store, reader, chosen, first)
    return {"lines": lines, "risks": len(figure.counted)}


def _acts(
    store: EventStore,
    reader: Reader,
    asked: Asked,
    chosen: list[Known],
    figure: Figure,
    band: str,
    page: int,
) -> dict[str, Any]:
    counted = bands(chosen, asked.on).get(band, ()) if band else figure.counted
    start = (page - 1) * PAGE
    shown = counted[start : start + PAGE]
    names = {known.enterprise_id: known.name for known in chosen}
    turn = {"indicateur": figure.definition.id, "tranche": band}
    return {
        "figure": card(figure, ""),
        "definition": figure.definition,
        "band": band,
        "near": NEAR,
        "asked": asked,
        "total": len(counted),
        "lines": _lines(store, reader, chosen, shown),
        "left_out": [(names[o.enterprise_id], o.enterprise_id, o.reason) for o in figure.left_out],
        "previous": asked.address(ACTS, **turn, page=page - 1) if page > 1 else "",
        "next": asked.address(ACTS, **turn, page=page + 1) if len(counted) > start + PAGE else "",
        "back": asked.address(PATH),
    }


def _lines(store: EventStore, reader: Reader, chosen: list[Known], counted: Any) -> list[Line]:
    by_id = {known.enterprise_id: known for known in chosen}
    with store.engine.connect() as db:
        positions = [position for one in counted for position in one.positions]
        told = behind(store, db, positions, reader.pole_id)
    return [
        _line(by_id[one.enterprise_id], one.amount, position, told)
        for one in counted
        for position in (one.positions or (0,))
    ]


def _line(known: Known, amount: int, position: int, told: Behind) -> Line:
    occurred_on, recorded_on = told.days(position) or (None, None)
    return Line(
        name=known.name,
        url=f"/entreprises/{known.enterprise_id}",
        place=place_name(known.mrc),
        amount=amount,
        sentence=told.sentence(position),
        occurred_on=occurred_on,
        recorded_on=recorded_on,
        author=told.author(position),
    )
