"""Which lines of a timeline offer to tell their value again."""

from typing import Any

import pytest

from crm.enterprise.domain.events import EnterpriseReleased, EnterpriseRenamed
from crm.event_store.events import Event
from crm.history.projections.again import Latest

SAID: dict[str, Any] = {
    "originator_id": "e", "pole_id": "p", "actor_id": "a", "occurred_on": "2026-11-19",
}  # fmt: skip


def renamed(version: int) -> Event:
    return EnterpriseRenamed(**SAID, originator_version=version, name="Coop")


def test_the_latest_value_needs_no_telling_again() -> None:
    latest = Latest(older=False)
    assert latest.url(renamed(3), 3) == ""
    url = "/entreprises/e/renseignements?champ=name&version=2"
    assert latest.url(renamed(2), 2) == url


def test_on_an_older_page_every_value_may_be_told_again() -> None:
    assert Latest(older=True).url(renamed(2), 2).endswith("version=2")


@pytest.mark.parametrize("older", [True, False])
def test_what_has_a_deed_of_its_own_is_not_told_again(older: bool) -> None:
    latest = Latest(older=older)
    released = EnterpriseReleased(**SAID, originator_version=2)
    assert [latest.url(released, 2), latest.url(released, 2)] == ["", ""]
