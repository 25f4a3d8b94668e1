"""Two people described one project: what each part becomes, and what is left to choose."""

from typing import Any

from crm.enterprise.commands.places import mrc_name
from crm.event_store import EventStore
from crm.event_store.said import version_said
from crm.history.projections.meanwhile import Meanwhile, said_meanwhile
from crm.promoter.commands import OnPromoter
from crm.promoter.domain.describing import Description, described, merged, tells_project
from crm.promoter.domain.promoter import Promoter
from crm.site.forms import Form
from crm.site.labels import label
from crm.site.languages import N_, _
from crm.site.reader import Reader

NAMES = {
    "working_title": N_("Titre de travail"),
    "idea": N_("L’idée"),
    "envisioned_form": N_("Forme envisagée"),
    "mrc": N_("MRC"),
}
INPUTS = {"working_title": "titre", "idea": "idee", "envisioned_form": "forme", "mrc": "mrc"}


def to_choose(
    store: EventStore, reader: Reader, command: OnPromoter, form: Form
) -> list[tuple[str, Meanwhile]]:
    """By name of the part, both values. The form then shows what a colleague told of the other
    parts, and answers to it."""
    told: Description = command.told  # type: ignore[attr-defined]  # only a description conflicts
    seen: int = command.seen  # type: ignore[attr-defined]  # the same
    promoter = store.load(Promoter, command.promoter_id)
    now = described(promoter, promoter.version)
    said, at_odds = merged(described(promoter, seen), now, told)
    form.see(version_said(promoter, tells_project))
    shown = {INPUTS[part]: (getattr(said, part) or "",) for part in INPUTS}
    form.data = {**form.data, **shown}
    return [
        (
            _(NAMES[part]),
            said_meanwhile(
                store,
                reader,
                promoter,
                tells_project,
                theirs=_words(part, getattr(now, part)),
                mine=_words(part, getattr(told, part)),
            ),
        )
        for part in at_odds
    ]


def _words(part: str, value: Any) -> str:
    if part == "envisioned_form":
        return label(value, "legal_forms")
    return mrc_name(value) if part == "mrc" else str(value)
