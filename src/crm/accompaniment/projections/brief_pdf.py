"""The brief of a visit on paper: one page, in French."""

from datetime import date
from pathlib import Path

from crm.accompaniment.projections.brief import Brief
from crm.accompaniment.projections.brief_lines import Part
from crm.site.french import plural
from crm.site.paper import printed

SHEET = Path(__file__).with_name("brief.typ")
"""Its layout, and the names of its parts."""


def brief_pdf(brief: Brief, name: str, place: str, on: date) -> bytes:
    """The document; to be asked while reading in French, as its lines were."""
    parts = {code: _part(part) for code, part in brief.parts.items()}
    told = {"name": name, "place": place, "heading": brief.heading, "parts": parts}
    return printed(SHEET, told, on)


def _part(part: Part) -> dict[str, object]:
    lines = [[one.text, one.detail, one.late] for one in part.items]
    return {"lines": lines, "more": more_words(part)}


def more_words(part: Part) -> str:
    """« et 3 autres », or nothing."""
    return plural(part.more, "et %(n)s autre", "et %(n)s autres") if part.more else ""
