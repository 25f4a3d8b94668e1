"""What tests need around them: a PostgreSQL server, a browser. Found, or started, never faked."""

import os
from typing import NoReturn

import pytest


def required() -> bool:
    """Under CI, what is missing fails; on a developer's machine, it is skipped aloud."""
    return os.environ.get("CI", "").lower() in {"1", "true"}


def missing(what: str) -> NoReturn:
    """Skip with the reason, or fail under CI."""
    if required():
        pytest.fail(what, pytrace=False)
    pytest.skip(what)
