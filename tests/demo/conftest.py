"""The demonstration, filled once for the tests that only read it."""

from collections.abc import Iterator

import pytest

from demo_house import Demo, filled


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    made = filled(tmp_path_factory.mktemp("demo"))
    yield made
    made.store.close()
