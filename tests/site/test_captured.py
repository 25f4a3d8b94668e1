"""The instant that a device says: believed when it can be true."""

from datetime import date

import pytest

from crm.site.captured import OLDEST, WrittenByAnother, captured_at, day_written
from crm.site.forms import Form
from crm.site.reader import Reader

NOW = 1_795_143_600_000_000  # 19 November 2026, 22:00 in Québec: the 20th elsewhere
A_DAY = 24 * 3600 * 1_000_000
READER = Reader(account_id="a", pole_id="p", name="Ariane", role="advisor")


def sent(**fields: object) -> Form:
    return Form.of(date(2026, 11, 19), **fields)


@pytest.mark.parametrize(
    ("said", "believed"),
    [
        ((NOW - 2 * A_DAY) // 1_000, NOW - 2 * A_DAY),
        ((NOW + A_DAY) // 1_000, NOW),
        ((NOW - OLDEST - A_DAY) // 1_000, None),
        ("", None),
        ("hier", None),
        ("-5", None),
        ("²", None),
        ("9" * 40, NOW),
    ],
)
def test_a_clock_is_believed_when_it_may_be_right(said: object, believed: int | None) -> None:
    assert captured_at(sent(ecrit_a=said), NOW) == believed


def test_the_day_is_the_one_of_the_writing_in_quebec() -> None:
    late = sent(ecrit_a=(NOW - 2 * A_DAY) // 1_000, ecrit_par="a")
    assert day_written(late, READER, NOW) == date(2026, 11, 17)
    assert day_written(sent(), READER, NOW) == date(2026, 11, 19)


def test_what_another_wrote_is_refused() -> None:
    with pytest.raises(WrittenByAnother):
        day_written(sent(ecrit_par="b"), READER, NOW)
