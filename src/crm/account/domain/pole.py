"""Pôle: a tenant of its own, and what it asks of its team."""

from collections.abc import Collection
from typing import Self

from crm.account.domain.events import (
    AdministrationRelinquished,
    PoleRegistered,
    SecondFactorRequired,
    SecondFactorWaived,
    TerritoryEntrusted,
)
from crm.account.domain.refusals import LastAdministrator, PoleUnnamed
from crm.event_store.events import Aggregate, Event, Occurrence
from crm.vocabulary import Territory


class Pole(Aggregate, noun="pole"):
    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.asks_second_factor = False

    @classmethod
    def register(cls, by: Occurrence, name: str, number: int | None = None) -> Self:
        """A tenant of its own; its stream has the id by which all its events know it."""
        if not name.strip():
            raise PoleUnnamed
        return cls(by.pole_id).trigger(PoleRegistered, by, name=name.strip(), number=number)

    def entrust(self, by: Occurrence, territories: tuple[Territory, ...]) -> Self:
        return self.trigger(TerritoryEntrusted, by, territories=territories)

    def require_second_factor(self, by: Occurrence) -> Self:
        """Of those whose role opens most; requiring it twice changes nothing."""
        return self if self.asks_second_factor else self.trigger(SecondFactorRequired, by)

    def waive_second_factor(self, by: Occurrence) -> Self:
        """Leaves it to choice; waiving it twice changes nothing."""
        return self.trigger(SecondFactorWaived, by) if self.asks_second_factor else self

    def evolve(self, event: Event) -> None:
        match event:
            case SecondFactorRequired():
                self.asks_second_factor = True
            case SecondFactorWaived():
                self.asks_second_factor = False

    def let_go(self, by: Occurrence, account_id: str, others: Collection[str]) -> Self:
        """Somebody administers no more; `others` still do. Raises LastAdministrator."""
        if not others:
            raise LastAdministrator
        kept = tuple(sorted(others))
        return self.trigger(AdministrationRelinquished, by, account_id=account_id, kept_by=kept)
