"""Whole days from one date to another, each database in its own words."""

from typing import Any

from sqlalchemy import Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class Days(FunctionElement[int]):
    """`Days(start, end)`; null when one of them is."""

    type = Integer()
    inherit_cache = True


@compiles(Days)
def _(element: Days, compiler: SQLCompiler, **how: Any) -> str:
    start, end = (compiler.process(clause, **how) for clause in element.clauses)
    return f"({end} - {start})"


@compiles(Days, "sqlite")
def _(element: Days, compiler: SQLCompiler, **how: Any) -> str:
    start, end = (compiler.process(clause, **how) for clause in element.clauses)
    return f"CAST(julianday({end}) - julianday({start}) AS INTEGER)"
