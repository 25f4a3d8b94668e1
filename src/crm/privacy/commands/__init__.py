"""What is asked about personal information."""

from crm.privacy.commands.erasing import erase, hold_erasures, take_up_erasures

__all__ = ["erase", "hold_erasures", "take_up_erasures"]
