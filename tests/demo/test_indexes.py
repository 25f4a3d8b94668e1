"""Each question has its index: none reads a table whole, none a whole pôle for one thing.

Asked today and as known at a date, on either database. The index of a key holds the rows known
now alone, so a question that only has this one reads everything as soon as it asks of the past.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from sqlalchemy import Connection, Engine, Table, insert, select

from crm.account.projections import accounts
from crm.app import PROJECTIONS
from crm.demo.names import TEAM
from crm.event_store import Id, open_event_store
from crm.settings import Settings
from demo.test_pages import signed_in
from demo_house import Demo
from demo_walk import Heard, Question, as_known_then, askers, heard, walk

POLES = 12
"""On PostgreSQL: one pôle alone would be the whole table, and no index would look for it."""
SPARING = """SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off;
SET enable_material = off; SET cpu_index_tuple_cost = 100"""
"""On tables as small as these PostgreSQL would read everything: it is made to count each entry."""
SMALL = {
    "accounts", "consent_terms", "erasures_decided", "grants", "pole_rules", "poles",
    "projection_generations", "retention_prolongations", "retention_rules", "team_members",
}  # fmt: skip
"""Asked of the whole house: a handful of rows for each pôle, or for each projection."""
WHOLE_POLE = {
    "an import compares with all that is known": (
        "exchange/commands/known.py _bodies", "exchange/commands/known.py _contacts",
        "exchange/commands/known.py _light_files", "exchange/commands/known.py _named",
        "exchange/commands/known.py _standing", "exchange/commands/known.py _team",
    ),
    "words are looked for inside names": (
        "accompaniment/pages/names.py _clear_parties", "directory/projections.py tools_listed",
        "ecosystem/projections.py organisations_known",
        "enterprise/pages/searching.py _organisations",
        "privacy/projections/matching.py _people",
    ),
    "read once, then kept in memory and kept up by the ids of what changed": (
        "accompaniment/projections/bearing.py _files",
        "accompaniment/projections/bearing.py _organisations",
        "enterprise/projections/listing.py _bearing", "indicator/projections/facts.py _read",
        "person/projections.py _met", "person/projections.py named",
        "promoter/projections/titles.py _titles",
    ),
    "a choice among tens: the team, tools, partners, projects, places once asked about": (
        "accompaniment/pages/names.py names_and_lists", "account/commands/users.py pole_at_work",
        "indicator/pages/followup.py advisors", "promoter/projections/__init__.py counts_by_state",
        "promoter/projections/__init__.py projects", "territory/projections.py remembered_names",
    ),
    "asked once a month of all that is kept": ("privacy/projections/due.py _due",),
    "one page, in the order of the index": (
        "accompaniment/projections/listing.py file_list",
        "privacy/projections/incidents.py incidents_of",
        "privacy/projections/requests.py settled_requests",
    ),
    "the report counts every file of the pôle": ("indicator/projections/followup.py counted",),
}  # fmt: skip
EVERY = {rows.name: rows for projection in PROJECTIONS for rows in projection.tables}


class Access(NamedTuple):
    """How a plan reads one table: by which index, looking for which of its columns."""

    rows: str
    by: str | None
    sought: frozenset[str]


@pytest.fixture(scope="module")
def questions(demo: Demo) -> tuple[Heard, Heard]:
    """All that is asked, today and as known at an instant."""
    client = signed_in(demo, TEAM[0][1])
    with demo.store.engine.connect() as db:
        advisor = str(db.scalar(select(accounts.c.account_id).where(accounts.known()).limit(1)))
    with heard(demo.store.engine) as today:
        walk(client, demo, advisor)
    with pytest.MonkeyPatch.context() as patch, heard(demo.store.engine) as then:
        as_known_then(patch)
        walk(client, demo, advisor)
    return today, then


@pytest.fixture(scope="module")
def postgres_copy(demo: Demo, postgres_server: Any, tmp_path_factory: Any) -> Iterator[Engine]:
    """The rows of the demonstration on PostgreSQL, with the statistics it plans by."""
    from provision import postgresql

    with postgresql.database(postgres_server) as address:
        keys = f"sqlite:///{tmp_path_factory.mktemp('keys')}/keys.db"
        url = address.render_as_string(hide_password=False)
        store = open_event_store(Settings(database=url, keys=keys, secret="s" * 40), PROJECTIONS)
        with demo.store.engine.connect() as here, store.engine.begin() as there:
            for rows in EVERY.values():
                _copy(rows.generation(1), here, there)
            there.exec_driver_sql("ANALYZE")
        yield store.engine
        store.close()


def _copy(table: Table, here: Connection, there: Connection) -> None:
    """The rows as they are, then as those of other pôles: the same, under ids of their own."""
    if found := here.execute(select(table)).mappings().all():
        there.execute(insert(table), [dict(row) for row in found])
        drawn = (f"md5({c.name}::text || n)::uuid" if c.type is Id else c.name for c in table.c)
        others = f"SELECT {', '.join(drawn)} FROM {table}, generate_series(2, {POLES}) n"
        there.exec_driver_sql(f"INSERT INTO {table} {others}")


@pytest.fixture(params=["sqlite", "postgresql"])
def planning(request: pytest.FixtureRequest, demo: Demo) -> Iterator[Connection]:
    """A connection to the same rows on each database."""
    engine = demo.store.engine
    if request.param == "postgresql":
        engine = request.getfixturevalue("postgres_copy")
    with engine.connect() as db:
        if request.param == "postgresql":
            db.exec_driver_sql(SPARING)
        yield db
        if request.param == "postgresql":
            db.exec_driver_sql("RESET ALL")


def accesses(db: Connection, question: Question) -> Iterator[Access]:
    """How this database would read the rows of each projection that a question asks for."""
    dialect = db.engine.dialect
    compiled: Any = question.clause.compile(dialect=dialect)
    asked = compiled.construct_expanded_state(question.values)
    processors = {**compiled._bind_processors, **asked.processors}
    bound = {n: processors[n](v) if n in processors else v for n, v in asked.parameters.items()}
    if dialect.name == "sqlite":
        listed = tuple(bound[name] for name in asked.positiontup or ())
        plan = db.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked.statement}", listed)
        yield from filter(None, (_line(row[3]) for row in plan))
    else:
        (plan,) = db.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {asked.statement}", bound).scalar_one()
        yield from _node(plan["Plan"])


def _line(told: str) -> Access | None:
    found = re.match(r"(?:SCAN|SEARCH) (\w+)_g1\b(?:.* INDEX (\w+))?", told)
    if not found:
        return None
    index = None if "AUTOMATIC" in told or told.startswith("SCAN") else found[2]
    return Access(found[1], index, frozenset(re.findall(r"(\w+)[=<>]", told)))


def _node(node: dict[str, Any]) -> Iterator[Access]:
    if node.get("One-Time Filter") == "false":
        return  # never read
    if "Index Name" in node:
        index = node["Index Name"]
        words = re.findall(r"\b\w+\b", node.get("Index Cond", ""))
        if (rows := index.rpartition("_g1")[0]) in EVERY:  # the events have indexes of their own
            yield Access(rows, index, frozenset(words) & _columns(index))
    elif node["Node Type"] == "Seq Scan":
        yield Access(node["Relation Name"].removesuffix("_g1"), None, frozenset())
    for below in node.get("Plans", ()):
        yield from _node(below)


def _columns(index: str) -> set[str]:
    rows = EVERY[index.rpartition("_g1")[0]]
    return next({c.name for c in i.columns} for i in rows.all_indexes(1) if i.name == index)


def faults(db: Connection, said: Heard) -> Iterator[str]:
    """Who reads a table whole, or a whole pôle without a reason.

    The second is asked of SQLite alone, which plans without statistics: PostgreSQL knows what a
    pôle holds, and reads a handful of rows as it likes.
    """
    allowed = {asker for some in WHOLE_POLE.values() for asker in some}
    blind = db.dialect.name == "sqlite"
    for question, who in said.values():
        for rows, by, sought in accesses(db, question):
            if rows in SMALL:
                continue
            if not by or not sought:
                yield f"{rows} is read whole by {sorted(who)}"
            elif blind and sought == {"pole_id"} and not who <= allowed:
                yield f"{rows}: a whole pôle is read by {sorted(who - allowed)}"


def test_every_question_is_heard(questions: tuple[Heard, Heard]) -> None:
    """Nothing can be said of the plan of a question that nobody asks here."""
    asked = {asker for said in questions for _, who in said.values() for asker in who}
    assert askers() - asked == set()


def test_each_question_has_its_index_today(
    planning: Connection, questions: tuple[Heard, Heard]
) -> None:
    assert sorted(set(faults(planning, questions[0]))) == []


def test_each_question_has_its_index_as_known_at_a_date(
    planning: Connection, questions: tuple[Heard, Heard]
) -> None:
    assert len(questions[1]) >= len(questions[0])
    assert sorted(set(faults(planning, questions[1]))) == []


def test_no_index_waits_for_a_question(demo: Demo, questions: tuple[Heard, Heard]) -> None:
    """Each one is paid for at every write."""
    with demo.store.engine.connect() as db:
        plans = [accesses(db, asked) for said in questions for asked, _ in said.values()]
        used = {access.by for plan in plans for access in plan}
    kept = {
        f"{r.name}_g1_{n}": " ".join(i) for r in EVERY.values() for n, i in enumerate(r.indexes)
    }
    assert {name: columns for name, columns in kept.items() if name not in used} == {}


@pytest.mark.parametrize(
    "index", ["interventions_g1_0", "enterprise_values_g1_0", "accompaniments_g1_2"]
)
def test_a_missing_index_is_found(
    planning: Connection, questions: tuple[Heard, Heard], index: str
) -> None:
    if planning.dialect.name == "postgresql":
        planning.exec_driver_sql("BEGIN")
    planning.exec_driver_sql(f"DROP INDEX {index}")
    found = list(faults(planning, questions[1]))
    planning.exec_driver_sql("ROLLBACK")
    assert any(fault.startswith(index.partition("_g1")[0]) for fault in found)
