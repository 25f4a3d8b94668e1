"""A few letters among 20,000 names, beside reading these names one after the other."""

from functools import partial
from itertools import islice, product

from benchmarks.conftest import Opening
from benchmarks.report import Report, Works, interleaved, seconds
from crm.accompaniment.projections.bearing import bearing, index_of
from crm.app import PROJECTIONS
from crm.enterprise.commands import RegisterEnterprise
from crm.event_store import Author, EventStore
from crm.event_store.events import new_id
from crm.event_store.memory import moment_of

NAMES, ROUNDS, ASKED = 20_000, 11, 20
GOAL, MOST = 0.5, 50.0
"""Times the floor; milliseconds, when all that is kept must be read again."""
KINDS = ("enterprise", "organisation", "person", "promoter", "accompaniment")
FORMS = ("Coop. de solidarité", "Les Ateliers", "Centre", "Auberge", "Maison des jeunes")
PLACES = ("L’Éveil", "L’Œuvre", "du Fleuve", "La Vapeur", "Bois debout", "Trois Lacs")
TYPED = ("oeuvre", "coop leveil", "atel 199", "vapeur", "zzz")


def told(store: EventStore) -> str:
    """A pôle that knows them all."""
    pole_id = new_id()
    every = product(range(NAMES), FORMS, PLACES)
    names = islice((f"{form} {place} {n}" for n, form, place in every), NAMES)
    commands = [RegisterEnterprise(name=name) for name in names]
    store.handle_all((c, _author(pole_id)) for c in commands)
    return pole_id


def _author(pole_id: str) -> Author:
    return Author(pole_id=pole_id, actor_id=pole_id, command_id=new_id())


def test_names_by_a_few_letters(kind: str, opening: Opening, report: Report) -> None:
    store = opening(PROJECTIONS)
    pole_id = told(store)
    texts = index_of(store, pole_id, "enterprise", moment_of(store, pole_id)).texts
    assert len(texts) == NAMES

    def ours() -> Works:
        for typed in TYPED * (ASKED // len(TYPED)):
            yield partial(bearing, store, pole_id, typed, KINDS, 10)

    def floor() -> Works:
        for typed in TYPED * (ASKED // len(TYPED)):
            yield partial(_read_all, texts, typed.split())

    interleaved(2, floor=floor, ours=ours)
    rounds = interleaved(ROUNDS, floor=floor, ours=ours)
    report.times(
        "a few letters among 20,000 names", kind, rounds, floor="each name read", at_most=GOAL,
        of=ASKED,
    )  # fmt: skip
    after = []
    for typed in TYPED:
        store.handle(RegisterEnterprise(name="Coop de l’Ajout"), _author(pole_id))
        asked = partial(bearing, store, pole_id, typed, KINDS, 10)
        after.append(seconds(asked) * 1_000)
    report.at_most("the same, just after an act", kind, after, limit=MOST, unit="ms")


def _read_all(texts: list[str], words: list[str]) -> int:
    return sum(all(word in text for word in words) for text in texts)
