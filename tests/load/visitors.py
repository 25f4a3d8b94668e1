"""Advisors at their screens, over HTTP: they sign in, read, and send the form of a meeting."""

import random
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import cycle
from typing import NamedTuple

import httpx

from features.paper import Pairs, read_page, sheets

HTML = {"accept": "text/html"}
PASSWORD = "une phrase assez longue"
ACTS = 0.3
"""Share of the visits that record a meeting; the others read a page."""
TWICE = 0.25
"""Share of the meetings that are sent twice at once, to two processes."""


class Advisor(NamedTuple):
    """Somebody who may sign in, and what her pôle holds."""

    email: str
    enterprises: Sequence[str]
    files: Sequence[str]


@dataclass
class Told:
    """What visitors measured, and what they must find afterwards."""

    took: dict[str, list[float]] = field(default_factory=dict)
    """By kind of request, seconds of each."""
    acknowledged: set[str] = field(default_factory=set)
    """Ids of the commands that were answered « Rencontre consignée »."""
    sent: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)
    lost: int = 0
    """Requests that no process answered: sent again to another one."""

    def add(self, other: "Told") -> None:
        for kind, seconds in other.took.items():
            self.took.setdefault(kind, []).extend(seconds)
        self.acknowledged |= other.acknowledged
        self.sent |= other.sent
        self.faults += other.faults
        self.lost += other.lost


class Visitor:
    """One advisor: each of her requests goes to the next process."""

    def __init__(self, addresses: list[str], advisor: Advisor, seed: int) -> None:
        self.advisor, self.chance, self.told = advisor, random.Random(seed), Told()
        turned = addresses[seed % len(addresses) :] + addresses[: seed % len(addresses)]
        self.addresses, self.count = cycle(turned), len(addresses)
        self.client = httpx.Client(headers=HTML, timeout=60)

    def visit(self, until: float) -> Told:
        """Signs in, then visits until an instant of the monotonic clock."""
        self.sign_in()
        while time.monotonic() < until:
            try:
                if self.chance.random() < ACTS:
                    self.record()
                else:
                    self.read()
            except httpx.TransportError as error:
                self.told.faults.append(type(error).__name__)
        self.client.close()
        return self.told

    def sign_in(self) -> None:
        said = {"courriel": self.advisor.email, "mot_de_passe": PASSWORD}
        pairs = self.filled("/connexion", "Ouvrir la session", said)
        if self.send("sign in", "POST", "/connexion", pairs).status_code != 303:
            self.told.faults.append("the door stays closed")

    def read(self) -> None:
        """One of the pages that an advisor opens most."""
        chance, advisor = self.chance, self.advisor
        path = chance.choice(
            (
                "/",
                "/entreprises",
                f"/entreprises/{chance.choice(advisor.enterprises)}",
                f"/accompagnements/{chance.choice(advisor.files)}",
                "/rapports/suivi",
            )
        )
        if self.send("read a page", "GET", path).status_code != 200:
            self.told.faults.append(f"{path}: not 200")

    def record(self) -> None:
        """Opens the form of a meeting, fills it, sends it, and sees it on the next page."""
        enterprise = self.chance.choice(self.advisor.enterprises)
        note = f"appel numéro {self.chance.getrandbits(64):x}"
        path = f"/noter?organisation=enterprise:{enterprise}"
        pairs = self.filled(path, "Consigner la rencontre", {"mode": "call", "note": note})
        command = dict(pairs)["command_id"]
        self.told.sent.add(command)
        times = 2 if self.chance.random() < TWICE else 1
        with ThreadPoolExecutor(times) as hands:
            sent = [
                hands.submit(self.send, "record a meeting", "POST", "/noter", pairs)
                for _ in range(times)
            ]
            answers = [answer.result() for answer in sent]
        if any(answer.status_code != 303 for answer in answers):
            self.told.faults.append("a meeting is refused")
            return
        self.told.acknowledged.add(command)
        if note not in self.send("read a page", "GET", answers[0].headers["location"]).text:
            self.told.faults.append("the next page does not show it")

    def filled(self, path: str, button: str, said: dict[str, str]) -> Pairs:
        """What the form with this button sends, once these fields are typed."""
        page = read_page(self.send("open a form", "GET", path).text)
        for sheet in sheets(page):
            if any(button in called for called, *_ in sheet.buttons):
                return [(n, v) for n, v in sheet.held() if n not in said] + list(said.items())
        raise AssertionError(f"no button {button} in {path}")

    def send(self, kind: str, method: str, path: str, pairs: Pairs | None = None) -> httpx.Response:
        """To the next process; to another one when that one is gone. Raises TransportError when
        none of them answers."""
        left = 2 * self.count
        while True:
            begun, left = time.perf_counter(), left - 1
            try:
                typed = dict(pairs) if pairs else None
                answer = self.client.request(method, next(self.addresses) + path, data=typed)
            except httpx.TransportError:
                self.told.lost += 1
                if not left:
                    raise
                continue
            self.told.took.setdefault(kind, []).append(time.perf_counter() - begun)
            if answer.status_code >= 500:
                self.told.faults.append(f"{method} {path}: {answer.status_code}")
            return answer


def visited(addresses: list[str], advisors: Sequence[Advisor], seconds: float) -> Told:
    """All of them at once, for so long; nobody rests between two requests."""
    until, whole = time.monotonic() + seconds, Told()
    visitors = [Visitor(addresses, advisor, n) for n, advisor in enumerate(advisors)]
    with ThreadPoolExecutor(len(visitors)) as together:
        for told in together.map(lambda visitor: visitor.visit(until), visitors):
            whole.add(told)
    return whole
