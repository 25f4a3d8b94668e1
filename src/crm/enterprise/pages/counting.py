"""Reading the numbers of a portrait, and the reasons why one is missing."""

import re
from typing import Any, cast

from crm.enterprise.commands import RecordBoardPortrait, RecordWorkforcePortrait
from crm.site.folding import fold
from crm.site.forms import Form
from crm.vocabulary import ANSWERS, Count

NOT_COUNTED: dict[str, Count] = {
    "inconnu": "unknown", "inconnue": "unknown", "ne sait pas": "unknown", "unknown": "unknown",
    "": "unknown", "refus": "declined", "refus de repondre": "declined", "declined": "declined",
    "sans objet": "not_applicable", "s o": "not_applicable", "not applicable": "not_applicable",
    "declined to answer": "declined", "does not know": "unknown",
}  # fmt: skip
"""What may be written where a number is asked, folded; a « ? » folds to nothing."""
WORKFORCE = {
    "headcount": "employes",
    "permanent": "permanents",
    "headcount_12_months_ago": "employes_avant",
    "vacant_posts": "vacants",
    "departures_12_months": "departs",
    "aged_55_plus": "aines",
    "retirements_5_years": "retraites",
}
"""By field of the command, the field of the form."""
BOARD = {"seats": "sieges", "filled": "combles", "aged_35_or_less": "jeunes", "women": "femmes"}
ASKED = {
    "union": "syndicat",
    "succession_plan_in_force": "plan",
    "recruitment_difficulty": "embauche",
}


def count(form: Form, name: str) -> Count:
    """A whole number, or the reason why there is none; nothing typed was not asked."""
    typed = form.value(name).strip()
    if not typed:
        return "not_asked"
    if not typed.startswith(("-", "−")) and (reason := NOT_COUNTED.get(fold(typed))):
        return reason
    found = form.number(name, 0, 100_000)
    return "unknown" if found is None else found


def hundredths(form: Form, name: str) -> Count:
    """Full-time equivalents, written « 7,5 », in hundredths."""
    typed = form.value(name).strip().replace(",", ".")
    if re.fullmatch(r"[0-9]{1,5}\.[0-9]{1,2}", typed):
        return round(float(typed) * 100)
    whole = count(form, name)
    return whole * 100 if isinstance(whole, int) else whole


def workforce_said(form: Form, when: dict[str, Any]) -> RecordWorkforcePortrait:
    """The portrait of the workforce that this form tells; `when` and of whom."""
    said: dict[str, Any] = {field: count(form, name) for field, name in WORKFORCE.items()}
    said |= {f: form.choice(name, ANSWERS) or "not_asked" for f, name in ASKED.items()}
    return RecordWorkforcePortrait(
        quality="estimated" if form.ticked("estime") else "counted",
        full_time_equivalents_hundredths=hundredths(form, "etc"),
        **said,
        **when,
    )


def board_said(form: Form, when: dict[str, Any]) -> RecordBoardPortrait:
    """The portrait of the board that this form tells."""
    said = {field: count(form, name) for field, name in BOARD.items()}
    return RecordBoardPortrait(**cast(dict[str, Any], said), **when)
