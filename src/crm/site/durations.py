"""Reading a length of time as people write it: « 1h30 », « 90 min », « 1,5 », « 45 »."""

import re

LONGEST_IN_HOURS = 12
"""A bare number up to here is hours, beyond it is minutes: « 2 » is two hours, « 45 » minutes."""


def read_minutes(text: str) -> int | None:
    """Minutes, or None when the text says no length of time."""
    said = re.sub(r"[\s\u00a0\u202f]", "", text.lower())
    if m := re.fullmatch(r"(\d{1,4})(?:h|heures?|hrs?|:)(\d{1,2})?(?:min|m)?", said):
        rest = int(m[2] or 0)
        return int(m[1]) * 60 + rest if rest < 60 else None
    if m := re.fullmatch(r"(\d{1,5})(?:min|minutes?|m|mn)", said):
        return int(m[1])
    if m := re.fullmatch(r"(\d{1,4})[.,](\d{1,2})(?:h|heures?|hrs?)?", said):
        return round(float(f"{m[1]}.{m[2]}") * 60)
    if m := re.fullmatch(r"\d{1,4}", said):
        count = int(m[0])
        return count * 60 if count <= LONGEST_IN_HOURS else count
    return None
