"""How each stored event is told: its term in the glossary, its facet, its icon, its sentence."""

from collections.abc import Callable, Iterable
from typing import Any, Literal, NamedTuple, TypeVar

from crm.event_store.events import Event
from crm.site.french import NBSP
from crm.site.languages import _

Facet = Literal["exchange", "change", "need", "referral", "step", "minor"]
Names = Callable[[str, str | None], str]
"""(kind, id) to the name a person reads: `names("account", event.actor_id)`."""


class Part(NamedTuple):
    """A run of a sentence."""

    text: str
    strong: bool = False


class Said(NamedTuple):
    """What a line says: a sentence, then what was noted, then values by their names."""

    sentence: tuple[Part, ...]
    note: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    icon: str = ""
    """When it depends on the event, as a mode does."""

    @property
    def shown(self) -> dict[str, Any]:
        """All but the icon."""
        return {"sentence": self.sentence, "note": self.note, "facts": self.facts}

    @property
    def text(self) -> str:
        """The sentence alone."""
        return "".join(part.text for part in self.sentence)


Sentence = Callable[[Any, Names], Said]
AnySentence = TypeVar("AnySentence", bound=Sentence)


class Telling(NamedTuple):
    """How one kind of event is told."""

    term: str
    """The French term of the glossary."""
    facet: Facet
    icon: str
    sentence: Sentence


TELLINGS: dict[type[Event], Telling] = {}


def told(
    kind: type[Event], term: str, facet: Facet = "change", icon: str = "pencil"
) -> Callable[[AnySentence], AnySentence]:
    """Registers how a kind of event is told. Raises TypeError when it is told twice."""

    def register(sentence: AnySentence) -> AnySentence:
        if kind in TELLINGS:
            raise TypeError(f"{kind.__name__} is told twice")
        TELLINGS[kind] = Telling(term, facet, icon, sentence)
        return sentence

    return register


def said(
    sentence: str,
    *,
    note: str = "",
    facts: Iterable[tuple[str, str]] = (),
    icon: str = "",
    **values: object,
) -> Said:
    """A sentence in the reader's language; what stands between two `**` is strong."""
    runs = (
        Part(text.format_map(values), place % 2 == 1)
        for place, text in enumerate(_(sentence).split("**"))
        if text
    )
    return Said(tuple(runs), note, tuple(facts), icon)


def term_of(kind: type[Event]) -> str:
    """« Intervention consignée »: the term of the glossary, in the reader's language."""
    return _(TELLINGS[kind].term)


def quoted(text: str) -> str:
    """« text » between French marks, held by no-break spaces; nothing for nothing."""
    return f"«{NBSP}{text}{NBSP}»" if text else ""


def after(text: str, before: str = ", ") -> str:
    """The text after a comma, or nothing."""
    return f"{before}{text}" if text else ""


def listed(names: Iterable[str]) -> str:
    """« a, b et c »."""
    *firsts, last = list(names) or [""]
    return _("{firsts} et {last}", firsts=", ".join(firsts), last=last) if firsts else last


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]
