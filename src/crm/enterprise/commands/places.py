"""Finding the MRC of an address."""

from crm.event_store.commands import Desk
from crm.vocabulary import Address


def placed(desk: Desk, address: Address) -> Address:  # noqa: ARG001
    """The address with its MRC."""
    return address
