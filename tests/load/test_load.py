"""Web nodes and workers on one PostgreSQL: the short run of `python -m load`."""

from pathlib import Path

import pytest
from sqlalchemy import URL

from load.house import house
from load.trial import Trial


@pytest.mark.timeout(180)
def test_several_processes_share_the_work(postgres_server: URL, tmp_path: Path) -> None:
    with house(postgres_server, tmp_path / "house", 2, 2) as made:
        trial = Trial(made, 1_000, postgres_server)
        assert trial.troubled(4, 4) == []
        trial.store.close()
