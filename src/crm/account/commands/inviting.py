"""Letters that let somebody in: an invitation, a new password; and what their links do."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from crm.account.commands.choosing import judge
from crm.account.commands.links import LIFE, LinkOver, Links, Purpose
from crm.account.commands.mail import Mail, MailNotSent
from crm.account.commands.passwords import Credentials
from crm.account.commands.people import AcceptInvitation, OpenAccount, SendInvitation
from crm.account.commands.sessions import Sessions
from crm.account.commands.throttle import Limits, Throttle
from crm.account.projections.team import Member, member
from crm.event_store import EventStore
from crm.event_store.commands import Author, day_of
from crm.event_store.events import new_id
from crm.event_store.reach import whole_house
from crm.refusal import Refusal
from crm.vocabulary import AccessRole

ASKED = Limits(here=3, anywhere=5, from_one_place=20)
"""Letters that one may ask for, in a quarter of an hour."""
TRIED = Limits(here=10, anywhere=50, from_one_place=30)
"""Links that do not serve that one may try."""
PAGES: dict[Purpose, str] = {"invitation": "/invitation", "reset": "/nouveau-mot-de-passe"}
STANDINGS: dict[Purpose, str] = {"invitation": "invited", "reset": "active"}
"""How the account must stand for a link to serve."""
INVITATION = """\
Bonjour {name},

Le pôle vous invite à travailler dans Trame, son dossier commun. Choisissez votre mot de passe ici :

{link}

Ce lien sert une seule fois et reste valide 72 heures. Si vous n’attendiez pas cette invitation,
ignorez ce message : rien ne s’ouvre sans vous.
"""
RESET = """\
Bonjour {name},

On a demandé un nouveau mot de passe pour votre compte Trame. Choisissez-le ici :

{link}

Ce lien sert une seule fois et reste valide 30 minutes. Vos sessions ouvertes se fermeront alors.
Si vous n’avez rien demandé, ignorez ce message : votre mot de passe reste le même.
"""


@dataclass(frozen=True)
class Letters:
    """What it takes to let somebody in by a letter."""

    store: EventStore
    credentials: Credentials
    sessions: Sessions
    links: Links
    mail: Mail
    address: str
    """Of this Trame, as its visitors write it; never taken from what a request says."""

    def invite(
        self, author: Author, *, name: str, email: str, role: AccessRole
    ) -> tuple[str, bool]:
        """Opens an account and sends its link; answers its id, and whether the letter left.

        Raises NameTaken, AccountUnnamed.
        """
        account_id = new_id()
        self.credentials.reserve(account_id, email)
        opening = OpenAccount(
            name=name, email=email, role=role, account_id=account_id, invited_until=self._until()
        )
        try:
            self.store.handle(opening, author)
        except Refusal:
            self.credentials.forget(account_id)
            raise
        return account_id, self._write("invitation", account_id)

    def invite_again(self, author: Author, account_id: str) -> bool:
        """Another link; the former one serves no more. Answers whether the letter left.

        Raises InvitationNotExpected, Unknown.
        """
        self.store.handle(SendInvitation(account_id=account_id, valid_until=self._until()), author)
        return self._write("invitation", account_id)

    def ask_reset(self, email: str, place: str) -> None:
        """Counts the request, whoever the address belongs to. Raises TooManyTries."""
        asked = Throttle(self.store.engine, self.credentials.secret, "reset", ASKED)
        asked.check(email, place)
        asked.note(email, place)

    def send_reset(self, email: str) -> None:
        """A letter to the holder of this address, if one signs in with it; tells nobody else.

        Done once the answer has left, so that its time says nothing.
        """
        with whole_house():
            if account_id := self.credentials.holder(email):
                self._write("reset", account_id)

    def bearer(self, purpose: Purpose, token: str, place: str) -> Member:
        """Whom a link is for. Raises LinkOver, TooManyTries.

        One that serves is never told to wait: somebody else of the same office may have tried.
        """
        with suppress(LinkOver), whole_house():
            found = member(self.store, self.links.bearer(purpose, token))
            if found and found.standing == STANDINGS[purpose]:
                return found
        tries = Throttle(self.store.engine, self.credentials.secret, f"link {purpose}", TRIED)
        tries.check(token, place)
        tries.note(token, place)
        raise LinkOver

    def choose(self, purpose: Purpose, token: str, password: str, place: str) -> None:
        """The holder of a link chooses a password; every session of the account ends.

        Raises LinkOver, TooManyTries, and what `judge` raises: then the link still serves.
        """
        found = self.bearer(purpose, token, place)
        known = found.name, found.email
        judge(password, *known)
        self.links.use(purpose, token)
        self.credentials.renew(found.account_id, password, *known)
        self.links.void(found.account_id)
        self.sessions.close_all(found.account_id)
        if purpose == "invitation":
            with whole_house():
                self.store.handle(AcceptInvitation(account_id=found.account_id), found.author())

    def _write(self, purpose: Purpose, account_id: str) -> bool:
        found = member(self.store, account_id)
        if not found or found.standing != STANDINGS[purpose] or not found.email:
            return False
        token = self.links.draw(purpose, account_id)
        link = f"{self.address}{PAGES[purpose]}?{urlencode({'jeton': token})}"
        subject, text = {
            "invitation": ("Votre invitation à Trame", INVITATION),
            "reset": ("Votre nouveau mot de passe Trame", RESET),
        }[purpose]
        with suppress(MailNotSent):
            self.mail.send(found.email, subject, text.format(name=found.name, link=link))
            return True
        return False

    def _until(self) -> date:
        """The last day of a link sent now."""
        return day_of(self.store.clock() + LIFE["invitation"] * 1_000_000)
