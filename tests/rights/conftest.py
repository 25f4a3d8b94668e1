"""A house of two pôles, with one account of each role, and what they may or may not open."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple, cast

import pytest
from argon2 import PasswordHasher
from httpx import Response
from litestar import Litestar
from litestar.testing import TestClient
from litestar.types import ASGIApp

import crm.app
from crm.accompaniment.commands import (
    AttachDocument,
    ExpressNeed,
    MakeReferral,
    OpenAccompaniment,
    PlanNextStep,
    RecordIntervention,
    ShareReferral,
    TransferPortfolio,
)
from crm.accompaniment.commands.contents import Contents
from crm.account.commands import OpenAccount, create_user, users
from crm.account.pages.sessions import COOKIE
from crm.app import PROJECTIONS, create_app
from crm.ecosystem.commands import NameRepresentative, RegisterOrganisation
from crm.enterprise.commands import RegisterEnterprise, TryTool
from crm.event_store import Author, Command, EventStore, open_event_store
from crm.event_store.events import new_id
from crm.person.commands import AssignRole
from crm.privacy.commands.consenting import GiveConsent
from crm.privacy.commands.incidents import RecordIncident
from crm.privacy.commands.requesting import ReceiveRequest
from crm.privacy.domain.incidents import RegisterFields
from crm.promoter.commands import WelcomePromoter
from crm.settings import Settings
from crm.vocabulary import AccessRole, PartyRef

HTML = {"accept": "text/html"}
ROLES: tuple[AccessRole, ...] = (
    "advisor", "coordination", "privacy_officer", "reader", "administrator", "partner", "network"
)  # fmt: skip
CONFIDED = "Elle pense vendre à sa nièce"
PROMOTER = "Maude Pépin"
PROJECT = "Café des Rivières"


INCIDENT = RegisterFields(
    information="Une liste de présences", circumstances="Envoyée à un autre organisme",
    known_on=date(2026, 11, 1),
)  # fmt: skip


class Pole:
    """A pôle at work: everything in it has a name of its own."""

    def __init__(self, store: EventStore, settings: Settings, name: str) -> None:
        self.store, self.name = store, name
        self.account, self.id = create_user(
            store, settings.secret, name=f"Ida de {name}", email=f"{name}@pole.example",
            password="une phrase assez longue", role="coordination", new_pole=name,
        )  # fmt: skip
        self.enterprise, self.promoter, self.file = new_id(), new_id(), new_id()
        self.role, self.need, self.step, self.partner, self.other = (new_id() for _ in range(5))
        self.shared, self.unshared, self.elsewhere = new_id(), new_id(), new_id()
        self.spare, self.transfer = new_id(), new_id()
        self.document, self.tool = new_id(), new_id()
        self.silent = new_id()
        self.tell()

    def ask(self, command: Command, account: str = "") -> None:
        author = Author(pole_id=self.id, actor_id=account or self.account, command_id=new_id())
        self.store.handle(command, author)

    def tell(self) -> None:
        self.ask(OpenAccount(name="Max Roy", role="reader", account_id=self.spare))
        self.ask(
            RegisterEnterprise(enterprise_id=self.enterprise, name=f"Coop {self.name}", follow=True)
        )
        self.ask(WelcomePromoter(
            names=(PROMOTER,), notice="spoken", working_title=PROJECT, promoter_id=self.promoter
        ))  # fmt: skip
        self.ask(WelcomePromoter(
            names=(PROMOTER,), notice="spoken", promoter_id=self.silent,
            occurred_on=date(2020, 1, 8),
        ))  # fmt: skip
        self.request, self.incident = new_id(), new_id()
        self.ask(ReceiveRequest(
            kind="access", channel="email", requester=PROMOTER, request_id=self.request
        ))  # fmt: skip
        self.ask(
            RecordIncident(said=INCIDENT, incident_id=self.incident, occurred_on=date(2026, 10, 30))
        )
        self.consent = new_id()
        for id in (new_id(), self.consent):
            self.ask(GiveConsent(
                about="promoter", subject_id=self.promoter, proof="spoken", consent_id=id,
                purpose="research" if id == self.consent else "partner_sharing",
            ))  # fmt: skip
        self.ask(TryTool(
            enterprise_id=self.enterprise, tool_id=self.tool, new_tool="Gabarit"
        ))  # fmt: skip
        parties = (PartyRef("enterprise", self.enterprise), PartyRef("promoter", self.promoter))
        for organisation in (self.partner, self.other):
            self.ask(RegisterOrganisation(name="Partenaire", organisation_id=organisation))
        self.ask(OpenAccompaniment(parties=parties, accompaniment_id=self.file, title=CONFIDED))
        self.act = new_id()
        self.ask(RecordIntervention(
            accompaniment_id=self.file, mode="call", minutes=30, summary=CONFIDED, act_id=self.act
        ))  # fmt: skip
        self.ask(ExpressNeed(
            accompaniment_id=self.file, themes=("financing",), verbatim=CONFIDED, need_id=self.need
        ))  # fmt: skip
        self.ask(PlanNextStep(accompaniment_id=self.file, text=CONFIDED, step_id=self.step))
        holder = PartyRef("enterprise", self.enterprise)
        self.ask(AssignRole(
            holder=holder, kind="contact", as_written="Léo Roy", role_id=self.role
        ))  # fmt: skip
        contents = Contents(self.store.engine, self.store.keyring)
        contents.prepare()
        kept = contents.keep(self.id, self.document, new_id(), CONFIDED.encode())
        self.ask(AttachDocument(
            accompaniment_id=self.file, document_id=self.document, title=CONFIDED, kept=kept
        ))  # fmt: skip
        self.ask(TransferPortfolio(
            accompaniment_ids=(self.file,), advisor_id=self.spare, transfer_id=self.transfer
        ))  # fmt: skip
        for referral, organisation in (
            (self.shared, self.partner), (self.unshared, self.partner), (self.elsewhere, self.other)
        ):  # fmt: skip
            self.refer(referral, organisation)
        for referral in (self.shared, self.elsewhere):
            self.share(referral)

    def refer(self, referral: str, organisation: str) -> None:
        self.ask(MakeReferral(
            accompaniment_id=self.file, organisation_id=organisation, referral_id=referral,
            message=f"Message de {referral}",
        ))  # fmt: skip

    def share(self, referral: str) -> None:
        self.ask(ShareReferral(
            accompaniment_id=self.file, referral_id=referral, consent="spoken"
        ))  # fmt: skip


class Visitor:
    """Somebody signed in."""

    def __init__(self, app: ASGIApp, account_id: str) -> None:
        self.account_id = account_id
        self.client = TestClient(app, "http://trame.test", raise_server_exceptions=False)
        self.client.follow_redirects = False
        self.sessions = cast(Any, app).app.state.sessions
        self.enter()

    def enter(self) -> "Visitor":
        """With a new session, whatever closed the last."""
        self.client.cookies.clear()
        self.client.cookies.set(COOKIE, self.sessions.open(self.account_id))
        self.client.get("/compte", headers=HTML)
        return self

    def ask(self, method: str, path: str, **said: str) -> Response:
        """A page, or an act with the token of our own pages."""
        if method == "GET":
            return self.client.get(path, headers=HTML)
        token = {"_csrf_token": self.client.cookies["csrftoken"]}
        return self.client.post(path, data=token | said, headers=HTML)

    def read(self, path: str) -> str:
        answer = self.ask("GET", path)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.text


class House(NamedTuple):
    """The running app, two pôles, and an account of each role in the first."""

    app: ASGIApp
    store: EventStore
    ours: Pole
    theirs: Pole
    visitors: dict[AccessRole, Visitor]

    @property
    def routes(self) -> Litestar:
        found: Litestar = cast(Any, self.app).app
        return found

    def enters(self, *roles: AccessRole) -> Visitor:
        """Somebody of our pôle who holds these roles."""
        return Visitor(self.app, account_of(self.ours, *roles))


def account_of(pole: Pole, *roles: AccessRole) -> str:
    """A new account of a pôle; a partner's is tied to the partner that we know."""
    from crm.account.commands import GrantAccess

    id = new_id()
    pole.ask(OpenAccount(name="Léa Côté", role=roles[0], account_id=id))
    for role in roles[1:]:
        pole.ask(GrantAccess(account_id=id, role=role))
    if "partner" in roles:
        pole.ask(NameRepresentative(organisation_id=pole.partner, account_id=id))
    return id


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with quick_passwords():
        yield from opened(tmp_path_factory.mktemp("rights"))


@contextmanager
def quick_passwords() -> Iterator[None]:
    """Enough for passwords that nobody steals."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (users, crm.app):
            patch.setattr(module, "owasp_hasher", lambda: PasswordHasher(1, 8, 1))
        yield


def opened(folder: Path, database: str = "") -> Iterator[House]:
    settings = Settings(
        database=database or f"sqlite:///{folder}/trame.db",
        keys=f"sqlite:///{folder}/cles.db",
        secret="s" * 40,
        secure=False,
    )
    store = open_event_store(settings, PROJECTIONS)
    app = create_app(settings, store)
    ours, theirs = Pole(store, settings, "Nord"), Pole(store, settings, "Sud")
    visitors = {role: Visitor(app, account_of(ours, role)) for role in ROLES}
    yield House(app, store, ours, theirs, visitors)
    store.close()


ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
