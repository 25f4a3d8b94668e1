"""From the name of a place as written to its municipality, its MRC and its region."""

import csv
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

from msgspec import Struct
from rapidfuzz import fuzz, process

from crm.territory.spelling import place_key, short_key
from crm.vocabulary import Territory

EDITION = "2025-01-01"
"""Date of the geography shipped in `territoires.csv`."""
NAMESAKES = frozenset({"matapedia", "montcalm", "pontiac"})
"""MRC that bear the name of a municipality of another MRC."""
LANDS = ("Terre", "Toponyme")
ALIKE = 84


class Mrc(Struct, frozen=True):
    """An MRC or an equivalent territory."""

    code: str
    name: str
    region: str
    region_name: str


class Municipality(Struct, frozen=True):
    """A municipality: its five-digit code, and the codes of its MRC and region."""

    code: str
    name: str
    designation: str
    mrc: str
    region: str


class Found(Struct, frozen=True):
    """What a name means. `mrc` is known as soon as every candidate agrees on it."""

    verdict: Literal["found", "several", "unknown"]
    municipality: Municipality | None = None
    mrc: Mrc | None = None
    candidates: tuple[Municipality, ...] = ()

    @property
    def territory(self) -> Territory | None:
        """The smallest territory that is certain."""
        if self.municipality:
            return Territory("municipality", self.municipality.code, EDITION)
        return Territory("mrc", self.mrc.code, EDITION) if self.mrc else None


@cache
def shipped_territories() -> tuple[Mrc, ...]:
    """The 104 MRC and equivalent territories."""
    text = (files("crm.territory") / "territoires.csv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines())
    return tuple(Mrc(*(row[c] for c in ("code_mrc", "nom_mrc", "code_region", "nom_region")))
                 for row in rows)  # fmt: skip


class Gazetteer:
    """Every place known, found by name. `remembered`: names once asked, by `place_key`, and the
    code of the municipality (five digits) or MRC (three) that each means."""

    def __init__(
        self,
        municipalities: Iterable[Municipality] = (),
        remembered: Mapping[str, str] | None = None,
        territories: Iterable[Mrc] | None = None,
    ) -> None:
        self.mrcs = {m.code: m for m in (territories or shipped_territories())}
        self.municipalities = {m.code: m for m in municipalities}
        self._remembered = dict(remembered or {})
        self._mrc_named = {short_key(m.name): m for m in self.mrcs.values()}
        self._named: dict[str, list[Municipality]] = defaultdict(list)
        for municipality in self.municipalities.values():
            if not municipality.name.startswith(LANDS):
                self._named[place_key(municipality.name)].append(municipality)

    def find_mrc(self, name: str) -> Mrc | None:
        """The MRC or equivalent territory of this name: « Les Chenaux », « MRC des Chenaux »."""
        return self.mrcs.get(name.strip()) or self._mrc_named.get(short_key(name))

    def find_municipality(
        self, name: str, designation: str = "", mrc: str = "", within: Collection[str] = ()
    ) -> Found:
        """The municipality a name means, or candidates when several bear it.

        `designation` (« Paroisse »), `mrc` (a name or a code) and `within` (codes of the MRC that
        the pôle serves) choose among namesakes. A name nobody bears keeps the MRC that was given,
        else the MRC or city-territory it names.
        """
        key, hint = place_key(name), self.find_mrc(mrc) if mrc else None
        if code := self._remembered.get(key):
            return self.by_code(code)
        named = self._named.get(key) or self._without_article(key)
        if named:
            served = {hint.code} if hint else set(within)
            return self._one_of(named, designation, served)
        return self._beside(key, hint)

    def by_code(self, code: str) -> Found:
        """The place of this code, five digits or three."""
        if municipality := self.municipalities.get(code):
            return Found("found", municipality, self.mrcs.get(municipality.mrc))
        mrc = self.mrcs.get(code)
        return Found("found", mrc=mrc) if mrc else Found("unknown")

    def _without_article(self, key: str) -> list[Municipality]:
        short = short_key(key)
        return next(
            (
                self._named[k]
                for p in ("", "la ", "le ", "les ", "l ")
                if (k := p + short) in self._named
            ),
            [],
        )

    def _one_of(self, named: list[Municipality], designation: str, served: set[str]) -> Found:
        kept = [m for m in named if not m.designation.startswith(LANDS)] or named
        kept = [m for m in kept if m.mrc in served] or kept
        if designation:
            kept = [m for m in kept if place_key(m.designation) == place_key(designation)] or kept
        mrcs = {m.mrc for m in kept}
        mrc = self.mrcs.get(kept[0].mrc) if len(mrcs) == 1 else None
        if len(kept) == 1:
            return Found("found", kept[0], mrc)
        return Found("several", mrc=mrc, candidates=tuple(kept))

    def _beside(self, key: str, hint: Mrc | None) -> Found:
        """No municipality bears the name: an MRC given beside it, or one it names itself."""
        named = self._mrc_named.get(short_key(key))
        if named and (hint is None or hint == named) and short_key(key) not in NAMESAKES:
            return Found("found", mrc=named)
        near = process.extract(
            key, list(self._named), scorer=fuzz.ratio, score_cutoff=ALIKE, limit=5
        )
        candidates = tuple(m for row in near for m in self._named[row[0]])
        return Found("unknown", mrc=hint, candidates=candidates)
