"""The organisations known so far, and which of them a name as written means."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Literal

from msgspec import Struct
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from crm.exchange.reading.names import LITTLE, Spelling, plain_words, shorter_names, spell
from crm.exchange.reading.slips import allowed, distance, is_slip

SHOWN = 5
"""How many candidates a person is offered."""
RARE = 2
"""How many bodies may bear a word that still tells them from the others."""
ALIKE = 82
"""Likeness, out of 100, from which a known name is worth offering."""


class Known(Struct, frozen=True, kw_only=True):
    """A body known so far. `other_names` are spellings it also bears."""

    id: str
    name: str
    municipality: str = ""
    postal_code: str = ""
    neq: str = ""
    other_names: tuple[str, ...] = ()


class Match(Struct, frozen=True):
    """What a name as written means: one body, several possible, or none."""

    verdict: Literal["match", "several_candidates", "no_organisation"]
    id: str = ""
    candidates: tuple[str, ...] = ()
    """Ids a person may choose among, best first."""
    exact: bool = False


NOBODY = Match("no_organisation")


class Directory:
    """Known bodies, found by name. Grows as an import goes; a body added twice is kept once."""

    def __init__(self, known: Iterable[Known] = ()) -> None:
        self.bodies: dict[str, Known] = {}
        self.vocabulary: set[str] = set()
        self._bearers: dict[str, set[str]] = defaultdict(set)
        self._exact: dict[str, dict[str, None]] = defaultdict(dict)
        self._spellings: list[tuple[Spelling, str]] = []
        self._names: dict[str, list[Spelling]] = defaultdict(list)
        self._long: list[str] = []
        self._short: list[str] = []
        self._found: dict[str, Match] = {}
        self._postal: dict[str, dict[str, None]] = defaultdict(dict)
        self._neq: dict[str, str] = {}
        for body in known:
            self.add(body)

    def __len__(self) -> int:
        return len(self.bodies)

    def add(self, body: Known) -> None:
        """One more known body, or one more spelling of a body already known under its id."""
        self._found.clear()
        self.bodies.setdefault(body.id, body)
        self._postal[postal(body.postal_code)][body.id] = None
        if body.neq:
            self._neq[body.neq] = body.id
        for name in (body.name, *body.other_names):
            self._learn(name, body.id)

    def at_postal_code(self, code: str) -> list[Known]:
        """Bodies known at this postal code; none when it is empty."""
        code = postal(code)
        return [self.bodies[id] for id in self._postal.get(code, ())] if code else []

    def with_neq(self, neq: str) -> Known | None:
        """The body that bears this NEQ."""
        return self.bodies.get(self._neq.get(neq, ""))

    def named(self, name: str) -> list[Known]:
        """Bodies that bear this name, spelling habits and little words aside."""
        spelling = spell(name)
        keys = (spelling.long, " " + spelling.bare)
        ids = dict.fromkeys(id for key in keys for id in self._exact.get(key, ()))
        return [self.bodies[id] for id in ids]

    def is_telling(self, name: str) -> bool:
        """Whether a word of this name is rare: « La Charrette », but not « Maison des jeunes »."""
        words = spell(name).bare.split()
        return any(len(w) > 3 and len(self._bearers.get(w, ())) <= RARE for w in words)

    def match(self, name: str) -> Match:
        """Which body a name as written means. Cached: a workbook repeats its names."""
        if name not in self._found:
            self._found[name] = self._match(name)
        return self._found[name]

    def _learn(self, name: str, id: str) -> None:
        spelling = spell(name)
        if not spelling.long:
            return
        self._exact[spelling.long][id] = None
        self._exact[" " + spelling.bare][id] = None
        for alias in shorter_names(name):
            self._exact["~" + spell(alias).long][id] = None
        for word in spelling.bare.split():
            self._bearers[word].add(id)
        self._spellings.append((spelling, id))
        self._names[id].append(spelling)
        self._long.append(spelling.long)
        self._short.append(spelling.short)
        self.vocabulary.update(plain_words(name), spelling.words)

    def _match(self, name: str) -> Match:
        written = spell(name)
        if not written.long:
            return NOBODY
        if ids := self._exact.get(written.long):
            return _among(tuple(ids))
        near = self._near(written)
        for key in (" " + written.bare, "~" + written.long):
            if ids := self._exact.get(key):
                rivals = (id for id, (_, like) in near.items() if like and key[0] == " ")
                return _among(tuple(dict.fromkeys((*ids, *rivals))))
        return self._nearly(written, near) or self._alike(written)

    def _near(self, written: Spelling) -> dict[str, tuple[int, bool]]:
        """Bodies a few letters away: how many, and whether slips could explain them."""
        near: dict[str, tuple[int, bool]] = {}
        for spelling, id in self._around(written):
            gap, like = distance(written, spelling, 7), is_slip(written, spelling, frozenset())
            known_gap, known_like = near.get(id, (gap, like))
            near[id] = (min(gap, known_gap), like or known_like)
        return near

    def _nearly(self, written: Spelling, near: dict[str, tuple[int, bool]]) -> Match | None:
        ranked = tuple(sorted(near, key=lambda id: (near[id][0], id)))
        if not any(like for _, like in near.values()):
            return None
        best = ranked[0]
        contested = any(near[id][1] and near[id][0] <= near[best][0] * 2 for id in ranked[1:])
        if contested or not self._is_slip_of(written, best):
            return Match("several_candidates", candidates=ranked[:SHOWN])
        return Match("match", best)

    def _is_slip_of(self, written: Spelling, id: str) -> bool:
        return any(is_slip(written, spelling, self.vocabulary) for spelling in self._names[id])

    def _around(self, written: Spelling) -> Iterable[tuple[Spelling, str]]:
        most = 2 * allowed(len(written.long)) + 1
        found = {
            row[2]
            for said, list_ in ((written.long, self._long), (written.short, self._short))
            for row in process.extract(
                said, list_, scorer=OSA.distance, score_cutoff=most, limit=12, processor=None
            )
        }
        return (self._spellings[n] for n in found)

    def _alike(self, written: Spelling) -> Match:
        said = " ".join(w for w in written.words if w not in LITTLE) or written.bare
        rows = process.extract(
            said, self._bare(), scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE, limit=SHOWN
        )
        ids = tuple(dict.fromkeys(self._spellings[row[2]][1] for row in rows))
        return Match("several_candidates", candidates=ids) if ids else NOBODY

    def _bare(self) -> list[str]:
        return [spelling.bare for spelling, _ in self._spellings]


def postal(code: str) -> str:
    """A postal code without its space, in capitals: « g0x 2l0 » is « G0X2L0 »."""
    return "".join(code.split()).upper()


def _among(ids: tuple[str, ...]) -> Match:
    if len(ids) == 1:
        return Match("match", ids[0], exact=True)
    return Match("several_candidates", candidates=ids[:SHOWN])
