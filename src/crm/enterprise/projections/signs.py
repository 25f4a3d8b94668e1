"""What in the succession and the workforce of an enterprise calls for a question, on a day?"""

from datetime import date
from typing import Any, NamedTuple

from crm.accompaniment.projections.brief_lines import Item
from crm.enterprise.projections.succession_known import Departure, Plan, Succession
from crm.event_store import EventStore
from crm.history.projections.telling import capital
from crm.indicator.domain.standing import KNOWN_BANDS, NEAR, band_on, is_fresh
from crm.site.french import date_short, plural
from crm.site.labels import label
from crm.site.languages import _

AGED = 3
"""From one in so many people of 55 years and more, it is spoken of."""


class Counts(NamedTuple):
    """Sealed counts of a portrait, opened; None when they are not numbers."""

    aged: int | None
    retiring: int | None


def signs_of(store: EventStore, id: str, known: Succession, on: date) -> list[Item]:
    """The red flags of what is known on a day, the nearest departure first."""
    portrait = known.portrait or {}
    names = ("aged_55_plus", "retirements_5_years")
    sealed = [*(portrait.get(name) for name in names), *(d.horizon for d in known.departures)]
    aged, retiring, *horizons = store.open_many((id, "succession", text) for text in sealed)
    told = zip(known.departures, horizons, strict=True)
    leaving = [_leaving(one, horizon, known.plan, on) for one, horizon in told]
    if not known.departures and not known.plan:
        leaving = [Item(_("Relève : aucun départ ni plan n’a encore été abordé"))]
    counts = Counts(_number(aged), _number(retiring))
    found = [*leaving, *_of_portrait(portrait, counts, on), _of_board(known.board or {})]
    return [one for one in found if one]


def plan_due(plan: Plan | None) -> list[tuple[date, Item]]:
    """When the written plan of succession runs out."""
    if not plan or not plan.valid_until:
        return []
    return [(plan.valid_until, Item(_("Fin du plan de relève"), _day(plan.valid_until)))]


def _leaving(one: Departure, horizon: str, plan: Plan | None, on: date) -> Item | None:
    said = _("dit le {day}", day=_day(one.occurred_on))
    if horizon in KNOWN_BANDS and not is_fresh(one.occurred_on, on):
        return Item(_("Horizon de départ à redemander"), said)
    band = band_on(horizon, one.occurred_on, on)
    if band not in NEAR:
        return None
    post, when = label(one.post, "role_kinds"), label(band, "horizons")
    ready = _("plan écrit") if plan else _("sans plan écrit")
    words = _("Départ envisagé, {post} : {when}", post=post, when=when)
    return Item(words, f"{said}, {ready}", late=not plan)


def _of_portrait(portrait: dict[str, Any], counts: Counts, on: date) -> list[Item]:
    if not portrait:
        return [Item(_("Aucun portrait de l’équipe"))]
    told_on: date = portrait["occurred_on"]
    said = _("portrait du {day}", day=_day(told_on))
    if not is_fresh(told_on, on):
        return [Item(_("Portrait de l’équipe à refaire"), said)]
    vacant, staff, aged = portrait["vacant_posts"], portrait["headcount"], counts.aged
    found = [plural(vacant, "%(n)s poste vacant", "%(n)s postes vacants")] if vacant else []
    if aged and staff and aged * AGED >= staff:
        found.append(_("{n} personnes sur {all} ont 55 ans et plus", n=aged, all=staff))
    if counts.retiring:
        words = "%(n)s retraite d’ici 5 ans", "%(n)s retraites d’ici 5 ans"
        found.append(plural(counts.retiring, *words))
    if portrait["recruitment_difficulty"] == "yes":
        found.append(_("difficulté à recruter"))
    return [Item(capital(", ".join(found)), said)] if found else []


def _of_board(board: dict[str, Any]) -> Item | None:
    seats, filled = board.get("seats"), board.get("filled")
    empty = seats - filled if seats is not None and filled is not None else 0
    if empty <= 0:
        return None
    words = "%(n)s siège à combler au conseil", "%(n)s sièges à combler au conseil"
    return Item(plural(empty, *words), _("le {day}", day=_day(board["occurred_on"])))


def _number(text: str) -> int | None:
    return int(text) if text.isdigit() else None


def _day(day: date) -> str:
    return date_short(day).striptags()
