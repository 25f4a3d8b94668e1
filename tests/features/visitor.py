"""Somebody at her screen: she opens pages, fills their forms, reads. Nothing but HTTP."""

import re
from collections.abc import Sequence
from datetime import date

from httpx import Response
from litestar.testing import TestClient
from litestar.types import ASGIApp
from pytest_bdd import parsers
from pytest_bdd.parsers import StepParser

from crm.event_store import Author, Command, EventStore, Receipt
from crm.event_store.events import new_id
from crm.vocabulary import PartyRef
from features.paper import Node, Pairs, Sheet, plain, read_page, sheets

HTML = {"accept": "text/html"}
TODAY = date(2026, 11, 19)
"""The day of every scenario: a Thursday."""
PASSWORD = "une phrase assez longue"
Typed = str | Sequence[str]


class Site:
    """One pôle of its own in a running Trame, and the browser of somebody who works there."""

    def __init__(self, app: ASGIApp, store: EventStore) -> None:
        self.store, self.pole_id, self.actor_id = store, new_id(), new_id()
        self.email = f"{self.actor_id}@pole.example"
        self.client = TestClient(app, "http://trame.test", raise_server_exceptions=False)
        self.ids: dict[str, str] = {}
        """Ids by the name a scenario gives: what an address bar would remember."""
        self.page = Node("page")
        self.address, self.status, self.before = "", 0, 0
        self.answer = ""

    def ask(self, command: Command) -> Receipt:
        """A state the scenario starts from, told to the event store."""
        author = Author(pole_id=self.pole_id, actor_id=self.actor_id, command_id=new_id())
        receipt = self.store.handle(command, author)
        self.remember()
        return receipt

    def id_of(self, name: str) -> str:
        """The id of what a scenario calls by this name."""
        return self.ids[name].rpartition("/")[2]

    def party(self, name: str) -> PartyRef:
        """The enterprise of this name, as a command names it."""
        return PartyRef(kind="enterprise", id=self.id_of(name))

    def remember(self) -> None:
        """From here on, what is recorded is new."""
        self.before = self.store.head()

    def events_recorded(self) -> int:
        """How many events were recorded since the scenario's states were set."""
        return self.store.head() - self.before

    def open(self, path: str) -> "Site":
        return self._took(self.client.get(path, headers=HTML))

    def record_of(self, name: str) -> "Site":
        """The page of what a scenario calls by this name."""
        return self.open(self.ids[name])

    def follow(self, link: str) -> "Site":
        """Clicks on the first link that says this."""
        said = plain(link)
        links = (n for n in self.page.walk() if n.tag == "a" and "href" in n.given)
        found = next((n for n in links if said in n.words()), None)
        assert found, f"aucun lien « {link} » : {self.seen()[:2000]}"
        return self.open(found.given["href"])

    def send(self, button: str, /, **typed: Typed) -> "Site":
        """Fills the form that has this button as a person can, and sends it."""
        return self.send_in("", button, **typed)

    def send_in(self, part: str, button: str, /, **typed: Typed) -> "Site":
        """The same, in one part of the page."""
        sheet, pressed, address = self._sheet(button, part)
        for name, value in typed.items():
            assert name in sheet.names(), f"« {name} » n'est pas dans ce formulaire"
            offered = sheet.offered(name)
            values = {value} if isinstance(value, str) else set(value)
            assert offered is None or values <= offered, f"« {name} » n'offre pas {values}"
        return self.post(sheet.method, address, _filled(sheet.held() + pressed, typed))

    def forge(self, button: str, /, **typed: Typed) -> "Site":
        """Sends what no browser would: values that no list offers, fields that no form has."""
        sheet, pressed, address = self._sheet(button, "")
        return self.post(sheet.method, address, _filled(sheet.held() + pressed, typed))

    def send_file(
        self, button: str, field: str, file: tuple[str, bytes], /, within: str = "", **typed: str
    ) -> "Site":
        """Fills the form that has this button, chooses a file in it, and sends it."""
        sheet, pressed, address = self._sheet(button, within)
        said = dict(_filled(sheet.held() + pressed, dict(typed)))
        said.pop(field, None)
        name, content = file
        files = {field: (name, content)}
        return self._took(self.client.post(address, data=said, files=files, headers=HTML))

    def post(self, method: str, address: str, pairs: Pairs) -> "Site":
        said: dict[str, list[str]] = {}
        for name, value in pairs:
            said.setdefault(name, []).append(value)
        if method == "get":
            return self._took(self.client.get(address, params=said, headers=HTML))
        return self._took(self.client.post(address, data=said, headers=HTML))

    def sign_in(self, password: str = PASSWORD) -> "Site":
        self.open("/connexion")
        return self.send("Ouvrir la session", courriel=self.email, mot_de_passe=password)

    def seen(self, id: str = "") -> str:
        """What the page says, or the part of it with this id."""
        part = self.page.find(lambda n: n.given.get("id") == id) if id else None
        assert part or not id, f"rien ne s'appelle « {id} » dans {self.address}"
        main = part or self.page.find(lambda n: n.tag == "main") or self.page
        return main.words()

    def sees(self, *words: str, within: str = "") -> None:
        shown = self.seen(within)
        for word in words:
            assert plain(word) in shown, f"« {word} » n'est pas dans : {shown[:3000]}"

    def misses(self, words: str, within: str = "") -> None:
        shown = self.seen(within)
        assert plain(words) not in shown, f"« {words} » est encore dans : {shown[:3000]}"

    def kept(self, words: str) -> bool:
        """Whether a form of the page still holds these words."""
        held = [value for sheet in sheets(self.page) for _name, value in sheet.held()]
        return any(words in value for value in held)

    def beside(self, name: str) -> str:
        """The sentence of the error beside a field; empty when there is none."""
        found = self.page.find(lambda n: n.given.get("id") == f"{name}-e")
        return found.words() if found else ""

    def _sheet(self, button: str, within: str) -> tuple[Sheet, Pairs, str]:
        part = self.page.find(lambda n: n.given.get("id") == within) if within else None
        asked = plain(button)
        for sheet in sheets(part or self.page):
            for called, name, value, elsewhere in sheet.buttons:
                if asked in called:
                    address = elsewhere or sheet.action or self.address
                    return sheet, [(name, value)] if name else [], address
        message = f"aucun bouton « {button} » dans {self.address} : {self.seen()[:2000]}"
        raise AssertionError(message)

    def _took(self, response: Response) -> "Site":
        first = response.history[0] if response.history else response
        self.status = first.status_code
        self.address, self.answer = response.url.path, response.text
        self.page = read_page(response.text)
        for one in (*response.history, response):
            assert one.status_code < 500, f"{one.request.method} {one.url} : {one.status_code}"
        return self


def says(pattern: str) -> StepParser:
    """A step whose quoted words, `{name}`, hold no quotation mark; `{n:d}` is a number."""
    words = re.sub(r"\\\{(\w+):d\\\}", r"(?P<\1>[0-9]+)", re.escape(pattern))
    return parsers.re(re.sub(r"\\\{(\w+)\\\}", r'(?P<\1>[^"]*)', words))


def _filled(held: Pairs, typed: dict[str, Typed]) -> Pairs:
    kept = [(name, value) for name, value in held if name not in typed]
    for name, value in typed.items():
        kept += [(name, one) for one in ([value] if isinstance(value, str) else value)]
    return kept
