"""The invented explorations: most projects were weighed once, some again when the group grew."""

import random
from datetime import date, timedelta
from typing import NamedTuple

from crm.demo.projects import Project
from crm.demo.script import Script, weekday
from crm.promoter.commands import ExploreModel
from crm.promoter.domain.models import ModelForm
from crm.vocabulary import PartyRef


class Weighing(NamedTuple):
    """What a group answered, and what it kept."""

    answers: dict[str, str]
    chosen: ModelForm | None
    reasoning: str


FIRST = Weighing(
    {"for_whom": "community", "founders": "one_two", "company": "no", "risk": "no"},
    None,
    "Trop tôt : l’idée tient, le groupe reste à former.",
)
SOLIDARITY = Weighing(
    {
        "for_whom": "buyers", "who_votes": "several", "surplus": "members", "means": "members",
        "trade": "yes", "founders": "five_more", "duties": "ready", "company": "no", "risk": "no",
    },
    "solidarity",
    "La clientèle et l’équipe veulent décider ensemble. À vérifier auprès d’un juriste : le nombre "
    "de fondateurs et les parts.",
)  # fmt: skip
NON_PROFIT = Weighing(
    {
        "for_whom": "community", "who_votes": "mission", "surplus": "mission", "means": "gifts",
        "trade": "yes", "founders": "three_four", "duties": "light", "company": "no", "risk": "no",
    },
    "obnl",
    "La mission d’abord, et des bailleurs qui la soutiennent. Les ventes viendront ensuite.",
)  # fmt: skip


def tell_explorations(
    script: Script, actor: str, project: Project, party: PartyRef, since: date
) -> None:
    """Drawn apart from the rest of the script, which stays as it was."""
    chance = random.Random(project.title)  # noqa: S311  # an invention, not a secret
    if project.reach == 0 or project.state in ("withdrawn", "redirected"):
        return
    kept = SOLIDARITY if project.form == "cooperative" else NON_PROFIT
    made = (FIRST, kept) if chance.random() < 0.5 else (kept,)
    for place, one in enumerate(made):
        day = min(weekday(since + timedelta(days=14 + 40 * place)), script.last)
        said = ExploreModel(
            occurred_on=day,
            promoter_id=party.id,
            answers=one.answers,
            chosen=one.chosen,
            reasoning=one.reasoning,
        )
        script.say(actor, said, f"{party.id} modele", late=False)
