"""Every kind of page of the demonstration, as each role opens it, over HTTP.

A link after the other, as a person would, twice for each kind of page; then every page in turns,
round after round, beside a page that shows nothing.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from statistics import median, quantiles
from typing import NamedTuple

import pytest
from sqlalchemy import select

from benchmarks.conftest import Stores
from benchmarks.report import Report, Rounds
from benchmarks.visitor import SECRET, Site, Visitor, serving
from crm.account.projections import accounts
from crm.app import PROJECTIONS
from crm.demo import DemoClock, fill
from crm.event_store import EventStore
from crm.settings import Settings
from demo_walk import DOORS, TWICE, links, shape

MONDAY = date(2026, 11, 23)
ROUNDS = 3
GOAL, TIMES = 100.0, 40.0
"""Milliseconds at the ninety-fifth percentile; how many times a page of nothing that may be."""
LEAVING = ("/deconnexion", "/langue", "/compte/fournisseurs")


class Page(NamedTuple):
    """A page that one role opens."""

    visitor: Visitor
    path: str


@pytest.fixture(scope="module")
def demo(kind: str, stores: Stores) -> EventStore:
    clock = DemoClock()
    store = stores.open(kind, PROJECTIONS, clock)
    fill(store, clock, Settings(secret=SECRET, demo=True), MONDAY)
    return store


def reached(visitor: Visitor) -> Iterator[Page]:
    """The pages that links lead to, two of each kind; each has been opened once."""
    todo = list(DOORS)
    met, opened = set(todo), Counter[tuple[str, tuple[str, ...]]]()
    while todo:
        path = todo.pop(0)
        opened[shape(path)] += 1
        if opened[shape(path)] > TWICE or path.startswith(LEAVING):
            continue
        answer = visitor.get(path)
        if answer.status != 200 or not answer.body.lstrip().lower().startswith(b"<!doctype"):
            continue
        yield Page(visitor, path)
        new = [link for link in links(path, answer.body.decode()) if link not in met]
        met.update(new)
        todo += new


def walked(site: Site, team: list[str]) -> list[Page]:
    return [page for account in team for page in reached(site.visitor_of(account))]


def test_every_page_of_the_demonstration(kind: str, demo: EventStore, report: Report) -> None:
    with demo.engine.connect() as db:
        team = list(db.scalars(select(accounts.c.account_id).where(accounts.c.may_sign_in)))
    rounds: Rounds = {"floor": [], "ours": []}
    took: dict[str, list[float]] = {}
    worked: list[float] = []
    with serving(demo, team[0], demo.clock()) as site:
        pages = walked(site, team)
        for _round in range(ROUNDS):
            floors, ours = list[float](), list[float]()
            for page in pages:
                answer = page.visitor.get(page.path)
                ours.append(answer.seconds)
                worked.append(answer.processor)
                floors.append(page.visitor.get("/plancher").seconds)
                took.setdefault(shape(page.path)[0], []).append(ours[-1])
            rounds["floor"].append(quantiles(floors, n=20)[-1])
            rounds["ours"].append(quantiles(ours, n=20)[-1])
    every = [seconds for some in took.values() for seconds in some]
    slow = sorted(((median(some), path) for path, some in took.items()), reverse=True)[:8]
    print(f"\n{kind}: {len(pages)} pages of {len(took)} kinds, p50 {median(every) * 1_000:.0f} ms")
    print("\n".join(f"  {seconds * 1_000:6.1f} ms  {path}" for seconds, path in slow))
    worst = f"processor p95 {quantiles(worked, n=20)[-1] * 1_000:.0f} ms"
    report.at_most(
        "every page of the demonstration, p95", kind, [one * 1_000 for one in rounds["ours"]],
        limit=GOAL, unit="ms", took=worst,
    )  # fmt: skip
    report.times(
        "the same beside a page of nothing", kind, rounds, floor="page of nothing", at_most=TIMES,
        of=1,
    )  # fmt: skip
