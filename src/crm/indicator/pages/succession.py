"""`/rapports/releve`: succession and workforce as of a date, and the acts behind each figure."""

from datetime import date
from typing import Any, NamedTuple

from litestar import Controller, Request, get
from litestar.di import NamedDependency
from litestar.response import Template

from crm.event_store import EventStore
from crm.event_store.commands import day_of
from crm.indicator.domain.definitions import DEFINITIONS
from crm.indicator.domain.facts import Known
from crm.indicator.domain.figures import Figure
from crm.indicator.domain.standing import NEAR
from crm.indicator.pages.acts import Behind, behind
from crm.indicator.pages.places import place_name
from crm.indicator.pages.scope import (
    address,
    query_form,
    read_known,
    read_page,
)
from crm.indicator.pages.wording import Card, band_rows, card, workforce
from crm.indicator.projections.succession import Report, succession_report
from crm.refusal import Unknown
from crm.site.forms import Form
from crm.site.reader import Reader
from crm.site.rights import REPORTS, TEAM

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

    def report(self, store: EventStore, reader: Reader) -> Report:
        return succession_report(store, reader.pole_id, self.on, self.known_at, self.mrc)

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
    opt = REPORTS

    @get(PATH, sync_to_thread=True)
    def report(
        self,
        request: AnyRequest,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
    ) -> Template:
        asked = _asked(request, store)
        report = asked.report(store, reader)
        context = _figures(asked, report)
        context |= {"asked": asked, "form": asked.form, "today": asked.form.today}
        if reader.reads_files:
            context |= _risks(store, reader, report)
        return Template(
            "indicator/succession.html",
            context={"lines": [], "risks": 0} | context | {"sees_names": reader.reads_files},
            status_code=422 if asked.form.failed else 200,
        )

    @get(ACTS, sync_to_thread=True, opt=TEAM)
    def acts(
        self,
        request: AnyRequest,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
    ) -> Template:
        asked = _asked(request, store)
        id, band = asked.form.value("indicateur"), asked.form.value("tranche")
        report = asked.report(store, reader)
        if id not in report.counted:
            raise Unknown
        return Template(
            "indicator/succession_acts.html",
            context=_acts(store, reader, asked, report, report.counted[id], band),
        )


def _asked(request: AnyRequest, store: EventStore) -> Asked:
    form = query_form(request, day_of(store.clock()))
    on = form.date("au") or form.today
    mrc = form.value("mrc")
    return Asked(form, on, read_known(form), mrc if mrc.isdecimal() and len(mrc) <= 3 else "")


def _figures(asked: Asked, report: Report) -> dict[str, Any]:
    counted, places = report.counted, report.territories
    held = next((place for place in places if place.mrc == asked.mrc), None) if asked.mrc else None
    return {
        "counted": counted,
        "cards": [_card(asked, counted[id], held) for id in CARDS],
        "near": counted["I-02"],
        "bands": band_rows(
            report.bands, lambda band: asked.address(ACTS, indicateur="I-01", tranche=band)
        ),
        "workforce": workforce(
            counted, report.before, lambda id: asked.address(ACTS, indicateur=id)
        ),
        "territories": [
            (place_name(p.mrc), asked.address(PATH, mrc=p.mrc) if p.mrc else "", p) for p in places
        ],
        "whole": report.whole,
        "place_names": sorted((p.mrc, place_name(p.mrc)) for p in places if p.mrc),
        "followed": len(report.known),
        "definitions": DEFINITIONS,
    }


def _card(asked: Asked, figure: Figure, held: Any) -> Card:
    """A figure of one MRC is told only if the table by MRC tells its cell."""
    untold = {"I-02": held.near, "I-05": held.at_risk} if held else {}
    shown = card(figure, asked.address(ACTS, indicateur=figure.definition.id))
    return shown.hide() if untold.get(figure.definition.id, 0) is None else shown


def _risks(store: EventStore, reader: Reader, report: Report) -> dict[str, Any]:
    """The first enterprises at risk, each by its departure; all acts are a page away."""
    counted = report.counted["I-05"].counted
    first = [one._replace(positions=one.positions[:1]) for one in counted[:FIRST_LINES]]
    return {"lines": _lines(store, reader, report, first), "risks": len(counted)}


def _acts(
    store: EventStore, reader: Reader, asked: Asked, report: Report, figure: Figure, band: str
) -> dict[str, Any]:
    """One page of the enterprises counted, and one of those that are not."""
    counted = report.bands.get(band, ()) if band else figure.counted
    page = read_page(asked.form)
    shown = slice((page - 1) * PAGE, page * PAGE)
    turn = {"indicateur": figure.definition.id, "tranche": band}
    more = max(len(counted), len(figure.left_out)) > page * PAGE
    return {
        "figure": card(figure, ""),
        "definition": figure.definition,
        "band": band,
        "near": NEAR,
        "asked": asked,
        "total": len(counted),
        "lines": _lines(store, reader, report, counted[shown]),
        "left_out": [
            (report.known[one.enterprise_id].name, one.enterprise_id, one.reason)
            for one in figure.left_out[shown]
        ],
        "left_out_total": len(figure.left_out),
        "previous": asked.address(ACTS, **turn, page=page - 1) if page > 1 else "",
        "next": asked.address(ACTS, **turn, page=page + 1) if more else "",
        "back": asked.address(PATH),
    }


def _lines(store: EventStore, reader: Reader, report: Report, counted: Any) -> list[Line]:
    with store.engine.connect() as db:
        positions = [position for one in counted for position in one.positions]
        told = behind(store, db, positions, reader.pole_id)
    return [
        _line(report.known[one.enterprise_id], one.amount, position, told)
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
