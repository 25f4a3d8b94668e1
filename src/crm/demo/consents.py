"""What those who carry a project agreed to."""

from datetime import date, timedelta

from crm.demo.script import Script
from crm.privacy.commands.consenting import GiveConsent
from crm.privacy.domain.consents import ConsentPurpose


def agree(
    script: Script, advisor: str, promoter_id: str, day: date, turn: int, today: date
) -> None:
    """What those who carry a project agreed to at the first conversation; the end of what is
    shared comes near for some."""
    soon = today + timedelta(days=10 + turn)
    asked: tuple[tuple[ConsentPurpose, date | None], ...] = (
        ("follow_up", None),
        ("newsletter", None),
        ("partner_sharing", soon if turn % 4 == 0 else None),
    )
    for purpose, end in asked[: 1 + turn % 3]:
        given = GiveConsent(
            occurred_on=day,
            about="promoter",
            subject_id=promoter_id,
            purpose=purpose,
            proof="spoken" if turn % 2 else "written",
            expires_on=end,
        )
        script.say(advisor, given, promoter_id, late=False)
