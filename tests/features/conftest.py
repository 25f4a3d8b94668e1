"""A Trame on each database, a pôle for each scenario, and the steps that all themes share."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from argon2 import PasswordHasher
from litestar.types import ASGIApp
from pytest_bdd import given, then

import crm.app
from crm.accompaniment.commands import OpenAccompaniment, PlanNextStep, RecordIntervention
from crm.account.commands import create_user, users
from crm.app import PROJECTIONS, create_app
from crm.enterprise.commands import RegisterEnterprise
from crm.event_store import EventStore, open_event_store
from crm.event_store.commands import HERE
from crm.promoter.commands import WelcomePromoter
from crm.promoter.domain.events import PromoterWelcomed
from crm.settings import Settings
from crm.vocabulary import AccessRole
from features.visitor import PASSWORD, TODAY, Site, says
from provision import postgresql


class Served(NamedTuple):
    """A running Trame, what it was told, and the faults it logged."""

    app: ASGIApp
    store: EventStore
    environ: dict[str, str]
    faults: list[str]


class Faults(logging.Handler):
    """Keeps what the app logs of its own faults."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.kept: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.kept.append(record.getMessage())


@pytest.fixture(scope="session", autouse=True, params=["sqlite", "postgresql"])
def served(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """One Trame for all scenarios on each database: what keeps them apart is their pôle."""
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "sqlite":
        with _serving(f"sqlite:///{folder}/trame.db", folder) as running:
            yield running
        return
    with postgresql.database(request.getfixturevalue("postgres_server")) as address:
        url = address.render_as_string(hide_password=False)
        with _serving(url, folder) as running:
            yield running


@contextmanager
def _serving(database: str, folder: Path) -> Iterator[Served]:
    environ = {
        "CRM_DATABASE_URL": database,
        "CRM_KEYRING_URL": f"sqlite:///{folder}/cles.db",
        "CRM_SECRETS": f"{folder}/secrets.json",
        "CRM_HTTPS": "0",
        "CRM_MAIL": f"{folder}/courrier",
    }
    settings, faults = Settings.read(environ), Faults()
    log = logging.getLogger("crm")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(users, "owasp_hasher", quick_hasher)
        patch.setattr(crm.app, "owasp_hasher", quick_hasher)
        store = open_event_store(settings, PROJECTIONS, clock())
        log.addHandler(faults)
        yield Served(create_app(settings, store), store, environ, faults.kept)
        log.removeHandler(faults)
        store.close()


def quick_hasher() -> PasswordHasher:
    """Enough for a password that nobody steals."""
    return PasswordHasher(1, 8, 1)


def clock() -> Callable[[], int]:
    """Ten in the morning, then a millisecond later each time it is read."""
    start = int(datetime(TODAY.year, TODAY.month, TODAY.day, 10, tzinfo=HERE).timestamp())
    ticks = count(start * 1_000_000, 1_000)
    return lambda: next(ticks)


@pytest.fixture
def site(served: Served) -> Site:
    """A new pôle, with one advisor who is not signed in yet."""
    served.faults.clear()
    made = Site(served.app, served.store)
    made.actor_id, made.pole_id = create_user(
        served.store,
        Settings.read(served.environ).secret,
        name="Ariane Béland",
        email=made.email,
        password=PASSWORD,
        new_pole="Pôle d'essai",
    )
    made.remember()
    return made


def colleague(served: Served, site: Site, role: AccessRole) -> Site:
    """Another browser in the same pôle, where somebody of this role is signed in."""
    made = Site(served.app, served.store)
    made.actor_id, made.pole_id = create_user(
        served.store,
        Settings.read(served.environ).secret,
        name="Solange Héroux",
        email=made.email,
        password=PASSWORD,
        role=role,
        pole_id=site.pole_id,
    )
    site.remember()
    return made.sign_in()


@pytest.fixture
def officer(site: Site, served: Served) -> Site:
    """Another browser in the same pôle, where who answers for personal information is signed in."""
    return colleague(served, site, "privacy_officer")


@pytest.fixture
def outsider(site: Site, served: Served) -> Site:
    """A browser where nobody is signed in."""
    return Site(served.app, served.store)


@pytest.fixture
def letters(served: Served) -> set[str]:
    """The letters that had left before this scenario."""
    return {path.name for path in Path(served.environ["CRM_MAIL"]).glob("*.eml")}


@pytest.hookimpl
def pytest_bdd_after_step(request: pytest.FixtureRequest, step: Any) -> None:
    """An unexpected error fails the step that met it, whatever the page said."""
    faults = request.getfixturevalue("served").faults
    found, faults[:] = list(faults), []
    assert not found, f"{step.name} : {found}"


@given("je suis connectée comme conseillère")
def signed_in(site: Site) -> None:
    site.sign_in()
    assert site.address == "/"


@given(says('l\'entreprise "{name}" suivie par le pôle'))
def followed(site: Site, name: str) -> None:
    followed_since(site, name, "2024-01-15")


@given(says('l\'entreprise "{name}" suivie par le pôle depuis le "{day}"'))
def followed_since(site: Site, name: str, day: str) -> None:
    command = RegisterEnterprise(name=name, follow=True, occurred_on=date.fromisoformat(day))
    site.ask(command)
    site.ids[name] = f"/entreprises/{command.enterprise_id}"


@given(says('le projet "{title}" de "{people}"'))
def welcomed(site: Site, title: str, people: str) -> None:
    command = WelcomePromoter(
        names=(people,), notice="spoken", working_title=title, occurred_on=TODAY
    )
    site.ask(command)
    site.ids["projet"] = f"/projets/{command.promoter_id}"
    (first, *_) = site.store.stream(command.promoter_id)
    assert isinstance(first.event, PromoterWelcomed)
    site.ids[people] = f"/personnes/{first.event.persons[0]}"


@given(says('le dossier "{title}" ouvert pour "{name}"'))
def file_open(site: Site, title: str, name: str) -> None:
    command = OpenAccompaniment(parties=(site.party(name),), title=title)
    site.ask(command)
    site.ids["dossier"] = f"/accompagnements/{command.accompaniment_id}"


@given(says('la prochaine étape "{text}" pour hier'))
def step_planned(site: Site, text: str) -> None:
    yesterday = TODAY - timedelta(days=1)
    site.ask(PlanNextStep(accompaniment_id=site.id_of("dossier"), text=text, due_on=yesterday))


@given(says('un appel de "{duration}" consigné avec "{name}"'))
def called(site: Site, duration: str, name: str) -> None:
    record_call(site, name, int(duration.removesuffix(" min")), TODAY)


@given(says('un appel de "{duration}" consigné avec "{name}" pour le mois dernier'))
def called_last_month(site: Site, duration: str, name: str) -> None:
    record_call(site, name, int(duration.removesuffix(" min")), TODAY - timedelta(days=30))


def record_call(site: Site, name: str, minutes: int, day: date) -> None:
    site.ask(
        RecordIntervention(party=site.party(name), mode="call", minutes=minutes, occurred_on=day)
    )


@then(says('on me répond "{sentence}"'))
def answered(site: Site, sentence: str) -> None:
    assert 400 <= site.status < 500, site.status
    site.sees(sentence)


@then(says('je lis "{words}"'))
def reads(site: Site, words: str) -> None:
    site.sees(words)


@then(says('"{words}" est encore dans le formulaire'))
def kept(site: Site, words: str) -> None:
    assert site.kept(words), site.seen()


@then("rien de nouveau n'est consigné")
def nothing_new(site: Site) -> None:
    assert site.events_recorded() == 0


@then(says('la fiche de "{name}" montre "{words}"'))
def record_shows(site: Site, name: str, words: str) -> None:
    site.record_of(name).sees(words)


@then(says('la chronologie de "{name}" montre "{words}"'))
def timeline_shows(site: Site, name: str, words: str) -> None:
    site.record_of(name).sees(words, within="chronologie")


@then(says('la liste des entreprises montre "{name}"'))
def list_shows(site: Site, name: str) -> None:
    if site.address != "/entreprises":
        site.open("/entreprises")
    site.sees(name, within="liste")


@then(says('le rapport de suivi compte "{duration}"'))
def report_counts(site: Site, duration: str) -> None:
    site.open("/rapports/suivi").follow("Voir l'échange").sees(duration)


@then("le rapport de suivi ne compte aucun acte")
def report_counts_nothing(site: Site) -> None:
    if site.address != "/rapports/suivi":
        site.open("/rapports/suivi")
    site.sees("aucun acte")
