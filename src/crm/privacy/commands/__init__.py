"""What is asked about personal information."""

from crm.privacy.commands.erasing import erase, take_up_erasures

__all__ = ["erase", "take_up_erasures"]
