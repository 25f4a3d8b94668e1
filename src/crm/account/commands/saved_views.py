"""The views that each account names and keeps: a preference, in a table of its own.

Names are sealed, each under a key of its own that goes when a view deleted for a month is
forgotten; the rest is codes. A colleague opens a view that is shared, and keeps a copy.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Index,
    MetaData,
    String,
    Table,
    Text,
    and_,
    delete,
    insert,
    or_,
    select,
    update,
)

from crm.account.domain.views import MOST, NotYourView, TooManyViews, ViewGone, ViewNameTaken, named
from crm.event_store import EventStore
from crm.event_store.events import new_id
from crm.event_store.table_making import make_tables
from crm.site.folding import fold
from crm.site.reader import Reader

FORGOTTEN_AFTER = 30 * 24 * 3600 * 1_000_000
"""Microseconds during which a view deleted may be put back."""
tables = MetaData()
views = Table(
    "saved_views",
    tables,
    Column("view_id", String(36), primary_key=True),
    Column("pole_id", String(36), nullable=False),
    Column("account_id", String(36), nullable=False),
    Column("listed", String(20), nullable=False),
    Column("sealed_name", Text, nullable=False),
    Column("query", Text, nullable=False),
    Column("shared", Boolean, nullable=False),
    Column("is_default", Boolean, nullable=False),
    Column("deleted_at", BigInteger),
)
Index("saved_views_of", views.c.account_id, views.c.listed)


class View(NamedTuple):
    """One view of a list; `query` is what its address asks."""

    view_id: str
    account_id: str
    listed: str
    name: str
    query: str
    shared: bool
    is_default: bool

    @property
    def url(self) -> str:
        """The list as this view shows it."""
        return f"/{self.listed}?{self.query}{'&' if self.query else ''}vue={self.view_id}"


class Bar(NamedTuple):
    """What a list offers: one's own views by name, and the one it is shown by."""

    mine: list[View]
    shown: View | None

    @property
    def first(self) -> View | None:
        """The one that this list opens with."""
        return next((one for one in self.mine if one.is_default), None)


@dataclass
class SavedViews:
    """The views of everybody; each question names the pôle and the account that asks."""

    store: EventStore

    def prepare(self) -> None:
        """Makes the table when it is missing."""
        make_tables(self.store.engine, tables)

    def bar(self, reader: Reader, listed: str, shown: str = "") -> Bar:
        """The views of a list for this reader, and the one whose id is given, when it opens."""
        c = views.c
        mine = and_(c.account_id == reader.account_id, c.listed == listed)
        found = self._find(reader, or_(mine, c.view_id == shown[:36]))
        own = [one for one in found if one.account_id == reader.account_id and one.listed == listed]
        return Bar(own, next((one for one in found if one.view_id == shown), None))

    def of(self, reader: Reader) -> list[View]:
        """All those of this reader, list by list."""
        found = self._find(reader, views.c.account_id == reader.account_id)
        return sorted(found, key=lambda one: one.listed)

    def opened(self, reader: Reader, view_id: str) -> View:
        """One's own, or a colleague's that is shared. Raises ViewGone."""
        found = self._find(reader, views.c.view_id == view_id)
        if not found:
            raise ViewGone
        return found[0]

    def keep(self, reader: Reader, view: View) -> str:
        """A new view of one's own, by its id. Raises ViewUnnamed, ViewNameTooLong, ViewNameTaken,
        TooManyViews."""
        name, others = named(view.name), self.bar(reader, view.listed).mine
        if len(others) >= MOST:
            raise TooManyViews
        _refuse_twin(name, others)
        self._forget_old()
        id = new_id()
        sealed = self.store.keyring.seal(id, "note", name)
        row = {"view_id": id, "pole_id": reader.pole_id, "account_id": reader.account_id}
        row |= {"listed": view.listed, "query": view.query, "sealed_name": sealed}
        told = {"shared": view.shared, "is_default": False}
        with self.store.engine.begin() as db:
            db.execute(insert(views).values(row | told))
        return id

    def rename(self, reader: Reader, view_id: str, name: str) -> None:
        """Raises ViewGone, NotYourView, ViewUnnamed, ViewNameTooLong, ViewNameTaken."""
        mine, said = self._mine(reader, view_id), named(name)
        others = self.bar(reader, mine.listed).mine
        _refuse_twin(said, [one for one in others if one.view_id != view_id])
        self._write(reader, view_id, sealed_name=self.store.keyring.seal(view_id, "note", said))

    def tell(self, reader: Reader, view_id: str, **told: Any) -> None:
        """Shared or not, or what it asks. Raises ViewGone, NotYourView."""
        self._mine(reader, view_id)
        self._write(reader, view_id, **told)

    def open_with(self, reader: Reader, view_id: str, *, first: bool) -> None:
        """Whether its list opens with it, in place of any other. Raises ViewGone, NotYourView."""
        mine, c = self._mine(reader, view_id), views.c
        own = (c.account_id == reader.account_id, c.listed == mine.listed)
        with self.store.engine.begin() as db:
            db.execute(update(views).where(*own).values(is_default=False))
            if first:
                one = update(views).where(*own, c.view_id == view_id)
                db.execute(one.values(is_default=True))

    def drop(self, reader: Reader, view_id: str) -> View:
        """The view that was deleted; for a month it may be put back. Raises ViewGone,
        NotYourView."""
        mine = self._mine(reader, view_id)
        self._write(reader, view_id, deleted_at=self.store.clock(), is_default=False)
        return mine

    def put_back(self, reader: Reader, view_id: str) -> View:
        """Raises ViewGone, NotYourView."""
        self._write(reader, view_id, deleted_at=None)
        return self._mine(reader, view_id)

    def _mine(self, reader: Reader, view_id: str) -> View:
        found = self.opened(reader, view_id)
        if found.account_id != reader.account_id:
            raise NotYourView
        return found

    def _write(self, reader: Reader, view_id: str, **told: Any) -> None:
        c = views.c
        own = (c.view_id == view_id, c.account_id == reader.account_id, c.pole_id == reader.pole_id)
        with self.store.engine.begin() as db:
            db.execute(update(views).where(*own).values(told))

    def _find(self, reader: Reader, wanted: ColumnElement[bool]) -> list[View]:
        """Those that this reader may open, by name."""
        c = views.c
        may_open = or_(c.account_id == reader.account_id, c.shared.is_(True))
        there = (c.pole_id == reader.pole_id, c.deleted_at.is_(None), may_open)
        columns = (
            c.view_id,
            c.account_id,
            c.listed,
            c.sealed_name,
            c.query,
            c.shared,
            c.is_default,
        )
        with self.store.engine.connect() as db:
            rows = db.execute(select(*columns).where(wanted, *there)).all()
        names = self.store.open_many((row.view_id, "note", row.sealed_name) for row in rows)
        found = (View(*row)._replace(name=name) for row, name in zip(rows, names, strict=True))
        return sorted(found, key=lambda one: fold(one.name))

    def _forget_old(self) -> None:
        old = views.c.deleted_at < self.store.clock() - FORGOTTEN_AFTER
        with self.store.engine.begin() as db:
            ids = list(db.scalars(select(views.c.view_id).where(old)))
            if ids:
                db.execute(delete(views).where(views.c.view_id.in_(ids)))
        if ids:
            self.store.keyring.erase(*ids)


def _refuse_twin(name: str, others: list[View]) -> None:
    if any(fold(one.name) == fold(name) for one in others):
        raise ViewNameTaken
