"""The rules of the house: sizes, names, and features that can fail."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "src" / "crm").rglob("*.py"))
FEATURES = sorted((ROOT / "features").rglob("*.feature"))
LONGEST_FILE, LONGEST_FUNCTION = 300, 25
VAGUE = {"util", "utils", "helper", "helpers", "common", "core", "base", "misc"}
FURNITURE = {"domain", "commands", "reactions", "projections", "pages", "templates"}


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Name and length of each function, its docstring and signature not counted."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            if body:
                yield node.name, (node.end_lineno or 0) - body[0].lineno + 1


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_is_read_in_one_sitting(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= LONGEST_FILE
    assert {name: size for name, size in functions(path) if size > LONGEST_FUNCTION} == {}


def test_no_name_says_nothing() -> None:
    parts = {
        part for path in SOURCES for part in path.relative_to(ROOT / "src").with_suffix("").parts
    }
    assert parts & VAGUE == set()


def test_names_are_ascii() -> None:
    assert all(str(path.relative_to(ROOT)).isascii() for path in SOURCES)


def test_nothing_is_left_for_later() -> None:
    marks = re.compile(r"\b(TODO|FIXME|XXX)\b|NotImplementedError\(\)")
    assert [str(path) for path in SOURCES if marks.search(path.read_text())] == []


@pytest.mark.parametrize("path", FEATURES, ids=lambda path: path.stem)
def test_a_feature_can_fail(path: Path) -> None:
    """A scenario without steps passes green: each must act once and expect something."""
    text = path.read_text()
    assert text.startswith("# language: fr\n")
    assert "’" not in re.sub(r'"[^"]*"', "", text), "un pas s'écrit avec l'apostrophe droite"
    titles = re.compile(r"^\s*(?:Scénario|Plan du scénario)\s*:", re.MULTILINE)
    for scenario in titles.split(text)[1:]:
        title = scenario.splitlines()[0].strip()
        assert len(re.findall(r"^\s*(?:Quand|Lorsque|Lorsqu')", scenario, re.MULTILINE)) == 1, title
        assert re.search(r"^\s*Alors", scenario, re.MULTILINE), title


def test_every_room_has_features() -> None:
    assert len(FEATURES) >= 8
