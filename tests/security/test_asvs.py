"""The walk through the standard: every number once, a verdict of the list, tests that exist."""

import re
from pathlib import Path

import pytest
from litestar.testing import TestClient

from rights.conftest import House
from security.test_sessions import stranger

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "asvs.md"
ROW = re.compile(r"^\| (\d[\d., ]*) \| ([^|]+) \| ([^|]+) \| ([^|]*)\| ([^|]+) \|$", re.MULTILINE)
VERDICTS = {"holds", "partly", "not met", "no object"}
ROWS = ROW.findall(PAGE.read_text(encoding="utf-8"))


def test_every_number_of_the_standard_is_walked_once() -> None:
    asked = re.findall(r"(?<![\d.])\d+\.\d+\.\d+(?=:[12])", _numbers())
    walked = [number for row in ROWS for number in row[0].split(", ")]
    assert len(asked) == len(set(asked)) == 253
    assert sorted(walked) == sorted(asked)


def test_a_verdict_is_one_of_four_and_says_what_is_missing() -> None:
    assert {verdict for _, _, verdict, _, _ in ROWS} == VERDICTS
    silent = [row for row in ROWS if row[2] in ("partly", "not met") and not row[3].strip()]
    assert silent == []


def test_every_test_it_names_stands() -> None:
    for *_, named in ROWS:
        for path, name in re.findall(r"`([\w/]+\.py)::(\w+)`", named):
            assert f"def {name}(" in (HERE.parent / path).read_text(encoding="utf-8"), (path, name)
        assert re.fullmatch(r"–|`[\w/]+\.py::test_\w+`", named), named


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "TRACK"])
def test_trace_is_not_answered(house: House, method: str) -> None:
    client: TestClient = stranger(house)  # type: ignore[type-arg]  # any app
    assert client.request(method, "/connexion").status_code == 405


def _numbers() -> str:
    return (HERE / "asvs-5.0.0.txt").read_text(encoding="utf-8")
