"""Row-level security on PostgreSQL: a table with a pôle shows and takes the rows within reach."""

SETTING = "trame.poles"
"""What a connection, or a transaction, was told: see `reach`. Untold, nothing is within reach."""
SAYS = f"SELECT set_config('{SETTING}', %s, false)"
_SAID = f"current_setting('{SETTING}', true)"
_LISTED = f"string_to_array(coalesce({_SAID}, ''), ',')::uuid[]"
_WITHIN = f"(SELECT CASE {_SAID} WHEN '*' THEN NULL ELSE {_LISTED} END)"
"""The pôles, read once for a statement and not once for a row: NULL stands for all of them, and
nothing said for an empty list."""


def securing(table: str) -> list[str]:
    """The statements that put a table under it, its owner included: they may be said again."""
    return [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY",
        f"DROP POLICY IF EXISTS reach ON {table}",
        f"CREATE POLICY reach ON {table} USING ((pole_id = ANY ({_WITHIN}::uuid[])) IS NOT FALSE)",
    ]
