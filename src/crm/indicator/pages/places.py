"""Names of places, for the reports."""

from crm.enterprise.commands.places import mrc_name
from crm.site.languages import _


def place_name(mrc: str | None) -> str:
    """The name of an MRC, its code when geography does not know it, or that it is unknown."""
    return mrc_name(mrc) or mrc or _("Territoire inconnu")
