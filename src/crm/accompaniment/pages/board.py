"""The open mandates by stage, side by side; a card is moved by its menu, each move an event."""

from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlencode

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Template
from sqlalchemy import Connection

from crm.accompaniment.domain.planning import STAGES
from crm.accompaniment.pages.files import read_cursor, written
from crm.accompaniment.pages.names import Party, names_of
from crm.accompaniment.pages.noting import titles_of
from crm.accompaniment.projections.files import File
from crm.accompaniment.projections.listing import Cursor, Filters, file_list
from crm.accompaniment.projections.steps import Step, next_of
from crm.event_store import EventStore
from crm.event_store.commands import day_of
from crm.site.labels import label
from crm.site.reader import Reader
from crm.site.rights import TEAM

SHOWN = 12
"""Cards of a column at once: beyond, its next page."""


class Card(NamedTuple):
    """A file on the board."""

    file: File
    who: Party
    title: str
    advisor: str
    step: Step | None
    step_text: str
    days: int
    """Since it is at this stage."""


class Column(NamedTuple):
    """A stage and the files that are at it, the last opened first."""

    code: str
    name: str
    cards: list[Card]
    following: str
    """Address of the next page of this column, when there is one."""
    started: bool


class BoardPages(Controller):
    path = "/accompagnements/tableau"
    opt = TEAM

    @get(sync_to_thread=True)
    def board(
        self,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        miens: FromQuery[str] = "",
        apres: FromQuery[str] = "",
    ) -> Template:
        """`apres` is the stage whose next page is asked for, a dot, and its cursor."""
        mine = reader.account_id if miens else None
        stage, _dot, place = apres.partition(".")
        after = read_cursor(place)
        with store.engine.connect() as db:
            pages = {
                one: _page(db, reader.pole_id, one, mine, after if one == stage else None)
                for one in STAGES
            }
            shown = [file for files, _next in pages.values() for file in files]
            cards = _cards(store, db, reader.pole_id, shown, day_of(store.clock()))
        columns = []
        for one, (files, following) in pages.items():
            stood = [cards[file.accompaniment_id] for file in files]
            started, more = one == stage and after is not None, _following(one, miens, following)
            columns.append(Column(one, label(one, "stages").capitalize(), stood, more, started))
        context = {"columns": columns, "mine": bool(miens), "today_is": day_of(store.clock())}
        return Template("accompaniment/board.html", context=context)


def _page(
    db: Connection, pole_id: str, stage: str, mine: str | None, after: Cursor | None
) -> tuple[list[File], Cursor | None]:
    asked = Filters(advisor_id=mine, stage=stage)
    return file_list(db, pole_id, asked, after=after, limit=SHOWN)


def _following(stage: str, mine: str, following: Cursor | None) -> str:
    asked = {"miens": mine} if mine else {}
    if not following:
        return ""
    return "/accompagnements/tableau?" + urlencode(
        asked | {"apres": f"{stage}.{written(following)}"}
    )


def _cards(
    store: EventStore, db: Connection, pole: str, files: list[File], today: date
) -> dict[str, Card]:
    steps = next_of(db, pole, [file.accompaniment_id for file in files])
    names = names_of(
        store, db, pole, (id for file in files for id in (file.party_id, file.advisor_id))
    )
    texts = store.open_many((step.step_id, "note", step.text) for step in steps.values())
    said = dict(zip(steps, texts, strict=True))
    titles = titles_of(store, files)
    return {
        file.accompaniment_id: Card(
            file,
            Party(file.party_kind, file.party_id, names[file.party_id]),
            titles[file.accompaniment_id],
            names[file.advisor_id],
            steps.get(file.accompaniment_id),
            said.get(file.accompaniment_id, ""),
            (today - _since(file)).days,
        )
        for file in files
    }


def _since(file: File) -> date:
    """The day it came to its stage."""
    reached: Any = file.opened_on if file.stage == "intake" else getattr(file, f"{file.stage}_on")
    return reached or file.opened_on
