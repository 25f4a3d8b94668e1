"""Events are promises: every version ever stored is read back, from copies that nobody rewrites.

A new stored name needs a new copy in `stored_events/`; an existing copy is never edited. A field
renamed, a type narrowed or a name lost turns this red, and asks for a version and an upcaster.
"""

from pathlib import Path

import msgspec
import pytest

import crm.app  # noqa: F401 - loads the events of every room
from crm.event_store.catalogue import catalogue
from crm.event_store.events import NAMES, SHAPES, read

HERE = Path(__file__).parent
COPIES = sorted((HERE / "stored_events").glob("*.json"))
REFUSED = {"updated", "changed", "modified", "edited", "saved", "created", "deleted"}


@pytest.mark.parametrize("copy", COPIES, ids=lambda copy: copy.stem)
def test_a_stored_event_is_read_for_ever(copy: Path) -> None:
    event = read(copy.stem, copy.read_bytes())
    assert type(event) is SHAPES[copy.stem][0]
    if NAMES[type(event)] == copy.stem:
        again = msgspec.json.decode(msgspec.json.encode(event))
        assert again == msgspec.json.decode(copy.read_bytes())


def test_every_stored_name_has_its_copy() -> None:
    assert {copy.stem for copy in COPIES} >= SHAPES.keys() - _of_tests()


def test_a_name_says_what_was_decided() -> None:
    participles = {name.split(".")[1] for name in SHAPES.keys() - _of_tests()}
    assert not participles & REFUSED
    assert all(name.count(".") == 2 for name in SHAPES)


def test_the_catalogue_is_fresh() -> None:
    page = (HERE.parent / "docs" / "events.md").read_text()
    assert page == "".join(_without_tests(catalogue()))


def _of_tests() -> set[str]:
    """Names of the sample events that other tests of this run may have registered."""
    return {name for name, (kind, _) in SHAPES.items() if not kind.__module__.startswith("crm.")}


def _without_tests(page: str) -> list[str]:
    ours = _of_tests()
    return [
        line
        for line in page.splitlines(keepends=True)
        if not any(f"`{name}`" in line for name in ours)
    ]
