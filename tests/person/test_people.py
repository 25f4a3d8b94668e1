"""People met, and the roles they hold on a day."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from crm.event_store import AsOf, Author, EventStore, open_event_store
from crm.event_store.commands import Command
from crm.event_store.events import Occurrence, new_id
from crm.person.commands import AssignRole, EndRole, ProvideChannel, RegisterPerson
from crm.person.domain import Person, PersonUnnamed, RoleAlreadyEnded
from crm.person.projections import (
    PROJECTIONS,
    held_by_name,
    people,
    people_of,
    personal_channels,
)
from crm.refusal import Unknown
from crm.settings import Settings
from crm.vocabulary import PartyRef

POLE, HOLDER = new_id(), PartyRef(kind="enterprise", id=new_id())


@pytest.fixture
def store(furnished_url: str, tmp_path: Path) -> Iterator[EventStore]:
    keys = f"sqlite:///{tmp_path / 'keys.db'}"
    opened = open_event_store(
        Settings(database=furnished_url, keys=keys, secret="x" * 40), PROJECTIONS
    )
    yield opened
    opened.close()


def ask(store: EventStore, command: Command, pole_id: str = POLE) -> None:
    store.handle(command, Author(pole_id=pole_id, actor_id=new_id(), command_id=new_id()))


def test_a_name_as_written_is_enough_to_hold_a_role(store: EventStore) -> None:
    role = AssignRole(
        holder=HOLDER, kind="direction", as_written="M. Pépin", occurred_on=date(2020, 5, 1)
    )
    ask(store, role)
    ask(store, EndRole(role_id=role.role_id, occurred_on=date(2023, 5, 1)))
    with store.engine.connect() as db:
        days = (date(2020, 4, 30), date(2020, 5, 1), date(2023, 4, 30), date(2023, 5, 1))
        on = [people_of(db, POLE, HOLDER.id, AsOf(until=day)) for day in days]
        assert people_of(db, new_id(), HOLDER.id, AsOf(until=days[1])) == []
    assert [len(held) for held in on] == [0, 1, 1, 0]
    holder = on[1][0]
    assert "Pépin" not in holder.as_written
    assert store.open(holder.person_id, "identity", holder.as_written) == "M. Pépin"
    with pytest.raises(RoleAlreadyEnded):
        ask(store, EndRole(role_id=role.role_id))


def test_a_person_known_already_takes_another_role(store: EventStore) -> None:
    met = RegisterPerson(given_name="Maude", family_name="Pépin")
    ask(store, met)
    ask(store, AssignRole(holder=HOLDER, kind="board_chair", person_id=met.person_id))
    with store.engine.connect() as db:
        assert len(db.execute(people.c.person_id.table.select()).all()) == 1
    with pytest.raises(Unknown):
        ask(store, AssignRole(holder=HOLDER, kind="contact", person_id=met.person_id), new_id())


def test_nobody_is_nameless(store: EventStore) -> None:
    with pytest.raises(PersonUnnamed):
        ask(store, AssignRole(holder=HOLDER, kind="contact"))
    assert store.head() == 0


def test_a_personal_channel_is_sealed(store: EventStore) -> None:
    met = RegisterPerson(given_name="Maude")
    ask(store, met)
    ask(store, ProvideChannel(person_id=met.person_id, kind="phone", value="819 555-0142"))
    with store.engine.connect() as db:
        (row,) = db.execute(personal_channels.c.value.table.select()).mappings().all()
    assert "555" not in row["value"]
    assert store.open(met.person_id, "contact", row["value"]) == "819 555-0142"


def test_people_are_found_by_a_part_of_their_name(store: EventStore) -> None:
    """What is kept in memory follows each thing told of a person or of a role."""
    met = RegisterPerson(given_name="Maude", family_name="Pépin")
    first = AssignRole(holder=HOLDER, kind="direction", person_id=met.person_id)
    other = AssignRole(holder=HOLDER, kind="contact", as_written="Pepe Roy")
    partner = PartyRef(kind="organisation", id=new_id())
    for command in (
        met,
        first,
        other,
        AssignRole(holder=partner, kind="contact", as_written="Pep"),
    ):
        ask(store, command)
    assert found(store, "pep") == ["Maude Pépin", "Pepe Roy"]
    assert found(store, "roy", "pe") == ["Pepe Roy"]
    person = store.load(Person, met.person_id)
    person.rename(
        Occurrence(pole_id=POLE, actor_id=new_id(), occurred_on=date(2024, 1, 1)), "M.", "Roy"
    )
    store.record(person, author=Author(pole_id=POLE, actor_id=new_id(), command_id=new_id()))
    assert found(store, "roy") == ["M. Roy", "Pepe Roy"]
    ask(store, EndRole(role_id=other.role_id))
    assert found(store, "roy") == ["M. Roy"]
    assert [name for _held, name in held_by_name(store, new_id(), ["roy"], 20)] == []
    store.keyring.erase(met.person_id)
    assert found(store, "roy") == []


def found(store: EventStore, *words: str) -> list[str]:
    return [name for _held, name in held_by_name(store, POLE, words, 20)]
