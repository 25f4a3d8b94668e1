"""Names of places for the reports."""

from crm.site.languages import _


def place_name(mrc: str | None) -> str:
    """The name of an MRC, its code when geography does not know it, or that it is unknown."""
    return mrc or _("Territoire inconnu")
