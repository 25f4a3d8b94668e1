"""Figures in words: values, n, coverage, change over a year."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from crm.indicator.domain.definitions import SMALLEST
from crm.indicator.domain.figures import Counted, Figure
from crm.indicator.domain.standing import KNOWN_BANDS, NEAR
from crm.indicator.domain.territories import untold
from crm.site.french import NBSP, number, percent, plural
from crm.site.labels import label
from crm.site.languages import N_, _

Address = Callable[[str], str]


class Card(NamedTuple):
    """A figure as a card shows it: value, n, coverage, definition, link to the acts."""

    id: str
    title: str
    value: str
    unit: str
    n: str
    coverage: float | None
    definition: str
    url: str
    acts: str

    def hide(self) -> "Card":
        """The same, untold: giving it out would tell a cell of the table by MRC."""
        return self._replace(value=untold_word(), unit="", url="", acts="", definition=_(HIDDEN))


class Band(NamedTuple):
    """One line of the table of horizons; `told` is None when it is not given out."""

    name: str
    told: int | None
    share: str
    url: str
    near: bool
    apart: bool
    width: float


class Line(NamedTuple):
    """One line of the table of workforce."""

    name: str
    value: str
    n: str
    change: str
    trend: int
    url: str


HIDDEN = N_("Moins de 5 entreprises : le nombre n’est pas diffusé.")
SUMS = ("I-28", "I-28-etc", "I-28-permanents")
WORKFORCE = (*SUMS, "I-12", "I-16")


def untold_word() -> str:
    return _("n. d.").replace(" ", NBSP)


def card(figure: Figure, url: str) -> Card:
    """A share as a card; « n. d. » on fewer than five enterprises."""
    told = figure.share
    count = plural(len(figure.counted), "Voir l’entreprise", "Voir les %(n)s entreprises")
    return Card(
        id=figure.definition.id,
        title=_(figure.definition.name),
        value=untold_word() if told is None else number(told * 100, 0),
        unit="" if told is None else "%",
        n=n_of(figure),
        coverage=told if figure.definition.id == "I-03" else figure.coverage,
        definition=definition_of(figure),
        url=url if figure.counted and told is not None else "",
        acts=count,
    )


def n_of(figure: Figure) -> str:
    """« n = 131 entreprises »."""
    return plural(figure.n, "n = %(n)s entreprise", "n = %(n)s entreprises")


def definition_of(figure: Figure) -> str:
    """Numerator on denominator, what each is, and how unknown and old answers are treated."""
    d = figure.definition
    ratio = f"{number(figure.amount)} / {number(figure.whole)}. " if not figure.hidden else ""
    parts = (d.numerator, d.denominator, d.unknowns, d.staleness)
    return ratio + " ".join(_(part) for part in parts)


def band_rows(held: Mapping[str, Sequence[Counted]], address: Address) -> list[Band]:
    """I-01, band by band; small bands hide, with another one so that no sum gives them away."""
    counts = {band: len(enterprises) for band, enterprises in held.items()}
    known = sum(counts[band] for band in KNOWN_BANDS)
    hidden = _hidden_bands(counts)
    longest = max((n for band, n in counts.items() if band not in hidden), default=0) or 1
    return [
        Band(
            name=label(band, "horizons").capitalize(),
            told=None if band in hidden else n,
            share=_share(band, n, known, hidden),
            url=address(band) if n and band not in hidden else "",
            near=band in NEAR,
            apart=band == "unknown",
            width=0.0 if band in hidden else round(100 * n / longest, 1),
        )
        for band, n in counts.items()
    ]


def _hidden_bands(counts: Mapping[str, int]) -> set[str]:
    if sum(counts[band] for band in KNOWN_BANDS) < SMALLEST:
        return set(KNOWN_BANDS)
    hidden: set[str] = set()
    for group in (True, False):
        bands = [band for band in KNOWN_BANDS if (band in NEAR) == group]
        masks = untold([counts[band] for band in bands])
        hidden |= {band for band, mask in zip(bands, masks, strict=True) if mask}
    return hidden


def _share(band: str, n: int, known: int, hidden: set[str]) -> str:
    if band == "unknown":
        return _("hors calcul")
    return untold_word() if band in hidden or not known else percent(n / known)


def workforce(
    counted: Mapping[str, Figure], before: Mapping[str, Figure], address: Address
) -> list[Line]:
    """Workforce figures and how they changed in a year.

    Sums change among the enterprises that told both ends (I-28), shares by points.
    """
    lines = []
    for id in WORKFORCE:
        figure = counted[id]
        change, trend = _change(id, counted, before)
        lines.append(
            Line(
                name=_(figure.definition.name),
                value=_value(figure),
                n=number(figure.n),
                change=change,
                trend=trend,
                url="" if figure.hidden else address(id),
            )
        )
    return lines


def _value(figure: Figure) -> str:
    if figure.hidden:
        return untold_word()
    if figure.definition.id == "I-28-etc":
        return number(figure.amount / 100, 1)
    if figure.definition.id in SUMS:
        return number(figure.amount)
    return untold_word() if figure.share is None else percent(figure.share, 1)


def _change(
    id: str, counted: Mapping[str, Figure], before: Mapping[str, Figure]
) -> tuple[str, int]:
    if id == "I-28":
        over = counted["I-28-ecart"]
        if over.hidden:
            return untold_word(), 0
        among = plural(over.n, "%(n)s entreprise", "%(n)s entreprises")
        return f"{signed(over.amount)} ({among})", _sign(over.amount)
    if id in SUMS:
        return "", 0
    now, then = counted[id].share, before[id].share
    if now is None or then is None:
        return untold_word(), 0
    points = round((now - then) * 100, 1)
    if not points:
        return _("stable"), 0
    return f"{signed(points)} {_('point') if abs(points) < 2 else _('points')}", _sign(points)


def signed(amount: float) -> str:
    """« + 4 », « − 3 », « 0 »."""
    return f"+{NBSP}{number(amount)}" if amount > 0 else number(amount).replace("−", f"−{NBSP}")


def _sign(amount: float) -> int:
    return int(amount > 0) - int(amount < 0)
