"""One house under load: filled, visited, troubled, and looked at."""

import os
from pathlib import Path
from threading import Timer

import psutil
from sqlalchemy import URL, text

from benchmarks.history import History, record
from crm.account.commands.passwords import Credentials, owasp_hasher
from crm.app import PROJECTIONS
from crm.event_store import EventStore, open_event_store
from load import checks
from load.house import House
from load.visitors import PASSWORD, Advisor, Told, visited

POLES = 5
VIEW = "who_may_sign_in"
"""Made stale to see who mends it: a small one, that every page reads."""


class Trial:
    """One house, filled, visited, and looked at."""

    def __init__(self, visited_house: House, past: int, server: URL) -> None:
        self.house, self.server, self.told = visited_house, server, list[Told]()
        self.seconds, self.connections = 0.0, 0
        self.spent = {"web": 0.0, "workers": 0.0, "PostgreSQL": 0.0, "visitors": 0.0}
        self.store = open_event_store(self.house.settings, PROJECTIONS)
        self.advisors = filled(self.store, self.house.settings.secret, past)

    def visit(self, visitors: int, seconds: float) -> None:
        """Lets so many visitors in, and counts what they cost."""
        before = self._computing()
        looks = [Timer(seconds * n / 10, self._look) for n in range(1, 10)]
        for look in looks:
            look.start()
        self.told.append(visited(self.house.addresses, self.team(visitors), seconds))
        self.seconds += seconds
        for name, total in self._computing().items():
            self.spent[name] += total - before[name]

    def team(self, visitors: int) -> list[Advisor]:
        """So many visitors; beyond the number of advisors, several work under one account."""
        return [self.advisors[n % len(self.advisors)] for n in range(visitors)]

    def wrong(self) -> list[str]:
        """What must be true and is not."""
        whole = Told()
        for told in self.told:
            whole.add(told)
        faults = [f"{whole.lost} requests lost"] if whole.lost else []
        faults += checks.quiet(self.house, self.told)
        faults += checks.recorded_once(self.store, whole)
        faults += checks.views_tell_the_truth(self.store)
        return [f"{self.house.name}: {fault}" for fault in faults]

    def troubled(self, visitors: int, seconds: float) -> list[str]:
        """A web node and a worker are killed and started again while people work; then a view is
        found stale, and a person is erased."""
        web, worker = self.house.webs[-1], self.house.workers[-1]
        after = [Timer(seconds / 3, p.kill) for p in (web, worker)]
        after += [Timer(seconds / 2, p.start) for p in (web, worker)]
        for timer in after:
            timer.start()
        told = visited(self.house.addresses, self.team(visitors), seconds)
        self.house.ready()
        lines = [f"{len(told.acknowledged)} meetings while a web node and a worker are killed: "]
        lines += [f"{told.lost} requests sent again to another node"]
        faults = [] if told.acknowledged else ["nobody recorded anything"]
        faults += [*checks.quiet(self.house, [told]), *checks.recorded_once(self.store, told)]
        faults += checks.mended_once(self.house, self.store, VIEW)
        took, wrong = checks.Erasure(self.house, self.store, self.advisors[0]).heard()
        faults += [*wrong, *checks.views_tell_the_truth(self.store), *checks.proved(self.house)]
        lines += [", erasure heard after " + ", ".join(f"{s:.2f} s" for s in took)]
        print("".join(lines))
        return [f"{self.house.name}, troubled: {fault}" for fault in faults]

    def whole(self, kind: str) -> list[float]:
        """Seconds of each request of a kind."""
        return [seconds for told in self.told for seconds in told.took.get(kind, ())]

    def _look(self) -> None:
        """At the connections of the whole house, ours and those to its keys included."""
        counted = "SELECT count(*) FROM pg_stat_activity WHERE datname = ANY(:names)"
        names = [self.store.engine.url.database, self.store.keyring.engine.url.database]
        with self.store.engine.connect() as db:
            now = db.scalar(text(counted), {"names": names})
        self.connections = max(self.connections, now or 0)

    def _computing(self) -> dict[str, float]:
        pid = Path(str(self.server.query["host"]), "data", "postmaster.pid").read_text().split()[0]
        own = os.times()
        return {
            "web": sum(p.seconds for p in self.house.webs),
            "workers": sum(p.seconds for p in self.house.workers),
            "PostgreSQL": _with_children(psutil.Process(int(pid))),
            "visitors": own.user + own.system,
        }


def filled(store: EventStore, secret: str, past: int) -> list[Advisor]:
    """Years of several pôles, told while the processes serve; advisors of each pôle in turn."""
    history = History(past, poles=POLES, years=2)
    record(store, history)
    credentials = Credentials(store.engine, secret, owasp_hasher())
    advisors = []
    for turn in range(2):
        for office in history.offices:
            email = f"conseil{turn}.{office.number}@pole.example"
            credentials.give(office.advisors[turn], email, PASSWORD)
            enterprises = [stream.id for stream in office.enterprises]
            advisors.append(Advisor(email, enterprises, [file.id for file in office.files]))
    return advisors


def _with_children(process: psutil.Process) -> float:
    """Seconds of computing, those of its children included, ended or not."""
    spent = process.cpu_times()
    ended = spent.user + spent.system + spent.children_user + spent.children_system
    living = [child.cpu_times() for child in process.children()]
    return float(ended + sum(one.user + one.system for one in living))
