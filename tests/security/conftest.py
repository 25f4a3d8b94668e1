"""The house of the rights, attacked."""

from rights.conftest import house

__all__ = ["house"]
