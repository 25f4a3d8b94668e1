"""What is known of an enterprise's people, read as facts that may raise a flag, and their words."""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection

from crm.accompaniment.projections.files import File, files_of
from crm.enterprise.domain.flags import Facts, Flag, Leaving, flags_of
from crm.enterprise.projections.flags import taken_up
from crm.enterprise.projections.succession_known import Succession, succession_of
from crm.event_store import AsOf, EventStore
from crm.event_store.commands import day_of
from crm.indicator.domain.standing import band_on, is_fresh
from crm.refusal import N_
from crm.site.french import date_short
from crm.site.labels import label
from crm.site.languages import _
from crm.site.reader import Reader

WHY = {
    "leaving": N_(
        "{post} : départ prévu {horizon}, dit le {day}, et aucun plan de relève n’est en vigueur."
    ),
    "retiring": N_("Retraites prévues d’ici 5 ans : {n}. Aucun plan de relève n’est en vigueur."),
    "vacant": N_("Postes vacants au portrait du {day} : {n}."),
    "recruiting": N_("L’entreprise dit avoir de la difficulté à recruter (portrait du {day})."),
    "seats": N_("Sièges vacants au conseil : {n} sur {whole}, au {day}."),
    "stale": N_("Le portrait de la main-d’œuvre manque, ou date de plus de 24 mois."),
}
TASKS = {
    "leaving": N_("Préparer un plan de relève avec l’entreprise"),
    "retiring": N_("Voir qui prendra la suite des retraites prévues"),
    "vacant": N_("Regarder comment pourvoir les postes vacants"),
    "recruiting": N_("Regarder les moyens de recruter avec l’entreprise"),
    "seats": N_("Voir comment combler les sièges vacants du conseil"),
    "stale": N_("Dresser le portrait de la main-d’œuvre"),
}
"""What is proposed; whoever plans it writes what they want."""


class Shown(NamedTuple):
    """A flag as the page shows it; `taken` when it became a task since it was told."""

    flag: Flag
    title: str
    why: str
    task: str
    taken: Any = None


def flags_shown(
    store: EventStore, db: Connection, reader: Reader, enterprise_id: str
) -> tuple[list[Shown], list[File]]:
    """The flags of today, and the open mandates in which they may become tasks."""
    today, pole_id = day_of(store.clock()), reader.pole_id
    known = succession_of(db, pole_id, enterprise_id, AsOf(until=today))
    flags = flags_of(facts_of(store, enterprise_id, known, today), today)
    rows = taken_up(db, pole_id, enterprise_id)
    codes = store.open_many((enterprise_id, "succession", row.flag) for row in rows)
    taken = dict(reversed(list(zip(codes, rows, strict=True))))
    files = [
        file
        for file in files_of(db, pole_id, enterprise_id)
        if file.closed_on is None and file.opened_as == "mandate"
    ]
    return [_shown(flag, taken.get(flag.code)) for flag in flags], files


def facts_of(store: EventStore, enterprise_id: str, known: Succession, today: date) -> Facts:
    """The same facts with sealed ones opened, horizons as they have aged; an erased one says
    nothing, and neither does one too old."""
    portrait, board = known.portrait or {}, known.board or {}
    sealed = [portrait.get("retirements_5_years") or "", *(d.horizon for d in known.departures)]
    retiring, *horizons = store.open_many((enterprise_id, "succession", one) for one in sealed)
    told = portrait | board | {"retirements_5_years": int(retiring) if retiring.isdigit() else None}
    names = ("retirements_5_years", "vacant_posts", "seats", "filled")
    return Facts(
        counts={name: told[name] for name in names if isinstance(told.get(name), int)},
        told_on=portrait.get("occurred_on"),
        board_on=board.get("occurred_on"),
        leaving=tuple(
            Leaving(one.post, band_on(horizon, one.occurred_on, today), one.occurred_on)
            for one, horizon in zip(known.departures, horizons, strict=True)
            if is_fresh(one.occurred_on, today)
        ),
        has_plan=bool(known.plan) or portrait.get("succession_plan_in_force") == "yes",
        recruits_hard=portrait.get("recruitment_difficulty") == "yes",
    )


def _shown(flag: Flag, taken: Any) -> Shown:
    post = flag.code.partition(".")[2]
    words: dict[str, Any] = dict(flag.numbers) | {
        "post": label(post, "role_kinds").capitalize() if post else "",
        "horizon": label(flag.horizon, "horizons") if flag.horizon else "",
        "day": date_short(flag.told_on).striptags() if flag.told_on > date.min else "",
    }
    return Shown(
        flag,
        label(flag.kind, "red_flags"),
        _(WHY[flag.kind], **words),
        _(TASKS[flag.kind]),
        taken if taken and taken.taken_on >= flag.told_on else None,
    )
