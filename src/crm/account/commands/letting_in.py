"""Who is let in by a password alone, by a code besides, or must first take a second factor."""

from dataclasses import dataclass

from crm.account.commands.links import LinkOver, Links
from crm.account.commands.people import EnableSecondFactor, RemoveSecondFactor
from crm.account.commands.second_factor import SecondFactors
from crm.account.commands.sessions import Sessions
from crm.account.projections.team import Member, member, must_have_second_factor
from crm.event_store import EventStore
from crm.event_store.commands import Author
from crm.event_store.reach import whole_house


@dataclass(frozen=True)
class Doorkeeper:
    """What stands between a right password and a session."""

    store: EventStore
    factors: SecondFactors
    links: Links
    sessions: Sessions

    def must_enrol(self, account_id: str) -> bool:
        """Whether the pôle asks this account for a second factor that it lacks."""
        return self.is_asked(account_id) and not self.factors.is_on(account_id)

    def is_asked(self, account_id: str) -> bool:
        """Whether the pôle asks this account for a second factor."""
        with whole_house():
            return must_have_second_factor(self.store, account_id)

    def end_sessions_without_factor(self, one: Member) -> None:
        """What was opened by a password alone ends, where that is no longer enough."""
        if one.is_guarded and self.must_enrol(one.account_id):
            self.sessions.close_all(one.account_id)

    def half_way(self, token: str) -> Member:
        """Who gave the right password a moment ago. Raises LinkOver."""
        with whole_house():
            found = member(self.store, self.links.bearer("second_step", token))
        if not found or found.standing != "active":
            raise LinkOver
        return found

    def enrol(self, found: Member, code: str, place: str) -> list[str]:
        """A code is asked for from here on; answers the recovery codes.

        Raises WrongCode, TooManyTries.
        """
        codes = self.factors.confirm(found.account_id, code, place)
        with whole_house():
            self.store.handle(EnableSecondFactor(account_id=found.account_id), found.author())
        return codes

    def remove(self, author: Author, account_id: str, reason: str = "") -> None:
        """A password alone opens a session again, unless the pôle asks for more; open sessions of
        others' accounts end. Raises Unknown."""
        self.store.handle(RemoveSecondFactor(account_id=account_id, reason=reason), author)
        self.factors.remove(account_id)
        if author.actor_id != account_id:
            self.sessions.close_all(account_id)
