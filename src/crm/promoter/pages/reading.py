"""What every page of projects reads: who carries them, their titles opened, who may write."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Connection

from crm.event_store import EventStore
from crm.promoter.pages.words import UNTITLED
from crm.promoter.projections import Member, Project, members_of, project
from crm.refusal import Unknown
from crm.site.languages import _
from crm.site.reader import Reader


class Carrier(NamedTuple):
    """Somebody who carries a project, by name."""

    person_id: str
    name: str
    member: Member


def project_of(db: Connection, reader: Reader, promoter_id: object) -> Project:
    """A project of this pôle. Raises Unknown."""
    found = project(db, reader.pole_id, str(promoter_id))
    if not found:
        raise Unknown
    return found


def titles(store: EventStore, found: Iterable[Project]) -> dict[str, str]:
    """The title of each project, opened; « Projet sans titre » when it has none."""
    asked = list(found)
    clear = store.open_many((p.promoter_id, "identity", p.working_title) for p in asked)
    return {p.promoter_id: title or _(UNTITLED) for p, title in zip(asked, clear, strict=True)}


def carriers(
    store: EventStore, db: Connection, reader: Reader, promoter_ids: list[str]
) -> dict[str, list[Carrier]]:
    """By project, those who carry it, their names opened."""
    members = members_of(db, reader.pole_id, promoter_ids)
    parts = (
        (m.person_id, "identity", part)
        for m in members
        for part in (m.given_name, m.family_name, m.as_written)
    )
    clear = iter(store.open_many(parts))
    found: dict[str, list[Carrier]] = {id: [] for id in promoter_ids}
    for member in members:
        given, family, written = (next(clear) for _n in range(3))
        name = f"{given} {family}".strip() or written
        found[member.promoter_id].append(Carrier(member.person_id, name, member))
    return found
