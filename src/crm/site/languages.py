"""The language a person reads in: French sentences are the keys, English is a catalogue."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import Literal, cast

from babel.messages.pofile import read_po

from crm.refusal import N_

__all__ = [
    "COOKIE",
    "LANGUAGES",
    "N_",
    "Language",
    "_",
    "language",
    "ngettext",
    "plain",
    "reading_in",
    "typeset",
    "warm",
]

Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = ("fr", "en")
COOKIE = "langue"
CATALOGUES = Path(__file__).parent / "catalogues"

CLOSING = re.compile(r" (?=[:»$](?:\W|$)|%(?![(\w]))")
OPENING = re.compile("« ")
PLACE = re.compile(r"%\((\w+)\)s|\{(\w+)\}")
_current: ContextVar[Language] = ContextVar("language", default="fr")


def language() -> Language:
    """The language of the reader being answered; French outside a request."""
    return _current.get()


@contextmanager
def reading_in(chosen: str | None) -> Iterator[Language]:
    """Everything written inside is written in this language; an unknown one is French."""
    known: Language = "en" if chosen == "en" else "fr"
    token = _current.set(known)
    try:
        yield known
    finally:
        _current.reset(token)


def _(sentence: str, **values: object) -> str:
    """The sentence in the reader's language, its `%(name)s` or `{name}` places filled."""
    if _current.get() == "en":
        translated = _english().get(sentence, ("",))[0] or typeset(sentence)
    else:
        translated = typeset(sentence)
    if not values:
        return translated
    return PLACE.sub(lambda place: str(values[place[1] or place[2]]), translated)


def plain(sentence: str) -> str:
    """The sentence in the reader's language, its places left as they are."""
    return _(sentence)


def ngettext(one: str, many: str, number: float) -> str:
    """One or many: French counts zero and one alike, English only one."""
    if _current.get() == "en":
        forms = _english().get(one, (one, many))
        chosen = forms[0] if number == 1 else forms[-1]
        return chosen or typeset(one if number == 1 else many)
    return typeset(one if abs(number) < 2 else many)


def warm() -> None:
    """Reads the catalogue now rather than during somebody's first page."""
    _english()


@lru_cache(maxsize=8192)
def typeset(sentence: str) -> str:
    """The sentence with no-break spaces where French wants them: « : », « % », « $ », quotes."""
    return OPENING.sub("«\u00a0", CLOSING.sub("\u00a0", sentence))


@lru_cache(maxsize=1)
def _english() -> dict[str, tuple[str, ...]]:
    path = CATALOGUES / "en.po"
    if not path.exists():
        return {}
    with path.open("rb") as stream:
        catalogue = read_po(stream, locale="en")
    return dict(_pair(m.id, m.string) for m in catalogue if m.id and m.string and not m.fuzzy)


def _pair(id: str | list[str] | tuple[str, ...], string: object) -> tuple[str, tuple[str, ...]]:
    key = id if isinstance(id, str) else id[0]
    forms = (string,) if isinstance(string, str) else tuple(cast(tuple[str, ...], string))
    return key, forms
