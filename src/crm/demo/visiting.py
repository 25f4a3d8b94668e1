"""The invented visits: portraits filled in one go, and one of the flags they raise taken up."""

from datetime import timedelta
from typing import Any

from crm.accompaniment.commands import (
    AskConfirmation,
    DesignateLead,
    JoinCoIntervener,
    OpenAccompaniment,
    RecordIntervention,
)
from crm.accompaniment.commands.files import OnFile
from crm.demo.bodies import Known
from crm.demo.script import weekday
from crm.demo.work import Stage
from crm.enterprise.commands import (
    DeclareDeparture,
    RecordBoardPortrait,
    RecordVisit,
    RecordWorkforcePortrait,
    TakeUpRedFlag,
)

PHONED = "Convenu : le conseil adopte un plan de relève avant la fin de l’hiver."
SAID = "Tour de l’atelier, puis la relève : la direction pense partir et rien n’est écrit."


def tell_visits(stage: Stage, visited: list[Known], advisors: list[str]) -> None:
    """Each visited once, lately; the first has a file where a flag became a step."""
    for n, known in enumerate(visited):
        day = weekday(stage.today - timedelta(days=12 + 5 * n))
        when: dict[str, Any] = {"occurred_on": day}
        actor, about = advisors[n % 2], f"{known.id} visite"
        opened = OpenAccompaniment(
            parties=(known.party,), title="Relève de la direction", themes=("succession",), **when
        )
        taken = TakeUpRedFlag(
            enterprise_id=known.id,
            flag="vacant",
            accompaniment_id=opened.accompaniment_id,
            text="Regarder comment pourvoir les postes vacants",
            due_on=stage.today + timedelta(days=18),
            **when,
        )
        hands = _hands(opened.accompaniment_id, stage.cast.partners, advisors[1], when)
        whole = (opened, _visit(known, when), taken, *hands)
        for command in whole if n == 0 else whole[1:2]:
            stage.script.say(actor, command, about, late=False)
        if n == 0:
            _ask(stage, opened, actor)


def _ask(stage: Stage, file: OpenAccompaniment, actor: str) -> None:
    """Some days later, what was said on the telephone is to be confirmed by a link."""
    called, asked = (weekday(stage.today - timedelta(days=ago)) for ago in (9, 5))
    call = RecordIntervention(
        accompaniment_id=file.accompaniment_id,
        mode="call",
        minutes=30,
        summary=PHONED,
        occurred_on=called,
    )
    about = f"{file.parties[0].id} visite"
    stage.script.say(actor, call, about, late=False)
    ask = AskConfirmation(
        accompaniment_id=file.accompaniment_id,
        about="meeting",
        thing_id=call.act_id,
        words=PHONED,
        until=stage.today + timedelta(days=25),
        occurred_on=asked,
    )
    stage.script.say(actor, ask, about, late=False)


def _visit(known: Known, when: dict[str, Any]) -> RecordVisit:
    of = {"enterprise_id": known.id, **when}
    return RecordVisit(
        meeting=RecordIntervention(
            party=known.party, mode="visit", minutes=60, summary=SAID, **when
        ),
        workforce=RecordWorkforcePortrait(
            headcount=18,
            vacant_posts=2,
            retirements_5_years=3,
            succession_plan_in_force="no",
            recruitment_difficulty="yes",
            **of,
        ),
        board=RecordBoardPortrait(seats=7, filled=6, **of),
        departure=DeclareDeparture(horizon="up_to_24_months", told_by="self", **of),
        **of,
    )


def _hands(file: str, partners: list[str], colleague: str, when: dict[str, Any]) -> list[OnFile]:
    """A partner leads, another and a colleague work beside the advisor."""
    of = {"accompaniment_id": file, **when}
    return [
        DesignateLead(organisation_id=partners[5], **of),
        JoinCoIntervener(organisation_id=partners[0], part="plan financier", **of),
        JoinCoIntervener(advisor_id=colleague, part="rencontres du conseil", **of),
    ]
