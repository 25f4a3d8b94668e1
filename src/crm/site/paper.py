"""Documents on paper: French, tagged, with fonts of their own (PDF/UA-1), made by typst.

Texts enter a sheet as data: nothing that somebody wrote is read as its markup.
"""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec
import typst


def printed(sheet: Path, told: dict[str, Any], day: date) -> bytes:
    """The document that this sheet lays out from what it is told, dated that day."""
    made = typst.compile(
        sheet.read_bytes(),
        ignore_system_fonts=True,
        sys_inputs={"told": msgspec.json.encode(told).decode()},
        pdf_standards=["ua-1"],
        format="pdf",
        timestamp=datetime(day.year, day.month, day.day, tzinfo=UTC),
    )
    if not isinstance(made, bytes):
        raise TypeError(type(made).__name__)
    return made
