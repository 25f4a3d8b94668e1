"""What becomes of a project, when it is not on its way any more."""

from datetime import date, timedelta

from crm.demo.projects import Project
from crm.demo.script import Script, weekday
from crm.promoter.commands import (
    NoteSurvival,
    PausePromoter,
    RedirectPromoter,
    WithdrawPromoter,
)
from crm.vocabulary import PartyRef


def tell_end(
    script: Script,
    partners: list[str],
    project: Project,
    party: PartyRef,
    advisor: str,
    day: date,
) -> None:
    """Paused, given up, gone on elsewhere, or seen again a year after it was founded."""
    if project.state == "paused":
        paused = PausePromoter(
            occurred_on=day, promoter_id=party.id, reason="Le groupe attend le terrain."
        )
        script.say(advisor, paused, party.id)
    elif project.state == "withdrawn":
        over = WithdrawPromoter(
            occurred_on=day, promoter_id=party.id, reason="Plus personne pour le porter."
        )
        script.say(advisor, over, party.id)
    elif project.state == "redirected":
        elsewhere = RedirectPromoter(
            occurred_on=day,
            promoter_id=party.id,
            organisation_id=partners[5],
            reason="Le groupe du territoire voisin prépare la même chose; il se joint à lui.",
        )
        script.say(advisor, elsewhere, party.id)
    elif project.state == "founded":
        _seen_again(script, party, advisor, day)


def _seen_again(script: Script, party: PartyRef, advisor: str, day: date) -> None:
    """A year later, the enterprise that was founded is still there."""
    later = min(weekday(day + timedelta(days=365)), script.last)
    seen = NoteSurvival(occurred_on=later, promoter_id=party.id, standing="active")
    script.say(advisor, seen, party.id)
