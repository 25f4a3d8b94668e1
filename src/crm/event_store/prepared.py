"""Statements built once and asked many times: building one costs more than most answers.

A function marked `prepared` builds the statement for what changes its words, most often an AsOf;
pôle and ids are given when it is asked. Never call it with the ids of rows: each would be kept.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, ParamSpec, TypeVar

from sqlalchemy import bindparam

P = ParamSpec("P")
Statement = TypeVar("Statement")
MOST = 128
"""Statements kept of each function: the one asked the longest ago is built again."""
POLE: Any = bindparam("pole_id")
"""The pôle of whoever asks, for `rows.of(POLE)` and `c.pole_id == POLE`."""
THIS: Any = bindparam("id")
"""What the statement is about: a file, an enterprise, whoever holds a role."""
_forget: list[Callable[[], None]] = []


def prepared(build: Callable[P, Statement]) -> Callable[P, Statement]:
    """Keeps what it builds."""
    kept = lru_cache(maxsize=MOST)(build)
    _forget.append(kept.cache_clear)
    return kept  # type: ignore[return-value]  # its arguments are those of `build`


def build_again() -> None:
    """Forgets all that is kept, for whoever changes how statements are built."""
    for forget in _forget:
        forget()
