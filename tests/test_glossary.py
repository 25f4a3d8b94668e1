"""The glossary ties French terms to code, both ways: what is missing on either side fails here."""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import crm
from crm.event_store.events import NAMES, Aggregate
from crm.refusal import Refusal

ROOT = Path(__file__).parents[1]
HEADING = re.compile(r"^## .+ — `(\w+)`$")
ROW = re.compile(r"^\| (?P<term>[^|]+) \| `(?P<code>[\w.]+)` \| (?P<sense>[^|]+) \|$")


def glossary() -> Iterator[tuple[str, str, str]]:
    """(room, term, dotted name inside the room) of each row."""
    room = ""
    for line in (ROOT / "docs" / "glossary.md").read_text().splitlines():
        if heading := HEADING.match(line):
            room = heading[1]
        elif row := ROW.match(line):
            yield room, row["term"], row["code"]


def resolve(room: str, code: str) -> object:
    module, _, name = code.rpartition(".")
    return getattr(importlib.import_module(f"crm.{room}.{module}"), name)


def domain_modules() -> Iterator[str]:
    for found in pkgutil.walk_packages(crm.__path__, "crm."):
        if re.fullmatch(r"crm\.\w+\.domain(\.\w+)?", found.name):
            yield found.name


def words_of_the_trade() -> set[object]:
    """Aggregates, stored events and refusals that the domains define."""
    return {
        thing
        for name in domain_modules()
        for thing in vars(importlib.import_module(name)).values()
        if inspect.isclass(thing) and thing.__module__ == name
        if (
            thing in NAMES
            or (issubclass(thing, Aggregate) and "noun" in vars(thing))
            or issubclass(thing, Refusal)
        )
    }


def test_each_term_names_something_of_the_code() -> None:
    for room, term, code in glossary():
        assert resolve(room, code), f"{term}: crm.{room}.{code}"


def test_each_word_of_the_trade_has_its_term() -> None:
    told = {resolve(room, code) for room, _, code in glossary()}
    assert {thing.__name__ for thing in words_of_the_trade() - told} == set()  # type: ignore[attr-defined]


def test_one_term_says_one_thing() -> None:
    terms = [term for _, term, _ in glossary()]
    assert sorted({term for term in terms if terms.count(term) > 1}) == []


def test_the_glossary_is_not_empty() -> None:
    assert len(list(glossary())) > 100
