"""Every sentence a person may read, found in the code and in the templates."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from crm.site.languages import CATALOGUES

CRM = Path(__file__).parents[1]
ENGLISH = CATALOGUES / "en.po"
METHODS = [("**.py", "python"), ("**.html", "jinja2.ext:babel_extract")]
OPTIONS = {"**.html": {"trimmed": "true", "silent": "false"}}
KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2), "plural": (2, 3)}


class Sentence(NamedTuple):
    """A French sentence (one and many, when it counts) and the first file that says it."""

    id: str | tuple[str, str]
    file: str


def sentences() -> list[Sentence]:
    """Each sentence once, in the order of the files."""
    return list({s.id: s for s in reversed(list(_found()))}.values())[::-1]


def missing_english() -> list[Sentence]:
    """Those the English catalogue leaves out or leaves empty."""
    with ENGLISH.open("rb") as stream:
        catalogue = read_po(stream, locale="en")
    told = {_key(m.id) for m in catalogue if m.id and _is_said(m.string) and not m.fuzzy}
    return [sentence for sentence in sentences() if _key(sentence.id) not in told]


def complete_catalogue() -> int:
    """Adds what is missing to the catalogue, to be translated; answers how many wait."""
    with ENGLISH.open("rb") as stream:
        catalogue = read_po(stream, locale="en")
    lacking = missing_english()
    _add(catalogue, lacking)
    with ENGLISH.open("wb") as stream:
        write_po(stream, catalogue, width=100, sort_output=True, no_location=True)
    return len(lacking)


def _add(catalogue: Catalog, lacking: Iterable[Sentence]) -> None:
    for sentence in lacking:
        catalogue.add(sentence.id)


def _found() -> Iterator[Sentence]:
    found = extract_from_dir(CRM, METHODS, OPTIONS, KEYWORDS)
    for file, _line, said, _comments, _context in found:
        if said:
            yield Sentence(said if isinstance(said, str) else (said[0], said[1]), file)


def _key(id: str | list[str] | tuple[str, ...]) -> str:
    return id if isinstance(id, str) else id[0]


def _is_said(string: str | list[str] | tuple[str, ...] | None) -> bool:
    return all(string) if isinstance(string, list | tuple) else bool(string)
