"""What a page is told while it is looked at: who else wrote about what it shows."""

import re

import pytest

from accompaniment.test_pages import Visitor
from accompaniment.test_quick import visitor
from crm.accompaniment.commands import ExpressNeed
from crm.account.commands import create_user
from crm.event_store import Author
from crm.event_store.events import new_id

__all__ = ["visitor"]


@pytest.fixture(scope="module")
def colleague(visitor: Visitor) -> str:
    """Somebody else of the same pôle."""
    return create_user(
        visitor.store, "s" * 40, name="Noé Tremblay", email="noe@pole.example",
        password="une autre phrase longue", pole_id=visitor.pole,
    )[0]  # fmt: skip


def read_at(visitor: Visitor, path: str) -> tuple[str, str]:
    """(whom the page follows, the position it was read at)."""
    found = re.search(r'data-suivi="([^"]*)" data-position="(\d+)"', visitor.get(path).text)
    assert found, path
    return found[1], found[2]


def says(visitor: Visitor, account: str, file: str) -> None:
    need = ExpressNeed(accompaniment_id=file, themes=("financing",))
    author = Author(pole_id=visitor.pole, actor_id=account, command_id=new_id())
    visitor.store.handle(need, author)


def test_a_colleague_is_named_and_oneself_is_not(visitor: Visitor, colleague: str) -> None:
    body = visitor.enterprise("La Veille")
    file = visitor.opened(body, "Suivre de près")
    record, since = read_at(visitor, f"/entreprises/{body}")
    assert (record, read_at(visitor, file)[0]) == (body, file[-36:])
    address = f"/nouvelles/{body}?depuis={since}"
    assert visitor.get(address).status_code == 204
    says(visitor, visitor.account, file[-36:])
    assert visitor.get(address).status_code == 204
    says(visitor, colleague, file[-36:])
    for about in (body, file[-36:]):
        told = visitor.get(f"/nouvelles/{about}?depuis={since}")
        assert told.json() == {"said": "Mis à jour par Noé Tremblay."}
    other = visitor.enterprise("Autre")
    assert visitor.get(f"/nouvelles/{other}?depuis={since}").status_code == 204
    now = read_at(visitor, f"/entreprises/{body}")[1]
    visitor.enterprise("Ailleurs")
    assert visitor.get(f"/nouvelles/{body}?depuis={now}").status_code == 204


def test_pages_of_another_day_and_forms_follow_nobody(visitor: Visitor) -> None:
    body = visitor.enterprise("La Passée")
    for path in (f"/entreprises/{body}?au=2026-01-01", "/", "/entreprises", "/noter"):
        assert "data-suivi" not in visitor.get(path).text, path


@pytest.mark.parametrize("since", ["", "-1", "zzz", "9" * 40, "²"])
def test_a_wrong_position_is_now(visitor: Visitor, since: str) -> None:
    body = visitor.enterprise(f"Place {since}")
    assert visitor.get(f"/nouvelles/{body}?depuis={since}").status_code == 204
