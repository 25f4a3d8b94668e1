"""Three years of work: files of enterprises and of promoters, one-off contacts, activities."""

from datetime import date, timedelta
from typing import NamedTuple

from crm.accompaniment.commands import RecordIntervention, TransferPortfolio
from crm.activity.commands import ConfirmAttendance, HoldActivity
from crm.demo import notes
from crm.demo.bodies import Known, address_in
from crm.demo.consents import agree
from crm.demo.ends import tell_end
from crm.demo.exploring import tell_explorations
from crm.demo.files import Cast, FileStory
from crm.demo.names import FAMILY, GIVEN
from crm.demo.notes import TALKS, Talk
from crm.demo.places import PLACES
from crm.demo.projects import PROJECTS, YEARLY, Project, Yearly
from crm.demo.script import Script, weekday
from crm.enterprise.commands import LocateEnterprise
from crm.event_store.events import new_id
from crm.promoter.commands import (
    DescribeProject,
    FoundEnterprise,
    ReachMilestone,
    WelcomePromoter,
)
from crm.vocabulary import MILESTONES, PartyRef

DUE = (-2, -6, -15, 0, 0, 1, 2, 4, 9, 16, 30)
"""Days from today to the next step of each file an advisor has under way."""
QUIET = (64, 78, 96, 131, 172)
"""Days since the last exchange in the files gone quiet, for each advisor."""
STARTUP: tuple[Talk, ...] = tuple(
    talk for talk in TALKS if talk.theme in ("legal_form", "startup", "business_plan", "premises")
)
HANDED = 2
"""Files that one advisor hands to the other."""
WAITING_FILES = 4
"""Files of each advisor whose referral has no answer yet."""


class Stage(NamedTuple):
    """What every story needs: the script, who is there, and the first and last days."""

    script: Script
    cast: Cast
    first: date
    today: date


def tell_past_files(stage: Stage, known: list[Known], advisors: list[str]) -> None:
    """Files opened and closed in the past, one or two for each enterprise."""
    chance = stage.script.chance
    for n, enterprise in enumerate(known):
        day = enterprise.since + timedelta(days=chance.randint(5, 200))
        for _turn in range(chance.choice((1, 1, 2, 2))):
            story = FileStory(
                stage.script, stage.cast, enterprise.party, advisors[n % 2], chance.choice(TALKS)
            )
            ended = _meetings(stage, story, day, chance.randint(4, 9))
            if ended is None:
                break
            day = ended + timedelta(days=chance.randint(30, 200))


def _meetings(stage: Stage, story: FileStory, day: date, times: int) -> date | None:
    """A file from opening to closing; None when it would not end in time: it is then not told."""
    chance = stage.script.chance
    gaps = [chance.randint(9, 35) for _ in range(times)]
    if day + timedelta(days=sum(gaps) + 10) > stage.today - timedelta(days=20):
        return None
    story.open(weekday(day))
    for gap in gaps:
        story.meet(weekday(day))
        day += timedelta(days=gap)
    story.close(weekday(day))
    return day


def tell_files_under_way(stage: Stage, known: list[Known], advisor: str) -> None:
    """Files open today: each has a next step, some late, and some wait for a partner."""
    for n, (enterprise, due) in enumerate(zip(known, DUE, strict=False)):
        story = _opened(stage, enterprise.party, advisor, TALKS[(n * 5) % len(TALKS)], 150 + 9 * n)
        last = stage.today - timedelta(days=max(3 + n % 9, 1 - due))
        back = last - timedelta(days=14 + n)
        story.meet(weekday(back), refer=n < WAITING_FILES, quiet=True)
        story.meet(weekday(last), due_on=stage.today + timedelta(days=due))


def tell_quiet_files(stage: Stage, known: list[Known], advisor: str) -> tuple[str, ...]:
    """Files still open where nothing happened for long; their ids."""
    ids = []
    for n, (enterprise, days) in enumerate(zip(known, QUIET, strict=False)):
        story = _opened(
            stage, enterprise.party, advisor, TALKS[(n * 3 + 1) % len(TALKS)], days + 90
        )
        last = stage.today - timedelta(days=days)
        story.meet(weekday(last), quiet=n != 1)
        ids.append(story.id)
    return tuple(ids)


def tell_transfer(stage: Stage, files: tuple[str, ...], former: str, advisor: str) -> None:
    """Some files go from one advisor to the other, with what there is to know of them."""
    command = TransferPortfolio(
        occurred_on=weekday(stage.today - timedelta(days=3)),
        accompaniment_ids=files[:HANDED],
        advisor_id=advisor,
        note=notes.HANDED,
    )
    stage.script.say(former, command, command.transfer_id, late=False)


def _opened(stage: Stage, party: PartyRef, advisor: str, talk: Talk, ago: int) -> FileStory:
    """A file opened so many days ago, with two meetings behind it, its promises kept."""
    story = FileStory(stage.script, stage.cast, party, advisor, talk)
    day = stage.today - timedelta(days=ago)
    story.open(weekday(day))
    story.meet(weekday(day))
    story.meet(weekday(day + timedelta(days=21)), quiet=True)
    return story


def tell_projects(stage: Stage, advisors: list[str]) -> list[PartyRef]:
    """Promoters at every milestone, each with a file; those under way today are answered."""
    chance, active = stage.script.chance, []
    for n, project in enumerate(PROJECTS):
        ago = 40 + n * 7 if project.reach < 2 else chance.randint(330, 1_000)
        welcomed = weekday(stage.today - timedelta(days=ago))
        party = _welcome(stage, project, advisors[n % 2], welcomed)
        agree(stage.script, advisors[n % 2], party.id, welcomed, n, stage.today)
        tell_explorations(stage.script, advisors[n % 2], project, party, welcomed)
        ended = _milestones(stage, project, party, advisors[n % 2], welcomed)
        if project.state == "active":
            active.append(party)
        else:
            _project_file(stage, party, advisors[n % 2], welcomed, ended)
    return active


def _welcome(stage: Stage, project: Project, advisor: str, day: date) -> PartyRef:
    chance, promoter_id = stage.script.chance, new_id()
    names = tuple(
        f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}" for _ in range(chance.randint(1, 3))
    )
    welcome = WelcomePromoter(
        occurred_on=day,
        names=names,
        notice=chance.choice(("spoken", "written", "online")),
        working_title=project.title,
        idea=project.idea,
        mrc=chance.choice(PLACES).mrc,
        promoter_id=promoter_id,
    )
    stage.script.say(advisor, welcome, promoter_id, late=False)
    if project.reach:
        described = DescribeProject(
            occurred_on=weekday(day + timedelta(days=21)),
            promoter_id=promoter_id,
            working_title=project.title,
            idea=project.idea,
            envisioned_form=project.form,
            mrc=welcome.mrc,
        )
        stage.script.say(advisor, described, promoter_id)
    return PartyRef(kind="promoter", id=promoter_id)


def _milestones(stage: Stage, project: Project, party: PartyRef, advisor: str, day: date) -> date:
    """The milestones passed, then what became of the project; answers the last day told."""
    chance = stage.script.chance
    for milestone in MILESTONES[: project.reach]:
        if milestone == "constitution" and project.state == "founded":
            _found(stage, project, party, advisor, day)
        else:
            reached = ReachMilestone(
                occurred_on=day,
                promoter_id=party.id,
                milestone=milestone,  # type: ignore[arg-type]  # one of MILESTONES
                cost_cents=chance.choice((None, 12_000_000, 35_000_000, 80_000_000)),
                jobs_planned=chance.choice((None, 2, 4, 7)),
            )
            stage.script.say(advisor, reached, party.id)
        day = min(weekday(day + timedelta(days=chance.randint(35, 55))), stage.script.last)
    tell_end(stage.script, stage.cast.partners, project, party, advisor, day)
    return day


def _found(stage: Stage, project: Project, party: PartyRef, advisor: str, day: date) -> None:
    founding = FoundEnterprise(
        occurred_on=day,
        promoter_id=party.id,
        name=project.title,
        legal_form=project.form,
        coop_type="solidarity" if project.form == "cooperative" else None,
    )
    stage.script.say(advisor, founding, party.id)
    chance = stage.script.chance
    seat = LocateEnterprise(
        occurred_on=day,
        enterprise_id=founding.enterprise_id,
        address=address_in(chance.choice(PLACES), chance),
    )
    stage.script.say(advisor, seat, party.id)


def _project_file(stage: Stage, party: PartyRef, advisor: str, first: date, last: date) -> None:
    story = FileStory(stage.script, stage.cast, party, advisor, stage.script.chance.choice(STARTUP))
    story.open(first)
    day = first
    while day + timedelta(days=40) < last:
        story.meet(weekday(day))
        day += timedelta(days=30)
    story.close(weekday(last))


def tell_active_projects(stage: Stage, parties: list[PartyRef], advisors: list[str]) -> None:
    """The files of the projects under way, seen lately."""
    for n, party in enumerate(parties):
        story = FileStory(
            stage.script, stage.cast, party, advisors[n % 2], STARTUP[n % len(STARTUP)]
        )
        day = stage.today - timedelta(days=32 + n)
        story.open(weekday(day))
        story.meet(weekday(day))
        due = stage.today + timedelta(days=(n * 4) % 25 + 2)
        story.meet(weekday(stage.today - timedelta(days=3 + n % 12)), due_on=due)


def tell_contacts(
    stage: Stage, parties: list[PartyRef], partners: list[str], team: list[str]
) -> None:
    """Short calls and messages from all sides, and the work done with partners."""
    chance, length = stage.script.chance, (stage.today - stage.first).days - 4
    for n in range(420):
        day = weekday(stage.first + timedelta(days=4 + n * (length - 5) // 420))
        with_partner = n % 3 == 0
        action, said = chance.choice(notes.ORGANISATION_TALKS)
        party = PartyRef(kind="organisation", id=chance.choice(partners))
        contact = RecordIntervention(
            occurred_on=day,
            party=party if with_partner else chance.choice(parties),
            mode=chance.choice(("call", "call", "email", "message", "meeting")),
            minutes=chance.choice((5, 10, 15, 15, 20, 30)) if not with_partner else 60,
            summary=said if with_partner else chance.choice(notes.SHORT),
            action=action if with_partner else None,  # type: ignore[arg-type]  # one of the 26
        )
        stage.script.say(team[n % len(team)], contact, "contacts")


def tell_activities(stage: Stage, known: list[Known], actor: str) -> None:
    """Each activity once a year, with those who came: some known by their enterprise alone."""
    for year in range(stage.first.year, stage.today.year + 1):
        for activity in YEARLY:
            day = weekday(date(year, activity.month, 8 + stage.script.chance.randint(0, 14)))
            if stage.first + timedelta(days=10) < day <= stage.script.last:
                _hold(stage, activity, known, actor, day)


def _hold(stage: Stage, activity: Yearly, known: list[Known], actor: str, day: date) -> None:
    chance, activity_id = stage.script.chance, new_id()
    held = HoldActivity(
        occurred_on=day,
        kind=activity.kind,
        title=activity.title,
        publics=(activity.public,),
        minutes=activity.minutes,
        place=chance.choice(PLACES).municipality,
        head_count=activity.people + chance.randint(-2, 6),
        activity_id=activity_id,
    )
    stage.script.say(actor, held, activity_id)
    met = [enterprise for enterprise in known if enterprise.since < day]
    for enterprise in chance.sample(met, min(activity.people, len(met))):
        came = ConfirmAttendance(
            occurred_on=day,
            activity_id=activity_id,
            as_written=f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}",
            party=enterprise.party if activity.public == "enterprise" else None,
            party_as_written="" if activity.public == "enterprise" else "Organisme invité",
            minutes=activity.minutes,
        )
        stage.script.say(actor, came, activity_id)
