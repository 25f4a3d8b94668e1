"""What a person takes along: a table that no spreadsheet runs."""

import csv
import io
from datetime import date

import pytest

from crm.privacy.projections.portable import PortableFile, Provided


def table_of(text: str) -> list[list[str]]:
    day = date(2026, 11, 19)
    said = Provided(day, "Projet accueilli", "promoter.welcomed idea", text)
    file = PortableFile(pole="Pôle", prepared_on=day, kind="promoter", id="p", provided=[said])
    written = file.table().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(written), delimiter=";"))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1"])
def test_a_text_that_could_be_a_formula_is_written_as_text(text: str) -> None:
    assert table_of(text)[1][3].startswith("'")


def test_another_text_is_written_as_it_is() -> None:
    assert table_of("Une épicerie; deux quais")[1][3] == "Une épicerie; deux quais"
