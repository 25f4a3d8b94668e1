"""Who is let in by a password alone, by a code besides, by a passkey, or must first take a second
factor."""

from dataclasses import dataclass

from crm.account.commands.ceremonies import Ceremonies, PasskeyRefused
from crm.account.commands.links import LinkOver, Links
from crm.account.commands.passkeys import Passkeys
from crm.account.commands.people import (
    EnableSecondFactor,
    ForgetDevices,
    RegisterPasskey,
    RemovePasskey,
    RemoveSecondFactor,
)
from crm.account.commands.second_factor import SecondFactors
from crm.account.commands.sessions import Sessions
from crm.account.projections.team import Member, member, must_have_second_factor
from crm.event_store import EventStore
from crm.event_store.commands import Author
from crm.event_store.reach import whole_house
from crm.refusal import N_, Refusal


class PasskeyExpected(Refusal):
    sentence = N_(
        "Votre pôle demande plus qu’un mot de passe pour votre rôle : ouvrez votre session avec "
        "votre clé d’accès. Clé perdue? L’administration de votre pôle peut la retirer."
    )


@dataclass(frozen=True)
class Doorkeeper:
    """What stands between a right password and a session, and who comes in without one."""

    store: EventStore
    factors: SecondFactors
    links: Links
    sessions: Sessions
    ceremonies: Ceremonies

    @property
    def passkeys(self) -> Passkeys:
        return self.ceremonies.passkeys

    def has_more_than_password(self, account_id: str) -> bool:
        """Whether this account has a second factor, or a passkey, which is both factors at once."""
        return self.factors.is_on(account_id) or self.passkeys.are_held(account_id)

    def must_enrol(self, account_id: str) -> bool:
        """Whether the pôle asks this account for a second factor, and a password is all it has.

        Raises PasskeyExpected: a password alone takes no device beside the passkey it lacks.
        """
        if not self.is_asked(account_id) or self.factors.is_on(account_id):
            return False
        if self.passkeys.are_held(account_id):
            raise PasskeyExpected
        return True

    def is_asked(self, account_id: str) -> bool:
        """Whether the pôle asks this account for a second factor."""
        with whole_house():
            return must_have_second_factor(self.store, account_id)

    def end_sessions_without_factor(self, one: Member) -> None:
        """What was opened by a password alone ends, where that is no longer enough."""
        if one.is_guarded and self.is_asked(one.account_id):
            self.sessions.close_weak(one.account_id)

    def half_way(self, token: str) -> Member:
        """Who gave the right password a moment ago. Raises LinkOver."""
        if not (found := self._active(self.links.bearer("second_step", token))):
            raise LinkOver
        return found

    def shown(self, answer: str, browser: str, place: str) -> Member:
        """Who holds the passkey that was shown.

        Raises what `recognise` raises, PasskeyRefused when the account is closed.
        """
        if not (found := self._active(self.ceremonies.recognise(answer, browser, place))):
            raise PasskeyRefused
        return found

    def enrol(self, found: Member, code: str, place: str) -> list[str]:
        """A code is asked for from here on; answers the recovery codes.

        Raises WrongCode, TooManyTries.
        """
        codes = self.factors.confirm(found.account_id, code, place)
        with whole_house():
            self.store.handle(EnableSecondFactor(account_id=found.account_id), found.author())
        return codes

    def add_passkey(self, found: Member, name: str, answer: str, session: str) -> None:
        """From here on this key opens sessions of the account.

        Raises what `take` raises, PasskeyKnown, TooManyPasskeys.
        """
        key = self.ceremonies.take(found.account_id, name, answer, session)
        self.passkeys.add(key)
        command = RegisterPasskey(account_id=found.account_id, passkey_id=key.passkey_id)
        try:
            self.store.handle(command, found.author())
        except Refusal:
            self.passkeys.remove(found.account_id, key.passkey_id)
            raise

    def remove(self, author: Author, account_id: str) -> None:
        """A password alone opens a session again, unless the pôle asks for more."""
        self.store.handle(RemoveSecondFactor(account_id=account_id), author)
        self.factors.remove(account_id)

    def forget_devices(self, author: Author, account_id: str, reason: str) -> None:
        """The second factor and the passkeys of somebody who lost them; her sessions end.

        Raises Unknown.
        """
        self.store.handle(ForgetDevices(account_id=account_id, reason=reason), author)
        self.factors.remove(account_id)
        self.passkeys.remove_all(account_id)
        self.sessions.close_all(account_id)

    def remove_passkey(self, author: Author, account_id: str, passkey_id: str) -> None:
        """This key opens nothing more; nothing when the account has no such key."""
        command = RemovePasskey(account_id=account_id, passkey_id=passkey_id)
        self.store.handle(command, author)
        self.passkeys.remove(account_id, passkey_id)

    def _active(self, account_id: str) -> Member | None:
        with whole_house():
            found = member(self.store, account_id)
        return found if found and found.standing == "active" else None
