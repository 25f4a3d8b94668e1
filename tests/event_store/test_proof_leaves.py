"""What is hashed: the same bytes on both databases, and nothing two events could share."""

import json
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.event_store.databases import open_engine, pen
from crm.event_store.ids import new_id
from crm.event_store.proof.leaves import ENVELOPE, describe, leaves, lines
from crm.event_store.schema import create_tables
from crm.event_store.tables import events
from event_store.vault import hand_on
from provision import postgresql

TEXT = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0")
    | st.sampled_from('"\\/\t\n\x1f\x7f'),
    max_size=9,
)
ROW = st.fixed_dictionaries(
    {
        "position": st.integers(1, 2**62),
        "originator_version": st.integers(1, 2**31 - 1),
        "topic": TEXT,
        "state": TEXT,
        "recorded_at": st.integers(0, 2**62),
        "occurred_on": st.dates(date(1900, 1, 1)),
        "occurred_precision": st.sampled_from(["day", "by"]),
        "source": st.sampled_from(["page", "import"]),
        "action": st.none() | st.just("R1"),
        "import_id": st.none() | st.builds(new_id),
        "import_row": st.none() | TEXT,
        "cause": st.none() | TEXT,
        "captured_at": st.none() | st.integers(0, 2**62),
        **{
            name: st.builds(new_id)
            for name in ("pole_id", "originator_id", "actor_id", "command_id")
        },
    }
)


def test_every_column_is_hashed() -> None:
    """A new column needs a new form of leaf: the old ones are signed as they are."""
    assert {*ENVELOPE, "state"} == set(events.c.keys())


@pytest.fixture(scope="module")
def engines(
    tmp_path_factory: pytest.TempPathFactory, postgres_server: sa.URL
) -> Iterator[list[sa.Engine]]:
    """One of each kind."""
    with postgresql.database(postgres_server) as address:
        urls = (
            f"sqlite:///{tmp_path_factory.mktemp('leaves') / 'a.db'}",
            address.render_as_string(hide_password=False),
        )
        engines = [open_engine(url) for url in urls]
        for engine in engines:
            create_tables(engine)
        yield engines
        for engine in engines:
            engine.dispose()


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(ROW)
def test_both_databases_give_the_same_bytes(engines: list[sa.Engine], row: dict[str, Any]) -> None:
    """Those that anybody makes with the JSON of any language."""
    columns = [row[name] for name in ENVELOPE]
    told = json.dumps(columns, ensure_ascii=False, separators=(",", ":"), default=str)
    said = f"{told}\n{row['state']}".encode()
    for engine in engines:
        with hand_on(engine).begin() as db:
            db.execute(sa.delete(events))
            db.execute(sa.insert(events), [row])
        with pen(engine) as p:
            assert lines(p, 1, 2**62) == [said]
            assert leaves(p, 1, 2**62) == [sha256(b"\0" + said).digest()]
    assert describe(said) == (row["position"], row["originator_id"], row["originator_version"])
