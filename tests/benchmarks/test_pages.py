"""Pages and acts over HTTP: what they cost above a page that shows nothing.

One process serves, as `crm serve` does; the measuring process asks, on connections kept open. The
two share the processors of the machine.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import cycle, islice
from statistics import median, quantiles
from threading import Thread
from typing import NamedTuple

import pytest

from benchmarks.conftest import EVENTS, Filled, Stores
from benchmarks.history import History, record
from benchmarks.office import File, Office
from benchmarks.report import Report, Rounds, Unit
from benchmarks.visitor import Answer, Site, Visitor, serving
from crm.accompaniment.domain import events as told
from crm.app import PROJECTIONS
from crm.event_store import EventStore
from crm.event_store.writer import Submission
from crm.vocabulary import PartyRef

SMALL, LARGE = 1_000, 125_000
"""Events of one pôle; the second holds some 50,000 acts."""
FULL = 1_000_000
ACTS = 1_000
"""Of the enterprise whose page is asked for."""
ROUNDS, ASKED, WARMING = 5, 12, 3
GOAL, TAIL, MOST = 10.0, 25.0, 12
"""Milliseconds above the floor, milliseconds at the ninety-fifth percentile, statements."""
POSTED, WRITING, TIMES = 48, 5, 2.0
"""Acts of a round, rounds, and how many times the floor an act may take."""


class House(NamedTuple):
    """A store with a long history, and an office of it on its last day."""

    store: EventStore
    office: Office
    busy: File
    """The file that holds the 1,000 acts."""
    files: list[str]
    """Others that are open."""

    @property
    def tomorrow(self) -> int:
        """The instant from which pages are asked for."""
        return self.office.at + 24 * 3_600_000_000


def busied(store: EventStore, office: Office) -> House:
    """The house, once 1,000 acts of the last two years are told in one file."""
    files, last = [file.id for file in office.files], office.day
    office.at, office.day = office.at + 3_600_000_000, last - timedelta(days=ACTS // 2)
    busy = office.begin_file(PartyRef(kind="enterprise", id=office.enterprises[0].id))
    store._append([office.submission(), *_acts(office, busy, last)])
    _analysed(store)
    return House(store, office, busy, files)


def _analysed(store: EventStore) -> None:
    """PostgreSQL counts what tables hold, as it does by itself within minutes."""
    if store.engine.dialect.name == "postgresql":
        with store.engine.connect() as db:
            db.exec_driver_sql("ANALYZE")
            db.commit()


def _acts(office: Office, file: File, last: date) -> Iterator[Submission]:
    for number in range(ACTS):
        office.at += 1_000_000
        office.day = last - timedelta(days=(ACTS - number) // 2)
        office.meet(file)
        for step in file.steps[:-2]:
            office._say(file, told.NextStepDone, parties=file.parties, step_id=step)
        for need in file.needs[:-2]:
            office._say(file, told.NeedMet, parties=file.parties, need_id=need)
        file.steps, file.needs = file.steps[-2:], file.needs[-2:]
        yield office.submission()
    office.day = last


@pytest.fixture(scope="module")
def houses(stores: Stores, filled: Callable[[str], Filled]) -> Callable[[str, int], House]:
    """By kind of database and size, a house; made when first asked for."""
    made: dict[tuple[str, int], House] = {}

    def _house(kind: str, size: int) -> House:
        if (kind, size) not in made:
            if size == FULL:
                store, history = filled(kind)
            else:
                store, history = stores.open(kind, PROJECTIONS), History(size, poles=1)
                record(store, history)
            made[kind, size] = busied(store, history.offices[0])
        return made[kind, size]

    return _house


def pages(house: House) -> dict[str, tuple[str, str]]:
    """By name, (method, address) of what is measured; a POST is a search."""
    enterprise, file = (
        f"/entreprises/{house.busy.parties[0].id}",
        f"/accompagnements/{house.busy.id}",
    )
    year = house.office.day.year
    return {
        "my day": ("GET", "/"),
        "enterprise with 1,000 acts": ("GET", enterprise),
        "the same, as known a year before": (
            "GET", f"{enterprise}?au={year - 1}-11-02&connu={year - 1}-12-02"
        ),
        "file of 1,000 acts": ("GET", file),
        "form of a meeting": ("GET", f"/noter?organisation=enterprise:{enterprise[13:]}"),
        "list of enterprises": ("GET", "/entreprises"),
        "list of enterprises by words": ("GET", "/entreprises?q=coop+atelier"),
        "list of files": ("GET", "/accompagnements?etat=tous"),
        "list of projects": ("GET", "/projets"),
        "search": ("POST", "/recherche"),
        "follow-up report, all years": ("GET", "/rapports/suivi?du=2018-01-01"),
        "acts behind it": ("GET", "/rapports/suivi/actes?du=2018-01-01"),
        "succession report": ("GET", "/rapports/releve"),
        "enterprises behind it": ("GET", "/rapports/releve/actes?indicateur=I-03"),
    }  # fmt: skip


def asked(visitor: Visitor, method: str, path: str) -> Answer:
    answer = visitor.get(path) if method == "GET" else visitor.post(path, [("q", "tremblay")])
    assert answer.status == 200, (path, answer.body[:500])
    return answer


class Measured:
    """One page: milliseconds above the floor, by round, and all its answers."""

    def __init__(self) -> None:
        self.above: list[float] = []
        self.answers: list[Answer] = []
        self.floors: list[Answer] = []

    def more(self, visitor: Visitor, method: str, path: str) -> None:
        """A round more: page and floor in turns."""
        here, floors = list[Answer](), list[Answer]()
        for _turn in range(ASKED):
            here.append(asked(visitor, method, path))
            floors.append(visitor.get("/plancher"))
        took, least = (median(one.seconds for one in answers) for answers in (here, floors))
        self.above.append((took - least) * 1_000)
        self.answers += here
        self.floors += floors

    @property
    def tail(self) -> float:
        """Milliseconds at the ninety-fifth percentile, floor included."""
        return quantiles([answer.seconds for answer in self.answers], n=20)[-1] * 1_000

    @property
    def processor(self) -> str:
        """What the server worked for it, above the floor."""
        spent, least = (
            median(answer.processor for answer in answers)
            for answers in (self.answers, self.floors)
        )
        return f"{(spent - least) * 1_000:.1f} ms of processor"


def measured(visitor: Visitor, house: House) -> dict[str, Measured]:
    """Every page, round after round: what slows the machine for a while slows a round of each."""
    found = {name: Measured() for name in pages(house)}
    for turn in range(ROUNDS):
        for name, (method, path) in pages(house).items():
            for _ in range(0 if turn else WARMING):
                asked(visitor, method, path)
            found[name].more(visitor, method, path)
    return found


SIZES = [SMALL, LARGE, *([FULL] if EVENTS >= FULL else [])]


@pytest.mark.parametrize("size", SIZES)
def test_pages(kind: str, size: int, houses: Callable[[str, int], House], report: Report) -> None:
    house = houses(kind, size)
    with serving(house.store, house.office.advisors[0], house.tomorrow) as site:
        found = measured(site.visitor(), house)
    missed = []

    def keep(name: str, values: list[float], limit: float, unit: Unit, **more: str) -> None:
        try:
            report.at_most(
                f"page, {size:,} events: {name}", kind, values, limit=limit, unit=unit, **more
            )
        except AssertionError as above:
            missed.append(str(above))

    for name, page in found.items():
        keep(name, page.above, GOAL, "ms", floor="page of nothing", took=page.processor)
    keep("slowest p95", [max(page.tail for page in found.values())], TAIL, "ms")
    answers = [answer for page in found.values() for answer in page.answers]
    keep("statements", [max(answer.statements for answer in answers)], MOST, "")
    assert not missed, "\n".join(missed)


def posts(site: Site, house: House, connections: int, path: str) -> list[float]:
    """Seconds of each of a round's acts, sent by so many people at once, each in files of hers."""
    day = house.office.day.isoformat()
    each = POSTED // connections
    took: list[float] = []

    def send(visitor: Visitor, files: list[str]) -> None:
        for file in files:
            said = {"dossier": file, "mode": "meeting", "duree": "45 min", "date": day}
            answer = visitor.post(path, [*said.items(), ("note", "Vu avec la direction.")])
            assert answer.status == 303, answer.body[:500]
            took.append(answer.seconds)

    files = cycle(house.files)
    works = [
        Thread(target=send, args=(site.visitor(), list(islice(files, each))))
        for _ in range(connections)
    ]
    for work in works:
        work.start()
    for work in works:
        work.join()
    assert len(took) == each * connections
    return took


@pytest.mark.parametrize("connections", [1, 16])
def test_an_act_over_http(
    kind: str, connections: int, houses: Callable[[str, int], House], report: Report
) -> None:
    house = houses(kind, LARGE)
    rounds: Rounds = {"floor": [], "ours": []}
    with serving(house.store, house.office.advisors[0], house.tomorrow) as site:
        posts(site, house, connections, "/noter")
        for _round in range(WRITING):
            rounds["ours"].append(median(posts(site, house, connections, "/noter")))
            files = [("dossier", file) for file in islice(cycle(house.files), POSTED)]
            assert site.visitor().post("/plancher/pret", files).status == 200
            rounds["floor"].append(median(posts(site, house, connections, "/plancher/acte")))
    who = "1 connection" if connections == 1 else f"{connections} connections"
    report.times(
        f"POST an act, p50, {who}", kind, rounds, floor="form that writes its rows", at_most=TIMES,
        of=1,
    )  # fmt: skip
