"""`crm doctor` finds out by trying whether the database guards the events."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from crm.cli import run
from crm.event_store.privileges import APP

Examined = Callable[[], dict[str, str]]


@pytest.fixture
def examined(
    database_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Examined:
    """What the doctor says, by question."""
    monkeypatch.setenv("CRM_DATABASE_URL", database_url)
    monkeypatch.setenv("CRM_KEYRING_URL", f"sqlite:///{tmp_path}/cles.db")
    monkeypatch.setenv("CRM_SECRETS", f"{tmp_path}/secrets.json")

    def _examine() -> dict[str, str]:
        status = run(["doctor"])
        lines = capsys.readouterr().out.replace("\u00a0", " ").splitlines()
        assert status == int(any(" MAL " in line for line in lines))
        return {line[:9].strip(): line[9:] for line in lines}

    return _examine


def _order(url: str, *orders: str) -> list[object]:
    owner = create_engine(url, isolation_level="AUTOCOMMIT")
    with owner.connect() as db:
        answers = [db.execute(text(order)) for order in orders]
        found = [answer.scalar() for answer in answers if answer.returns_rows]
    owner.dispose()
    return found


def test_a_sound_house(examined: Examined, database_url: str) -> None:
    said = examined()
    assert {line.split()[0] for line in said.values()} == {"bien"}
    if database_url.startswith("sqlite"):
        assert "les droits du fichier" in said["ajouts"]
        assert "aucune vue ne montre rien" in said["pôles"]
    else:
        assert "« postgres » possède les tables" in said["rôle"]
        assert "effacer, vider ou redéfinir les événements : refusé" in said["ajouts"]
        assert "avec un pôle, le sien seul" in said["pôles"]


ON_POSTGRES = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@ON_POSTGRES
def test_the_examination_leaves_nothing_behind(examined: Examined, database_url: str) -> None:
    examined()
    counts = (
        "SELECT count(*) FROM events",
        "SELECT count(*) FROM poles_g1",
        "SELECT last_value + is_called::int FROM events_position_seq",
    )
    assert _order(database_url, *counts) == [0, 0, 1]


@ON_POSTGRES
def test_what_is_not_guarded_is_named(examined: Examined, database_url: str) -> None:
    examined()
    _order(
        database_url,
        f"GRANT UPDATE ON events TO {APP}",
        f"GRANT DELETE ON receipts TO {APP}",
        f"GRANT TRUNCATE ON events TO {APP}",
        "ALTER TABLE poles_g1 NO FORCE ROW LEVEL SECURITY",
        "ALTER TABLE accounts_g1 DISABLE ROW LEVEL SECURITY",
        "CREATE POLICY open ON events USING (true)",
    )
    said = examined()
    assert said["ajouts"] == (
        "MAL   la base obéit à : UPDATE events SET position=position WHERE false; TRUNCATE events; "
        "DELETE FROM receipts WHERE false"
    )
    assert said["pôles"].startswith("MAL   sans pôle")
    assert "on atteint : events, accounts, poles." in said["pôles"]


@ON_POSTGRES
def test_an_engine_that_owns_the_events_is_named(examined: Examined, database_url: str) -> None:
    examined()
    _order(database_url, f"ALTER TABLE events OWNER TO {APP}")
    assert "ALTER TABLE events" in examined()["ajouts"]


@ON_POSTGRES
def test_a_missing_role_is_said_with_what_to_do(
    examined: Examined, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = make_url(database_url).database or ""
    _order(
        database_url,
        f"CREATE ROLE {plain} LOGIN PASSWORD 'essai'",
        f"ALTER DATABASE {plain} OWNER TO {plain}",
    )
    address = make_url(database_url).set(username=plain, password="essai")
    monkeypatch.setenv("CRM_DATABASE_URL", address.render_as_string(hide_password=False))
    said = examined()
    assert said["rôle"].startswith("MAL")
    assert f'GRANT {APP} TO "{plain}";' in said["rôle"]
    assert said["ajouts"].startswith("MAL")
    assert said["pôles"].startswith("bien")
    _order(database_url, f"ALTER DATABASE {plain} OWNER TO CURRENT_USER", f"DROP OWNED BY {plain}")
    _order(database_url, f"DROP ROLE {plain}")


@ON_SQLITE
def test_a_view_made_before_there_was_a_reach_is_named(
    examined: Examined, database_url: str
) -> None:
    examined()
    _order(
        database_url,
        "DROP VIEW poles",
        "CREATE VIEW poles AS SELECT * FROM poles_g1",
        "INSERT INTO poles_g1 (id, pole_id, position, recorded_at) VALUES ('p', 'p', 1, 1)",
    )
    assert "on atteint : poles" in examined()["pôles"]
