"""Correcting, taking back and restoring, by command and in the browser's words."""

import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from httpx import Response
from litestar.testing import TestClient
from litestar.types import ASGIApp

from crm.accompaniment.domain.accompaniment import Accompaniment
from crm.accompaniment.domain.events import InterventionRecorded
from crm.accompaniment.domain.refusals import DurationOutOfRange
from crm.account.commands import create_user
from crm.app import PROJECTIONS, create_app
from crm.enterprise.domain.enterprise import Enterprise
from crm.enterprise.domain.events import WorkforcePortraitRecorded
from crm.enterprise.domain.neq import NeqMalformed
from crm.enterprise.domain.refusals import CountsInconsistent, DayAhead, EnterpriseUnnamed
from crm.event_store import EventStore, open_event_store
from crm.event_store.commands import Author, Command
from crm.event_store.events import Aggregate, Entry, Occurrence, new_id
from crm.history.commands import CorrectEntry, TakeBackEntry, last_said
from crm.history.domain import (
    CorrectedMeanwhile,
    NotAnEntry,
    NothingCorrected,
    ReasonMissing,
)
from crm.refusal import Refusal, StillNeeded, Superseded, Unknown
from crm.settings import Settings
from crm.vocabulary import AccessRole, PartyRef

PASSWORD, EMAIL = "une phrase assez longue", "ariane@pole.example"


class Bench:
    """A pôle with one enterprise, one call of thirty minutes with it, and a visitor."""

    def __init__(self, store: EventStore, settings: Settings) -> None:
        self.store, self.settings = store, settings
        self.account, self.pole = create_user(
            store,
            settings.secret,
            name="Ariane Bédard",
            email=EMAIL,
            password=PASSWORD,
            role="advisor",
            new_pole="Pôle d’essai",
        )
        self.app = create_app(settings, store)
        self.enterprise = Enterprise.register(self.by, "Friperie du Canton")
        party = PartyRef(kind="enterprise", id=self.enterprise.id)
        self.file = Accompaniment.open(self.by, parties=(party,), advisor_id=self.account)
        self.file.record(self.by, "call", minutes=30, summary="On se rappelle.")
        self.record(self.enterprise, self.file)

    @property
    def by(self) -> Occurrence:
        return Occurrence(pole_id=self.pole, actor_id=self.account, occurred_on=date(2026, 2, 20))

    def record(self, *aggregates: Aggregate) -> None:
        self.store.record(*aggregates, author=self.author())

    def author(self) -> Author:
        return Author(pole_id=self.pole, actor_id=self.account, command_id=new_id())

    def correct(
        self, restated: dict[str, object], reason: str = "erreur", seen: int | None = None
    ) -> Command:
        return CorrectEntry(
            originator_id=self.file.id,
            entry_version=2,
            restated=restated,
            reason=reason,
            seen=seen,
        )

    def take_back(self, version: int = 2, reason: str = "doublon") -> Command:
        return TakeBackEntry(originator_id=self.file.id, entry_version=version, reason=reason)

    def ask(self, command: Command) -> None:
        self.store.handle(command, self.author())

    def refused(self, command: Command, refusal: type[Refusal]) -> None:
        before = self.store.head()
        with pytest.raises(refusal):
            self.ask(command)
        assert self.store.head() == before

    def call(self) -> InterventionRecorded | None:
        stands = self.store.load(Accompaniment, self.file.id).standing.get(2)
        assert stands is None or isinstance(stands, InterventionRecorded)
        return stands


class Visitor:
    """Somebody signed in, who reads pages and sends their forms."""

    def __init__(self, client: TestClient[ASGIApp], email: str = EMAIL) -> None:
        self.client = client
        client.follow_redirects = False
        self.send("/connexion", {"courriel": email, "mot_de_passe": PASSWORD}, "/connexion")

    def read(self, path: str) -> Response:
        return self.client.get(path, headers={"accept": "text/html"})

    def send(self, path: str, fields: dict[str, str], page: str = "") -> Response:
        shown = self.read(page or path)
        sent = {**hidden(shown.text), **fields}
        return self.client.post(action(shown.text), data=sent, headers={"accept": "text/html"})


def action(page: str) -> str:
    """Where the form of the page is sent."""
    main = re.search(r'<form[^>]*action="([^"]+)"[^>]*(data-ctrl-entree|Ouvrir une session)', page)
    assert main
    return main[1]


def hidden(page: str) -> dict[str, str]:
    form = re.search(r"<form[^>]*data-ctrl-entree.*?</form>", page, re.DOTALL)
    found = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form[0] if form else page)
    return {name: unescape(value) for name, value in found}


@pytest.fixture
def bench(furnished_url: str, tmp_path: Path) -> Iterator[Bench]:
    settings = Settings(
        database=furnished_url,
        keys=f"sqlite:///{tmp_path / 'keys.db'}",
        secret="s" * 40,
        secure=False,
        demo=True,
    )
    store = open_event_store(settings, PROJECTIONS)
    yield Bench(store, settings)
    store.close()


@pytest.fixture
def visitor(bench: Bench) -> Iterator[Visitor]:
    with TestClient(bench.app, base_url="http://trame.test") as client:
        yield Visitor(client)


def test_a_correction_restates_the_entry_and_its_counted_share(bench: Bench) -> None:
    bench.ask(bench.correct({"minutes": 90, "occurred_on": "2026-02-19"}))
    call = bench.call()
    assert call
    assert (call.minutes, call.counted_minutes, call.occurred_on) == (90, 90, date(2026, 2, 19))
    assert call.summary == "On se rappelle."


def test_a_share_that_was_said_apart_stays(bench: Bench) -> None:
    bench.file.record(bench.by, "visit", minutes=60, counted_minutes=20)
    bench.record(bench.file)
    bench.ask(
        CorrectEntry(
            originator_id=bench.file.id, entry_version=3, restated={"minutes": 90}, reason="oui"
        )
    )
    visit = bench.store.load(Accompaniment, bench.file.id).standing[3]
    assert isinstance(visit, InterventionRecorded)
    assert (visit.minutes, visit.counted_minutes) == (90, 20)


def test_a_correction_is_refused(bench: Bench) -> None:
    bench.refused(bench.correct({"minutes": 90}, reason=" "), ReasonMissing)
    bench.refused(bench.correct({"minutes": 30}), NothingCorrected)
    bench.refused(bench.correct({"minutes": -1}), DurationOutOfRange)
    bench.refused(bench.correct({"mode": "telepathy"}), NotAnEntry)
    bench.refused(bench.correct({"occurred_on": "2190-01-01"}), DayAhead)
    bench.refused(bench.correct({"minutes": 5}, seen=7), CorrectedMeanwhile)
    other = CorrectEntry(
        originator_id=bench.file.id, entry_version=1, restated={"minutes": 5}, reason="x"
    )
    bench.refused(other, NotAnEntry)
    for id in (new_id(), "n’importe quoi"):
        away = CorrectEntry(originator_id=id, entry_version=2, restated={}, reason="x")
        bench.refused(away, Unknown)


def test_a_correction_of_another_pole_is_unknown(bench: Bench) -> None:
    with pytest.raises(Unknown):
        bench.store.handle(
            bench.correct({"minutes": 90}),
            Author(pole_id=new_id(), actor_id=bench.account, command_id=new_id()),
        )


def test_what_an_enterprise_refuses_it_refuses_in_a_correction(bench: Bench) -> None:
    bench.enterprise.identify(bench.by, "1179999042")
    bench.enterprise.rename(bench.by, "Friperie")
    bench.enterprise.record_workforce(bench.by, headcount=10, permanent=6)
    bench.record(bench.enterprise)
    for version, restated, refusal in (
        (2, {"neq": "A179999042"}, NeqMalformed),
        (3, {"name": "  "}, EnterpriseUnnamed),
        (4, {"headcount": 5}, CountsInconsistent),
    ):
        command = CorrectEntry(
            originator_id=bench.enterprise.id,
            entry_version=version,
            restated=restated,
            reason="erreur",
        )
        bench.refused(command, refusal)


def test_taken_back_then_restored(bench: Bench) -> None:
    bench.refused(bench.take_back(reason=""), ReasonMissing)
    bench.ask(bench.take_back())
    assert bench.call() is None
    bench.refused(bench.take_back(), Superseded)
    bench.refused(bench.correct({"minutes": 5}), Superseded)
    bench.ask(bench.take_back(version=3, reason=""))
    call = bench.call()
    assert call
    assert call.minutes == 30
    bench.refused(bench.take_back(version=3), Superseded)


def test_an_undone_correction_gives_back_what_stood(bench: Bench) -> None:
    bench.ask(bench.correct({"minutes": 90}))
    bench.ask(bench.correct({"minutes": 60}))
    bench.refused(bench.take_back(version=3, reason=""), Superseded)
    bench.ask(bench.take_back(version=4, reason=""))
    call = bench.call()
    assert call
    assert call.minutes == 90
    assert last_said(bench.store.load(Accompaniment, bench.file.id), 2) == 5


def test_what_others_depend_on_stays(bench: Bench) -> None:
    need = new_id()
    bench.file.express_need(bench.by, ("financing",), need_id=need).meet_need(bench.by, need)
    bench.file.plan_step(bench.by, "Rappeler")
    bench.record(bench.file)
    file = bench.store.load(Accompaniment, bench.file.id)
    assert isinstance(file.standing[3], Entry)
    bench.refused(bench.take_back(version=4), NotAnEntry)
    assert issubclass(StillNeeded, Refusal)


def test_the_form_shows_what_is_recorded_and_corrects_it(bench: Bench, visitor: Visitor) -> None:
    path = f"/historique/{bench.file.id}/2/corriger"
    page = visitor.read(f"{path}?retour=/entreprises/{bench.enterprise.id}")
    assert page.status_code == 200
    assert 'value="30\u00a0min"' in page.text
    assert "On se rappelle." in page.text
    sent = visitor.send(path, FORM | {"duree": "1h30", "motif": "mauvaise ligne"})
    assert sent.status_code == 303, sent.text
    assert sent.headers["location"] == f"/entreprises/{bench.enterprise.id}"
    call = bench.call()
    assert call
    assert call.minutes == 90


FORM = {"mode": "call", "date": "2026-02-20", "duree": "30 min", "note": "", "action": "R5"}


BAD: list[tuple[dict[str, str], str]] = [
    ({"motif": ""}, "Dites pourquoi"),
    ({"duree": "1 h 95", "motif": "x"}, "Les minutes vont de 0 à 59"),
    ({"date": "2190-01-01", "motif": "x"}, "dans l’avenir"),
    ({"date": "bientôt", "motif": "x"}, "Cette date n’est pas reconnue"),
    ({"mode": "telepathy", "motif": "x"}, "Choisissez une des réponses"),
    ({"note": "é" * 4_001, "motif": "x"}, "la limite est de"),
    ({"note": "On se rappelle.", "motif": "x", "preparation_minutes": "oui"}, "durée"),
]


def test_a_bad_form_keeps_what_was_typed(bench: Bench, visitor: Visitor) -> None:
    before = bench.store.head()
    for typed, said in BAD:
        sent = visitor.send(f"/historique/{bench.file.id}/2/corriger", FORM | typed)
        page = unescape(sent.text)
        assert (sent.status_code, said in page) == (422, True), said
        assert all(text[:3_000] in page for name, text in typed.items() if name != "mode")
    assert bench.store.head() == before


def test_two_corrections_at_once_are_shown_side_by_side(bench: Bench, visitor: Visitor) -> None:
    path = f"/historique/{bench.file.id}/2/corriger"
    opened = hidden(visitor.read(path).text)
    bench.ask(bench.correct({"minutes": 60}))
    mine = FORM | {"duree": "45 min", "note": "On se rappelle.", "motif": "ma montre"}
    sent = visitor.client.post(path, data=opened | mine, headers={"accept": "text/html"})
    assert action(sent.text) == path
    assert sent.status_code == 409
    page = unescape(sent.text)
    assert "Cette saisie a changé" in page
    assert "1\u00a0h" in page
    assert "45\u00a0min" in page
    assert "ma montre" in page
    again = visitor.client.post(
        path, data=hidden(sent.text) | mine, headers={"accept": "text/html"}
    )
    assert again.status_code == 303
    call = bench.call()
    assert call
    assert call.minutes == 45


def test_taking_back_and_restoring_in_the_browser(bench: Bench, visitor: Visitor) -> None:
    path = f"/historique/{bench.file.id}/2/annuler"
    assert visitor.send(path, {"motif": ""}).status_code == 422
    sent = visitor.send(path, {"motif": "saisi deux fois"})
    assert sent.status_code == 303
    assert bench.call() is None
    page = visitor.read(f"/historique/{bench.file.id}/3/annuler")
    assert "Rétablir la saisie" in page.text
    assert visitor.send(f"/historique/{bench.file.id}/3/annuler", {}).status_code == 303
    assert bench.call()


def test_unknown_things_are_not_found(bench: Bench, visitor: Visitor) -> None:
    assert visitor.read(f"/historique/{new_id()}/2/corriger").status_code == 404
    assert visitor.read("/historique/rien/2/corriger").status_code == 404
    assert visitor.read(f"/historique/{bench.file.id}/99/corriger").status_code == 404
    assert visitor.read(f"/historique/{bench.file.id}/1/corriger").status_code == 422


def test_who_may_not_write_or_read_succession_is_kept_out(bench: Bench) -> None:
    bench.enterprise.declare_departure(bench.by, "up_to_24_months")
    bench.record(bench.enterprise)
    call = f"/historique/{bench.file.id}/2"
    departure = f"/historique/{bench.enterprise.id}/2"
    roles: list[tuple[AccessRole, str, int]] = [
        ("reader", call, 403),
        ("partner", call, 403),
        ("partner", departure, 403),
        ("coordination", departure, 200),
    ]
    for number, (role, path, status) in enumerate(roles):
        email = f"{number}@pole.example"
        create_user(
            bench.store,
            bench.settings.secret,
            name="Noé",
            email=email,
            password=PASSWORD,
            role=role,
            pole_id=bench.pole,
        )
        with TestClient(bench.app, base_url="http://trame.test") as client:
            visitor = Visitor(client, email)
            assert visitor.read(f"{path}/corriger").status_code == status
            assert visitor.read(f"{path}/annuler").status_code == status


def test_a_portrait_has_its_counts_and_its_unknowns(bench: Bench, visitor: Visitor) -> None:
    bench.enterprise.record_workforce(bench.by, headcount=10, vacant_posts="unknown")
    bench.record(bench.enterprise)
    path = f"/historique/{bench.enterprise.id}/2/corriger"
    page = visitor.read(path)
    assert re.search(r'name="vacant_posts"[^>]*value="inconnu"', page.text)
    typed = dict(
        re.findall(r'<input class="form-control" id="(\w+)"[^>]*value="([^"]*)"', page.text)
    )
    typed |= dict.fromkeys(("union", "recruitment_difficulty"), "not_asked")
    typed |= {"succession_plan_in_force": "not_asked", "quality": "estimated", "action": "R8"}
    typed |= {"employes": "12", "aged_55_plus": "Refus de répondre", "motif": "nouveau décompte"}
    sent = visitor.send(path, typed)
    assert sent.status_code == 303, sent.text
    portrait = bench.store.load(Enterprise, bench.enterprise.id).standing[2]
    assert isinstance(portrait, WorkforcePortraitRecorded)
    assert (portrait.headcount, portrait.vacant_posts) == (12, "unknown")
    assert (portrait.aged_55_plus, portrait.quality) == ("declined", "estimated")
    bad = visitor.send(path, typed | {"employes": "beaucoup"})
    assert bad.status_code == 422
    assert "Écrivez un nombre" in unescape(bad.text)
