"""A trade of its own for these tests: shared gardens, their plots, who tends them."""

from collections.abc import Callable
from typing import Annotated, Any

from msgspec.structs import replace
from sqlalchemy import Column, Integer, String, Text

from crm.event_store import Command, Desk, Id, Operations, Projection, Rows
from crm.event_store.events import Aggregate, Entry, EntryCorrected, EntryTakenBack, Event, stored
from crm.event_store.sealing import Sealed
from crm.refusal import Refusal


@stored("garden.opened.v1")
class GardenOpened(Event, frozen=True, kw_only=True):
    name: str


def _one_gardener(old: dict[str, Any]) -> dict[str, Any]:
    old["gardener"] = old.pop("gardeners")[0]
    return old


@stored("plot.lent.v2", _one_gardener)
class PlotLent(Entry, frozen=True, kw_only=True):
    plot_id: str
    gardener_id: str
    gardener: Annotated[str, Sealed("identity", of="gardener_id")] = ""
    visits: Annotated[int | str | None, Sealed("note", of="gardener_id")] = None
    tools: Annotated[tuple[str, ...] | str, Sealed("note", of="gardener_id")] = ()
    number: str | None = None


@stored("plot.tended.v1")
class PlotTended(Entry, frozen=True, kw_only=True):
    plot_id: str
    state: str


@stored("plot.returned.v1")
class PlotReturned(Entry, frozen=True, kw_only=True):
    plot_id: str


@stored("gardener.renamed.v1")
class GardenerRenamed(Entry, frozen=True, kw_only=True):
    """Said in a stream of its own, and seen on the plot she tends."""

    plot_id: str
    gardener: Annotated[str, Sealed("identity")]


class PlotTaken(Refusal):
    sentence = "Cette parcelle est déjà prêtée."


class PlotUnknown(Refusal):
    sentence = "Cette parcelle n’est pas prêtée."


class Garden(Aggregate, noun="garden"):
    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.lent: dict[str, str] = {}

    def evolve(self, event: Event) -> None:
        match event:
            case PlotLent():
                self.lent[event.plot_id] = "lent"
            case PlotTended():
                self.lent[event.plot_id] += f" {event.state}"
            case PlotReturned():
                del self.lent[event.plot_id]


class Gardener(Aggregate, noun="gardener"):
    """Somebody who tends plots of any garden."""


plots = Rows(
    "plots",
    Column("plot_id", Id),
    Column("garden_id", Id),
    Column("gardener_id", Id),
    Column("gardener", Text),
    Column("number", String(10)),
    Column("state", String(10)),
    key="plot_id",
    indexes=["pole_id garden_id"],
    unique=["pole_id number"],
)
who_tends = Projection("who_tends", plots)


@who_tends.on(PlotLent)
def _(event: PlotLent) -> Operations:
    yield plots.insert(
        plot_id=event.plot_id,
        garden_id=event.originator_id,
        gardener_id=event.gardener_id,
        gardener=event.gardener,
        number=event.number,
        state="bare",
    )


@who_tends.on(PlotTended)
def _(event: PlotTended) -> Operations:
    yield plots.change(event.plot_id, state=event.state)


@who_tends.on(PlotReturned)
def _(event: PlotReturned) -> Operations:
    yield plots.end(event.plot_id)


@who_tends.on(GardenerRenamed)
def _(event: GardenerRenamed) -> Operations:
    yield plots.change(event.plot_id, gardener=event.gardener)


lines = Rows(
    "lines",
    Column("originator_id", Id),
    Column("version", Integer),
    Column("kind", Text().with_variant(Text(collation="C"), "postgresql")),
    Column("said", Text),
    key="originator_id version",
    indexes=["originator_id version"],
)
what_happened = Projection("what_happened", lines)


@what_happened.on(GardenOpened, PlotLent, PlotTended, PlotReturned, EntryCorrected, EntryTakenBack)
def _(event: Event) -> Operations:
    yield lines.insert(
        originator_id=event.originator_id,
        version=event.originator_version,
        kind=type(event).__name__,
        said=getattr(event, "state", None) or getattr(event, "number", None),
    )


names = Rows("names", Column("garden_id", Id), Column("name", String(60)), key="garden_id")


def which_gardens(fails: Callable[[], bool], *, live: bool = True) -> Projection:
    """The names of gardens, unless the handler fails."""
    projection = Projection("which_gardens", names, live=live)

    @projection.on(GardenOpened)
    def _(event: GardenOpened) -> Operations:
        yield names.insert(garden_id=event.originator_id, name=event.name)
        if fails():
            raise ZeroDivisionError

    return projection


class OpenGarden(Command, frozen=True, kw_only=True):
    garden_id: str
    name: str = "Jardin du Coteau"

    def decide(self, desk: Desk) -> None:
        garden = desk.add(Garden(self.garden_id))
        garden.trigger(GardenOpened, desk.occurrence(self), name=self.name)


class LendPlot(Command, frozen=True, kw_only=True):
    garden_id: str
    plot_id: str
    gardener_id: str
    gardener: str = "Odile Vraisemblable"
    visits: int | str | None = None
    tools: tuple[str, ...] = ()
    number: str | None = None

    def decide(self, desk: Desk) -> None:
        garden = desk.load(Garden, self.garden_id)
        lent = {n: getattr(self, n) for n in ("plot_id", "gardener_id", "gardener", "visits")}
        by, taken = desk.occurrence(self), self.plot_id in garden.lent
        garden.trigger(PlotLent, by, number=self.number, tools=self.tools, **lent)
        if taken:  # asked late on purpose: what was triggered must be unsaid
            raise PlotTaken


class TendPlot(Command, frozen=True, kw_only=True):
    garden_id: str
    plot_id: str
    state: str

    def decide(self, desk: Desk) -> None:
        garden, by = desk.load(Garden, self.garden_id), desk.occurrence(self)
        if self.plot_id not in garden.lent:
            raise PlotUnknown
        garden.trigger(PlotTended, by, plot_id=self.plot_id, state=self.state)


class RenumberTwice(TendPlot, frozen=True, kw_only=True):
    adds = False


class ReturnPlot(Command, frozen=True, kw_only=True):
    garden_id: str
    plot_id: str

    def decide(self, desk: Desk) -> None:
        garden = desk.load(Garden, self.garden_id)
        if self.plot_id not in garden.lent:
            raise PlotTaken
        garden.trigger(PlotReturned, desk.occurrence(self), plot_id=self.plot_id)


class Correct(Command, frozen=True, kw_only=True):
    garden_id: str
    version: int
    values: dict[str, Any]

    def decide(self, desk: Desk) -> None:
        garden = desk.load(Garden, self.garden_id)
        if not isinstance(entry := garden.standing.get(self.version), Entry):
            raise PlotTaken
        if not self.values.keys() <= set(entry.__struct_fields__):
            raise PlotUnknown
        restated = replace(entry, **self.values)
        garden.correct(desk.occurrence(self), entry, restated, "Erreur de saisie")


class TakeBack(Command, frozen=True, kw_only=True):
    garden_id: str
    version: int

    def decide(self, desk: Desk) -> None:
        garden = desk.load(Garden, self.garden_id)
        entry = garden.standing.get(self.version) or garden.event(self.version)
        if not isinstance(entry, Entry | EntryCorrected | EntryTakenBack):
            raise PlotTaken
        garden.take_back(desk.occurrence(self), entry, "Saisie deux fois")


class RenameGardener(Command, frozen=True, kw_only=True):
    gardener_id: str
    plot_id: str
    gardener: str

    def decide(self, desk: Desk) -> None:
        someone, by = desk.add(Gardener(self.gardener_id)), desk.occurrence(self)
        someone.trigger(GardenerRenamed, by, plot_id=self.plot_id, gardener=self.gardener)


class ForgetRenaming(Command, frozen=True, kw_only=True):
    gardener_id: str

    def decide(self, desk: Desk) -> None:
        someone = desk.load(Gardener, self.gardener_id)
        someone.take_back(desk.occurrence(self), someone.standing[1])


class SwapPlots(Command, frozen=True, kw_only=True):
    """Two gardens speak in turns."""

    first: str
    second: str

    def decide(self, desk: Desk) -> None:
        one, other, by = desk.add(Garden(self.first)), desk.add(Garden(self.second)), None
        for n, garden in enumerate((one, other, one, other)):
            by = by or desk.occurrence(self)
            garden.trigger(GardenOpened, by, name=str(n))
