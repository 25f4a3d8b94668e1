"""What the last days of a pôle at work also hold: papers, a partner who signs in, a referral sent
by a link, tools tried, kept and given up.

It is told of what the script left: the first open files, the referrals that wait.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import Connection, Select, select

from crm.accompaniment.commands import (
    AttachDocument,
    SendReferralLink,
    ShareReferral,
    TitleAccompaniment,
)
from crm.accompaniment.commands.contents import Contents
from crm.accompaniment.commands.partner_links import LIFE_DAYS, Bearer, ReferralLinks
from crm.accompaniment.projections.files import accompaniments
from crm.accompaniment.projections.referrals import referrals
from crm.directory.projections import tools
from crm.ecosystem.commands import NameRepresentative
from crm.enterprise.commands import AbandonTool, AdoptTool, ObserveToolResult, TryTool
from crm.enterprise.projections.known import enterprises
from crm.event_store import Command, EventStore
from crm.event_store.events import new_id
from crm.event_store.rows import Rows

AGENDA = (
    "1. Lecture du procès-verbal",
    "2. États financiers du trimestre",
    "3. Relève de la direction",
)
PAPERS = (
    ("Ordre du jour du conseil", AGENDA),
    ("Ordre du jour du conseil, complété", (*AGENDA, "4. Renouvellement du bail", "5. Varia")),
)
"""Two editions of one document: its title, and its lines."""
RESULTS = (
    ("adopted", "Le conseil s’en sert à chaque réunion; deux postes du budget ont été revus."),
    ("abandoned", "Trop long à remplir pour une équipe de quatre; le tableur d’avant leur suffit."),
    ("tried", "Un premier mois rempli avec la conseillère. À reparler au printemps."),
)
"""What became of a tool on trial, and what it gave."""
GIVEN_UP = "L’équipe est revenue à son tableur."


def lively(store: EventStore, pole_id: str, advisor: str, day: date) -> Iterator[Command]:
    """Commands of that day, in order; documents and links are kept as they are asked for."""
    with store.engine.connect() as db:
        files = _open_files(db, pole_id)
        waiting = _waiting(db, pole_id)
        bodies = db.scalars(_ids(enterprises, "enterprise_id", pole_id)).all()
        known = db.scalars(_ids(tools, "tool_id", pole_id)).all()
    yield TitleAccompaniment(accompaniment_id=files[0], title="Relève et états financiers")
    yield from _papers(store, pole_id, files[0])
    for body, tool, (state, result) in zip(bodies, known, RESULTS, strict=False):
        yield from _tool(body, tool, state, result, day)
    for referral_id, file in waiting:
        yield ShareReferral(accompaniment_id=file, referral_id=referral_id, consent="spoken")
    referral_id, file = waiting[0]
    links = ReferralLinks(store.engine)
    links.prepare()
    links.draw(Bearer(pole_id, referral_id, advisor, "fr"))
    until = day + timedelta(days=LIFE_DAYS)
    yield SendReferralLink(accompaniment_id=file, referral_id=referral_id, until=until)


def represented(store: EventStore, pole_id: str, account_id: str) -> Command:
    """The partner who answers the second referral that waits, by an account of its own."""
    c = referrals.c
    with store.engine.connect() as db:
        second = _waiting(db, pole_id)[1][0]
        organisation = db.scalar(select(c.organisation_id).where(c.referral_id == second))
    return NameRepresentative(organisation_id=str(organisation), account_id=account_id)


def _papers(store: EventStore, pole_id: str, file: str) -> Iterator[Command]:
    contents, document_id = Contents(store.engine, store.keyring), new_id()
    contents.prepare()
    for turn, (title, lines) in enumerate(PAPERS):
        yield AttachDocument(
            accompaniment_id=file,
            title=title,
            kept=contents.keep(pole_id, document_id, new_id(), "\n".join(lines).encode()),
            document_id=document_id,
            is_next=turn > 0,
        )


def _tool(body: str, tool: str, state: str, result: str, day: date) -> Iterator[Command]:
    tried, later = day - timedelta(days=90), day - timedelta(days=20)
    on = {"enterprise_id": body, "tool_id": tool}
    yield TryTool(**on, version="2026", occurred_on=tried)
    yield ObserveToolResult(**on, result=result, occurred_on=later)
    if state == "adopted":
        yield AdoptTool(**on, version="2026", occurred_on=later)
    elif state == "abandoned":
        yield AbandonTool(**on, reason=GIVEN_UP, occurred_on=later)


def _open_files(db: Connection, pole_id: str) -> list[str]:
    """Mandates, the first opened of those still open first."""
    c = accompaniments.c
    mine = (c.pole_id == pole_id, c.closed_on.is_(None), c.opened_as == "mandate")
    found = select(c.accompaniment_id).where(*mine, accompaniments.known())
    return list(db.scalars(found.order_by(c.position)))


def _waiting(db: Connection, pole_id: str) -> list[tuple[str, str]]:
    """(referral, file) of the last ones made to a partner, of enterprises, still to answer."""
    c = referrals.c
    mine = (c.pole_id == pole_id, c.state == "sent", c.party_kind == "enterprise")
    found = select(c.referral_id, c.accompaniment_id).where(*mine, referrals.known())
    return [(row[0], row[1]) for row in db.execute(found.order_by(c.position.desc()).limit(3))]


def _ids(rows: Rows, key: str, pole_id: str) -> Select[str]:
    """The first three of a kind."""
    c = rows.c
    return select(c[key]).where(c.pole_id == pole_id, rows.known()).order_by(c.position).limit(3)
