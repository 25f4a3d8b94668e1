"""What in the pôle bears these words, best first?

Enterprises by every name they bore, projects by their title, people by their name, files by their
title, organisations. All of it is kept in memory, folded (see `event_store.memory`): names of
people and titles are sealed, and lie in no index on a disk; a name is sought among 20,000 in a
millisecond.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping
from copy import copy
from heapq import nsmallest
from itertools import accumulate, islice
from typing import NamedTuple, cast

from rapidfuzz import fuzz, process
from sqlalchemy import select

from crm.accompaniment.projections.files import accompaniments
from crm.ecosystem.projections import organisations
from crm.enterprise.projections import listing
from crm.event_store import EventStore
from crm.event_store.memory import MOST_POLES, Answers, Kept, Moment, moment_of
from crm.person import projections as people
from crm.promoter.projections import titles
from crm.site.folding import fold

KINDS = ("enterprise", "organisation", "person", "promoter", "accompaniment")
LIKE_ENOUGH = 80.0
"""Of a hundred: how near a misspelt name must be."""
MOST = 300
"""Names looked at in one pass of a kind: beyond, more letters find better."""
JOINED, NEAR = 3, 4
"""Ranks of a word found across two words of the name, and of a name merely near."""


class Hit(NamedTuple):
    """Something that bears the words; for a person, the id of her role."""

    kind: str
    id: str


def _organisations(
    store: EventStore, pole_id: str, ids: Collection[str] | None
) -> dict[str, str | None]:
    c = organisations.c
    asked = select(c.organisation_id, c.search_text).where(organisations.known())
    if ids is None:
        asked = asked.where(c.pole_id == pole_id)
    else:
        asked = asked.where(c.organisation_id.in_(ids), organisations.of(pole_id))
    found: dict[str, str | None] = dict.fromkeys(ids or ())
    with store.engine.connect() as db:
        found.update((row.organisation_id, row.search_text) for row in db.execute(asked))
    return found


def _files(store: EventStore, pole_id: str, ids: Collection[str] | None) -> dict[str, str | None]:
    c = accompaniments.c
    asked = select(c.accompaniment_id, c.title).where(accompaniments.known())
    if ids is None:
        asked = asked.where(c.pole_id == pole_id)
    else:
        asked = asked.where(c.accompaniment_id.in_(ids), accompaniments.of(pole_id))
    with store.engine.connect() as db:
        rows = db.execute(asked).all()
    clear = store.open_many((row.accompaniment_id, "note", row.title) for row in rows)
    found: dict[str, str | None] = dict.fromkeys(ids or ())
    for row, title in zip(rows, clear, strict=True):
        found[row.accompaniment_id] = fold(title)
    return found


ORGANISATIONS: Kept[EventStore, str] = Kept(_organisations)
FILES: Kept[EventStore, str] = Kept(_files)


INDEXES = Answers()


class Index:
    """The words of everything of one kind, in two long texts: what a word is in is found by the
    machine, not name after name."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.source, self.later = texts, cast("Index | None", None)
        self.ids, self.texts = list(texts), [t.replace("\n", " ") for t in texts.values()]
        self.at_first = self.texts
        self.spaced = "\n" + "\n".join(self.texts)
        self.joined = self.spaced.replace(" ", "")
        self._starts = [*accumulate((len(text) + 1 for text in self.texts[:-1]), initial=0)]
        apart = map(len, self.joined[1:].split("\n")[:-1])
        self._joined_starts = [*accumulate((size + 1 for size in apart), initial=0)]

    def kept_up(self, texts: Mapping[str, str]) -> "Index":
        """The index of what stands now: what changed since is read apart, the rest as before."""
        changed = {id: text for id, text in texts.items() if self.source.get(id) is not text}
        gone = [id for id in self.source if id not in texts]
        if not (changed or gone or self.later):
            return self
        if len(changed) + len(gone) > MOST:
            return Index(texts)
        now, later, moved = copy(self), Index(changed), {*changed, *gone}
        at_first = zip(self.source, self.at_first, strict=True)
        kept = ("" if id in moved else text for id, text in at_first)
        now.later, now.ids, now.texts = later, [*self.source, *changed], [*kept, *later.texts]
        return now

    def ranked(self, words: list[str], limit: int) -> Iterator[tuple[int, int]]:
        """(rank, place) of what bears all the words, those that begin so before the others."""
        if self.later:
            size = len(self.source)
            yield from ((rank, size + place) for rank, place in self.later.ranked(words, limit))
        longest, seen = max(words, key=len), set[int]()
        passes = (
            (self.spaced, self._starts, f"\n{words[0]}"),
            (self.spaced, self._starts, f" {longest}"),
            (self.joined, self._joined_starts, longest),
        )
        for text, starts, wanted in passes:
            for place in islice(_places(text, starts, wanted), MOST):
                if place not in seen and (rank := rank_of(words, self.texts[place])) is not None:
                    seen.add(place)
                    yield rank, place
            if len(seen) >= limit:
                return


def _places(text: str, starts: list[int], wanted: str) -> Iterator[int]:
    """Places of the lines that hold this, each once, the first first."""
    at = text.find(wanted)
    while at >= 0:
        place = bisect_right(starts, at) - 1
        yield place
        at = text.find(wanted, starts[place + 1] if place + 1 < len(starts) else len(text))


def index_of(store: EventStore, pole_id: str, kind: str, now: Moment | None = None) -> Index:
    """The words of everything of a kind that the pôle holds now."""
    now = now or moment_of(store, pole_id)
    return INDEXES.keep_up(
        store, pole_id, now, kind, lambda before: _index(before, _texts(store, pole_id, kind, now))
    )


def warm(store: EventStore, pole_ids: Iterable[str]) -> None:
    """Reads what the palette finds, before anybody types."""
    for pole_id in islice(pole_ids, MOST_POLES):
        now = moment_of(store, pole_id)
        for kind in KINDS:
            index_of(store, pole_id, kind, now)


def _index(before: Index | None, texts: Mapping[str, str]) -> Index:
    return before.kept_up(texts) if before else Index(texts)


def _texts(store: EventStore, pole_id: str, kind: str, now: Moment) -> Mapping[str, str]:
    """By id, the folded words of it."""
    if kind == "enterprise":
        return {id: one.names for id, one in listing.KEPT.of(store, pole_id, now).items()}
    if kind == "promoter":
        return {id: one.folded for id, one in titles.KEPT.of(store, pole_id, now).items()}
    if kind == "person":
        met = people.KEPT.of(store, pole_id, now).items()
        return {id: one.folded for id, one in met if one.holder_kind == "enterprise"}
    return (ORGANISATIONS if kind == "organisation" else FILES).of(store, pole_id, now)


def bearing(
    store: EventStore,
    pole_id: str,
    typed: str,
    kinds: Collection[str],
    limit: int,
    now: Moment | None = None,
) -> list[Hit]:
    """What bears these words, the best first. Accents, case and punctuation do not count, nor the
    spaces of the name (« coop leveil » finds « Coop. de solidarité L’Éveil »); when nothing bears
    them, what is spelt nearly so."""
    words = listing.words_of(typed)
    if not words:
        return []
    then = now or moment_of(store, pole_id)
    indexes = {kind: index_of(store, pole_id, kind, then) for kind in kinds}
    found = nsmallest(limit, _ranked(indexes, words, limit))
    if not found and len(words[0]) >= NEAR:
        found = nsmallest(limit, _near(indexes, " ".join(words)))
    return [Hit(kind, id) for _rank, _text, kind, id in found]


Ranked = tuple[float, str, str, str]
"""(rank, text, kind, id): the smallest is the best."""


def _ranked(indexes: Mapping[str, Index], words: list[str], limit: int) -> Iterator[Ranked]:
    for kind, index in indexes.items():
        for rank, place in index.ranked(words, limit):
            yield rank, index.texts[place], kind, index.ids[place]


def rank_of(words: list[str], text: str) -> int | None:
    """How well these words are borne: 0 begins with them, 1 each begins a word, 2 anywhere,
    3 across words; None when they are not."""
    if all(word in text for word in words):
        if all(f" {word}" in f" {text}" for word in words):
            return 0 if text.startswith(words[0]) else 1
        return 2
    joined = text.replace(" ", "")
    return JOINED if all(word in joined for word in words) else None


def _near(indexes: Mapping[str, Index], typed: str) -> Iterator[Ranked]:
    for kind, index in indexes.items():
        near = process.extract(
            typed, index.texts, scorer=fuzz.partial_ratio, score_cutoff=LIKE_ENOUGH, limit=5
        )
        for text, score, place in near:
            yield NEAR + (100 - score) / 100, text, kind, index.ids[place]
