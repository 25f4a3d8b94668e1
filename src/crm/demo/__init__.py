"""A believable pôle, wholly invented: three years of work told through the rooms' commands."""

from crm.demo.filling import NotEmpty, Told, fill
from crm.demo.script import DemoClock

__all__ = ["DemoClock", "NotEmpty", "Told", "fill"]
