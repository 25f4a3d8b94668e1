"""`python -m load`: advisors at work on several processes of Trame, and what is left afterwards.

One PostgreSQL server, two houses on it: one web process that works beside its pages, and three web
processes with two workers. The same visitors go to one, then to the other, in turns, so that a
machine that slows down slows both. All on the loopback of one machine; the visitors compute too.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import quantiles

from load.house import house
from load.trial import Trial
from provision import postgresql

RESULTS = Path(".cache/load.json")
KINDS = ("open a form", "read a page", "record a meeting")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m load", description=__doc__)
    parser.add_argument("--seconds", type=float, default=25, help="of load on each house")
    parser.add_argument("--rounds", type=int, default=2, help="turns in which they are spent")
    parser.add_argument("--visitors", type=int, default=8)
    parser.add_argument("--events", type=int, default=20_000, help="recorded before")
    parser.add_argument("--webs", type=int, default=3)
    parser.add_argument("--workers", type=int, default=2)
    return parser.parse_args()


def main() -> int:
    said = arguments()
    with ExitStack() as closing:
        folder = Path(closing.enter_context(tempfile.TemporaryDirectory(prefix="load-")))
        server = closing.enter_context(postgresql.server(safe=True))
        layouts = ((1, 0), (said.webs, said.workers))
        houses = [
            closing.enter_context(house(server, folder / f"{webs}-{workers}", webs, workers))
            for webs, workers in layouts
        ]
        trials = [Trial(made, said.events, server) for made in houses]
        for trial in trials:
            closing.callback(trial.store.close)
        for _ in range(said.rounds):
            for trial in trials:
                trial.visit(said.visitors, said.seconds / said.rounds)
        wrong = [fault for trial in trials for fault in trial.wrong()]
        wrong += trials[1].troubled(said.visitors, said.seconds / said.rounds)
        report(trials, wrong)
    return 1 if wrong else 0


def report(trials: Sequence[Trial], wrong: Sequence[str]) -> None:
    """A table for the eye, JSON for machines."""
    rows = []
    for trial in trials:
        row: dict[str, float | str] = {"house": trial.house.name}
        total = sum(len(trial.whole(kind)) for kind in KINDS)
        row["requests_per_second"] = round(total / trial.seconds, 1)
        row["meetings_per_second"] = round(len(trial.whole(KINDS[2])) / trial.seconds, 1)
        for kind in KINDS:
            cuts = quantiles(trial.whole(kind), n=20)
            row[f"{kind}, p50 ms"], row[f"{kind}, p95 ms"] = (
                round(1000 * cuts[9]),
                round(1000 * cuts[18]),
            )
        for name, seconds in trial.spent.items():
            row[f"{name}, ms a request"] = round(1000 * seconds / total, 1)
        row["cores at work"] = round(sum(trial.spent.values()) / trial.seconds, 2)
        row["connections at most"] = trial.connections
        rows.append(row)
    for name in rows[0]:
        print(f"{name:28}", *(f"{row[name]!s:>12}" for row in rows))
    for fault in wrong:
        print("WRONG", fault)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps({"houses": rows, "wrong": list(wrong)}, indent=2) + "\n")


if __name__ == "__main__":
    sys.exit(main())
