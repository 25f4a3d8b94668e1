"""What was written on a device without network, and sent later: when, and by whom."""

from datetime import date

from crm.event_store.commands import day_of
from crm.refusal import N_, Refusal
from crm.site.forms import Form
from crm.site.reader import Reader

WRITTEN_AT, WRITTEN_BY = "ecrit_a", "ecrit_par"
OLDEST = 45 * 24 * 3600 * 1_000_000
"""How long before it arrives a note may have been written; a device keeps it for 30 days."""


class WrittenByAnother(Refusal):
    sentence = N_(
        "Cette note a été écrite sous un autre compte. Elle attend que la même personne ouvre sa "
        "session."
    )
    field = WRITTEN_BY
    status = 403


def captured_at(form: Form, now: int) -> int | None:
    """The instant of the device (microseconds, UTC) when it kept this form; None when it came at
    once. A clock that is ahead of ours, or weeks late, is not believed."""
    said = form.value(WRITTEN_AT)
    if not (said.isascii() and said.isdigit()):
        return None
    at = int(said[:15]) * 1_000
    return min(at, now) if at >= now - OLDEST else None


def day_written(form: Form, reader: Reader, now: int) -> date:
    """The day that « hier » and « vendredi » are counted from. Raises WrittenByAnother."""
    if (by := form.value(WRITTEN_BY)) and by != reader.account_id:
        raise WrittenByAnother
    return day_of(captured_at(form, now) or now)
