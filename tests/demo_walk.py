"""Every question that the product asks of its rows, heard while the demonstration is walked."""

import ast
import html
import re
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

import pytest
from msgspec.structs import replace
from sqlalchemy import Connection, Engine, event, select
from sqlalchemy.sql.selectable import SelectBase

from crm.accompaniment.projections.bearing import FILES, ORGANISATIONS
from crm.accompaniment.projections.confirmations import confirmations, still_asked, thing_of
from crm.accompaniment.projections.documents import edition_of
from crm.accompaniment.projections.referrals import (
    shared_on_its_own,
    shared_with,
    still_shared,
)
from crm.accompaniment.projections.steps import steps_due
from crm.account.commands.opening import has_pole, somebody_may_sign_in
from crm.account.commands.users import pole_at_work
from crm.account.projections import account_names, accounts_that_sign_in
from crm.account.projections.team import (
    asks_second_factor,
    member,
    must_have_second_factor,
    other_administrators,
    team,
)
from crm.directory.projections import tools_listed
from crm.ecosystem.projections import organisations_known
from crm.enterprise.projections import listing
from crm.enterprise.projections.known import holder_of_neq, names_of
from crm.event_store import EventStore
from crm.event_store.as_of import NOW, AsOf
from crm.event_store.events import new_id
from crm.event_store.prepared import build_again
from crm.event_store.rows import Rows
from crm.exchange.commands.known import KnownThings
from crm.history.projections.names import named
from crm.history.projections.news import wrote_since
from crm.history.projections.worded import worded
from crm.indicator.projections import facts
from crm.indicator.projections.acts import Scope, by_action
from crm.person import projections as people
from crm.privacy.projections.consents import consents_of, running_out, stands, terms_of
from crm.privacy.projections.due import due, names_of_due
from crm.privacy.projections.erasures import done, erasures_of, undone
from crm.privacy.projections.held import persons_of_nothing_else, projects_of_nobody_else
from crm.privacy.projections.incidents import incident_of, incidents_of
from crm.privacy.projections.matching import candidates, where_to_correct
from crm.privacy.projections.notices import notices_in, told_to
from crm.privacy.projections.office import officers_of
from crm.privacy.projections.requests import (
    matched_requests,
    open_requests,
    request_of,
    settled_requests,
    warned_by,
)
from crm.promoter.projections import carried_by, promoter_members, titles
from crm.territory.projections import remembered_names
from demo_house import MONDAY, Demo

SOURCES = Path(__file__).parents[1] / "src" / "crm"
OWN_TABLES = {
    "account/commands/identities.py", "account/commands/trips.py",
    "account/commands/challenges.py", "account/commands/passkeys.py",
    "accompaniment/commands/contents.py", "account/commands/drafts.py",
    "account/commands/links.py", "account/commands/passwords.py",
    "account/commands/second_factor.py", "account/commands/sessions.py",
    "account/commands/saved_views.py",
    "account/commands/throttle.py", "accompaniment/commands/partner_links.py",
    "history/commands.py", "site/consultations.py",
    "territory/reference.py",
}  # fmt: skip
"""Modules that ask tables of their own, or events: not rows of a projection."""
DOORS = (
    "/",
    "/noter",
    "/sur-la-route",
    "/entreprises",
    "/projets",
    "/accompagnements",
    "/rapports",
    "/compte",
)
FILTERED = (
    "/entreprises?q=coop&mrc=371&forme=obnl&suivi=oui", "/entreprises?q=coop",
    "/entreprises?mrc=371", "/entreprises?suivi=oui", "/entreprises?es=never",
    "/projets?etat=active&jalon=none", "/projets?etat=active",
    "/accompagnements?conseil={advisor}&etat=tous",
    "/accompagnements?participe={advisor}", "/accompagnements?action=R5&silence=60",
    "/calendrier?equipe=1", "/calendrier?semaine=2026-11-23",
    "/rapports/suivi?conseiller={advisor}&action=R", "/rapports/suivi/actes?conseiller={advisor}",
)  # fmt: skip
TWICE = 2
"""Pages of one kind that are opened: what is missing on the first may be on the second."""
HTML = {"accept": "text/html"}
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


class Question(NamedTuple):
    """A question, and the values given beside it when it was made once for all."""

    clause: SelectBase
    values: dict[str, Any]


Heard = dict[str, tuple[Question, set[str]]]
"""By its text, a question and those who ask it (`room/module.py function`)."""


@contextmanager
def heard(engine: Engine) -> Iterator[Heard]:
    """Every SELECT that this engine is asked for meanwhile."""
    said: Heard = {}
    build_again()

    def note(_db: object, clause: object, some: Any, given: Any, _how: object) -> None:
        if isinstance(clause, SelectBase) and (asker := _asker()):
            values = given or (some[0] if some else {})
            said.setdefault(str(clause), (Question(clause, values), set()))[1].add(asker)

    event.listen(engine, "before_execute", note)
    yield said
    event.remove(engine, "before_execute", note)
    build_again()


def as_known_then(patch: pytest.MonkeyPatch) -> None:
    """From here on, each question that may be asked as known at an instant is asked so."""
    at = Rows.at

    def then(rows: Rows, as_of: AsOf) -> Any:
        return at(rows, as_of if as_of.known_at else replace(as_of, known_at=2**60))

    patch.setattr(Rows, "at", then)
    patch.setattr(Rows, "known", lambda rows: at(rows, NOW))


def walk(client: Any, demo: Demo, advisor: str) -> None:
    """Opens pages by their links, searches, and asks what only commands and imports ask.

    The process keeps nothing in memory when it begins, so that each question is asked.
    """
    demo.store.keyring.erase(new_id())
    begun = [*DOORS, *(address.format(advisor=advisor) for address in FILTERED)]
    todo, met = list(begun), set(begun)
    opened: Counter[tuple[str, tuple[str, ...]]] = Counter()
    while todo:
        url = todo.pop(0)
        opened[shape(url)] += 1
        if opened[shape(url)] <= TWICE or url in begun:
            page = client.get(url, headers=HTML)
            new = [link for link in links(url, page.text) if link not in met]
            met.update(new)
            todo += new
    for words in ("coop du", "e", "forme juridique"):
        said = {"q": words, "organisation_nom": words, "_csrf_token": client.cookies["csrftoken"]}
        for address in ("/recherche", "/noter/organisations", "/palette"):
            assert client.post(address, data=said, headers=HTML).status_code == 200
    _ask(demo)


def _ask(demo: Demo) -> None:
    store, pole_id = demo.store, demo.told.pole_id
    KnownThings(store, pole_id)
    pole_at_work(store)
    must_have_second_factor(store, new_id())
    asks_second_factor(store, pole_id)
    for one in team(store, pole_id)[:1]:
        member(store, one.account_id)
    _at_the_door(demo)
    with store.engine.connect() as db:
        by_action(db, Scope(pole_id, MONDAY, MONDAY))
        holder_of_neq(db, pole_id, "1140000009")
        other_administrators(db, pole_id, new_id())
        names_of(db, pole_id, [pole_id])
        remembered_names(db, pole_id)
        organisations_known(db, pole_id, "centre")
        tools_listed(db, pole_id, "plan")
        _ask_of_files(store, db, pole_id)
        (person,) = db.scalars(select(promoter_members.c.person_id).limit(1))
        erasures_of(db, pole_id)
        officers_of(db, pole_id, MONDAY)
        stands(db, pole_id, new_id(), "research", MONDAY)
        consents_of(db, pole_id, new_id())
        terms_of(db, pole_id)
        for after in (None, (MONDAY, new_id())):
            running_out(db, pole_id, MONDAY.replace(year=MONDAY.year + 9), after, 9)
        notices_in(db, pole_id, "fr", MONDAY)
        told_to(db, pole_id, new_id())
        carried_by(db, pole_id, new_id())
        open_requests(db, pole_id)
        settled_requests(db, pole_id, (MONDAY, new_id()), 9)
        request_of(db, pole_id, new_id())
        open_requests(db, pole_id, (MONDAY, new_id()), 9)
        matched_requests(db, pole_id, new_id())
        incidents_of(db, pole_id, (MONDAY, new_id()), 9)
        warned_by(db, pole_id, MONDAY)
        incidents_of(db, pole_id)
        incident_of(db, pole_id, new_id())
        assert not [*done(db), *undone(db)]
        list(projects_of_nobody_else(db, pole_id, person))
        (carried,) = db.scalars(select(promoter_members.c.promoter_id).limit(1))
        persons_of_nothing_else(db, pole_id, carried)
        _ask_of_rights(db, pole_id, person)
        for referral_id in ("", pole_id):
            shared_with(db, pole_id, pole_id, MONDAY, referral_id)
        still_shared(db, pole_id, new_id(), MONDAY)
        _ask_of_confirmations(db, pole_id)
        later = due(db, pole_id, MONDAY.replace(year=MONDAY.year + 30))
    names_of_due(store, pole_id, later)
    candidates(store, pole_id, "coop")
    account_names(store, pole_id, [demo.told.pole_id])


def _ask_of_files(store: EventStore, db: Connection, pole_id: str) -> None:
    steps_due(db, pole_id, MONDAY)
    people.places_of(db, pole_id, [new_id()])
    edition_of(db, pole_id, new_id(), new_id(), 1)
    named(store, db, {"document": {new_id()}}, pole_id)
    shared_on_its_own(db, pole_id, [new_id()])
    wrote_since(store, db, pole_id, new_id(), 0)
    worded(store, db, pole_id, new_id())
    for referral_id in ("", pole_id):
        shared_with(db, pole_id, pole_id, MONDAY, referral_id)


def _ask_of_confirmations(db: Connection, pole_id: str) -> None:
    (asked,) = db.scalars(select(confirmations.c.confirmation_id).limit(1))
    assert still_asked(db, pole_id, asked, MONDAY) is not None
    for about in ("result", "meeting"):
        thing_of(db, pole_id, new_id(), about, new_id())


def _ask_of_rights(db: Connection, pole_id: str, person: str) -> None:
    """What persons agree to, what they were told, and what they ask."""
    stands(db, pole_id, new_id(), "research", MONDAY)
    consents_of(db, pole_id, new_id())
    terms_of(db, pole_id)
    for after in (None, (MONDAY, new_id())):
        running_out(db, pole_id, MONDAY.replace(year=MONDAY.year + 9), after, 9)
    notices_in(db, pole_id, "fr", MONDAY)
    told_to(db, pole_id, new_id())
    carried_by(db, pole_id, new_id())
    shared_on_its_own(db, pole_id, [new_id()])
    where_to_correct(db, pole_id, "person", person)


def links(base: str, page: str) -> Iterator[str]:
    """The addresses of this house that a page leads to."""
    for found in re.findall(r'(?:href|hx-get)="([^"# ]+)', page):
        link = html.unescape(found)
        link = urlsplit(base).path + link if link.startswith("?") else link
        if link.startswith("/") and not link.startswith("/static"):
            yield link


def shape(url: str) -> tuple[str, tuple[str, ...]]:
    """What kind of page an address is, whatever its ids and values."""
    parts = urlsplit(url)
    path = re.sub(r"/\d+", "/#", ID.sub("{}", parts.path))
    return path, tuple(sorted(name for name, value in parse_qsl(parts.query) if value))


def askers() -> set[str]:
    """Every function of the rooms that asks a database something, found by reading the code."""
    found = set()
    for path in SOURCES.rglob("*.py"):
        name = path.relative_to(SOURCES).as_posix()
        if name.partition("/")[0] in ("cli", "demo", "event_store") or name in OWN_TABLES:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and any(map(_asks, ast.walk(node))):
                found.add(f"{name} {node.name}")
    return found


def _asks(node: ast.AST) -> bool:
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return False
    return node.func.attr in ("execute", "scalar", "scalars")


def _asker() -> str:
    """The function of a room that is asking; blank for the engine's own questions."""
    frame = sys._getframe(1)
    while frame := frame.f_back:  # type: ignore[assignment]  # ends at None
        path, name = Path(frame.f_code.co_filename), frame.f_code.co_name
        if path.is_relative_to(SOURCES) and not name.startswith("<"):
            told = path.relative_to(SOURCES).as_posix()
            return "" if told.startswith("event_store") or told in OWN_TABLES else f"{told} {name}"
    return ""


def _at_the_door(demo: Demo) -> None:
    """What is asked before anybody is known, and what is then read into memory."""
    accounts_that_sign_in(demo.store)
    somebody_may_sign_in(demo.store)
    has_pole(demo.store)
    for kept in (listing.KEPT, people.KEPT, titles.KEPT, facts.KEPT, ORGANISATIONS, FILES):
        kept._load(demo.store, demo.told.pole_id, [demo.told.pole_id])
    for some in (None, [demo.told.pole_id]):
        people.EVERYBODY._load(demo.store, demo.told.pole_id, some)
