"""An invented office of a pôle, and all that it may record in a day."""

import random
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Raw
from msgspec.structs import replace

from crm.accompaniment.domain import events as file_events
from crm.account.domain import AccessGranted, AccountOpened, PoleRegistered
from crm.activity.domain import ActivityHeld, AttendanceConfirmed
from crm.demo.bodies import address_in
from crm.demo.enterprises import BODIES
from crm.demo.names import FAMILY, GIVEN
from crm.demo.notes import SHORT, TALKS
from crm.demo.places import PLACES
from crm.demo.projects import PARTNERS, PROJECTS, TOOLS
from crm.directory.domain import ToolListed
from crm.ecosystem.domain import OrganisationRegistered
from crm.enterprise.domain import events as enterprise_events
from crm.event_store import Author
from crm.event_store.events import NAMES, EntryCorrected, Event
from crm.event_store.writer import Submission
from crm.person.domain import PersonRegistered, RoleAssigned
from crm.promoter.domain import events as promoter_events
from crm.vocabulary import Mode, PartyRef

MODES: tuple[Mode, ...] = (
    "meeting",
    "meeting",
    "visit",
    "video",
    "call",
    "call",
    "email",
    "background_work",
)
MINUTES = (15, 20, 30, 30, 45, 45, 60, 60, 75, 90, 90, 120, 150, None)
HORIZONS = ("up_to_24_months", "25_to_60_months", "61_to_120_months", "none_foreseen")
WEIGHTS = {
    "meet": 45, "keep_promise": 22, "contact": 12, "open_file": 6, "portray": 4, "register": 3,
    "welcome": 2, "close_file": 4, "hold_activity": 1, "correct": 0.4,
}  # fmt: skip
"""How often each thing is recorded, in a hundred commands or so."""
ADVISORS = 4


class Stream:
    """A stream and how far it goes."""

    def __init__(self, id: str) -> None:
        self.id, self.version = id, 0


class File(Stream):
    """An open file: whom it is for, what is promised, what is needed, its last meeting."""

    def __init__(self, id: str, party: PartyRef) -> None:
        super().__init__(id)
        self.parties = (party,)
        self.steps: list[str] = []
        self.needs: list[str] = []
        self.met: file_events.InterventionRecorded | None = None


class Office:
    """One pôle at work. Each public method tells one thing; `work` draws one of them."""

    def __init__(self, chance: random.Random, number: int) -> None:
        self.chance, self.number = chance, number
        self.day, self.at = date.min, 0
        self.id = ""
        self.advisors: list[str] = []
        self.tools: list[str] = []
        self.partners: list[str] = []
        self.enterprises: list[Stream] = []
        self.files: list[File] = []
        self._said: list[Event] = []
        self._actor = ""

    def work(self, day: date, at: int) -> Submission:
        """One command of that day, recorded at that instant (microseconds, UTC)."""
        self.day, self.at = day, at
        if not self.id:
            self.open()
        elif len(self.enterprises) < 10:
            self.register()
        elif len(self.files) < 20:
            self.open_file()
        else:
            self._actor = self.chance.choice(self.advisors)
            (drawn,) = self.chance.choices(list(WEIGHTS), list(WEIGHTS.values()))
            getattr(self, drawn)()
        return self.submission()

    def submission(self) -> Submission:
        """What was told since the last one, as one command."""
        author = Author(pole_id=self.id, actor_id=self._actor, command_id=self.new_id())
        said, self._said = self._said, []
        return Submission(said, author, self.at)

    def new_id(self) -> str:
        """Ordered by time, as those of the engine, and drawn by the same chance at each run."""
        bits = self.at // 1_000 << 80 | self.chance.getrandbits(80)
        return str(UUID(int=bits & ~(0xF << 76 | 0x3 << 62) | 0x7 << 76 | 0x2 << 62))

    def open(self) -> None:
        """The pôle, its team, its tools and partners."""
        self.id = self.new_id()
        self.advisors = [self.new_id() for _ in range(ADVISORS)]
        self._actor = self.advisors[0]
        pole = {"name": f"Pôle numéro {self.number}", "number": self.number}
        self._say(Stream(self.id), PoleRegistered, **pole)
        for id in self.advisors:
            account = Stream(id)
            self._say(account, AccountOpened, name=self._name())
            self._say(account, AccessGranted, role="advisor")
        for name, themes in TOOLS:
            self.tools.append(self._begin(ToolListed, name=name, themes=themes).id)
        for name, kind in PARTNERS:
            self.partners.append(self._begin(OrganisationRegistered, name=name, kind=kind).id)

    def register(self) -> None:
        """An enterprise becomes known, with its direction, and is followed."""
        e, chance = enterprise_events, self.chance
        body, place = chance.choice(BODIES), chance.choice(PLACES)
        name = f"{body.name} {len(self.enterprises) + 1}"
        known = self._begin(e.EnterpriseRegistered, name=name)
        self.enterprises.append(known)
        if chance.random() < 0.8:
            neq = f"88{self.number:02}{len(self.enterprises):06}"
            self._say(known, e.EnterpriseIdentified, neq=neq)
        self._say(known, e.EnterpriseConstituted, legal_form=body.form, coop_type=body.coop)
        self._say(known, e.EnterpriseLocated, address=address_in(place, chance))
        self._say(known, e.EnterpriseClassified, sector=body.sector)
        self._say(known, e.MissionStated, text=body.mission)
        self._say(known, e.WorkChannelDeclared, kind="phone", value="819 555-0137")
        self._say(known, e.EnterpriseFollowed)
        given, family = chance.choice(GIVEN), chance.choice(FAMILY)
        person = self._begin(
            PersonRegistered, given_name=given, family_name=family, met_through="page"
        )
        holder = PartyRef(kind="enterprise", id=known.id)
        self._begin(RoleAssigned, person_id=person.id, holder=holder, kind="direction")

    def open_file(self) -> None:
        """A mandate for an enterprise, or for a promoter met before."""
        known = self.chance.choice(self.enterprises)
        self.begin_file(PartyRef(kind="enterprise", id=known.id))

    def begin_file(self, party: PartyRef) -> File:
        """A mandate for this party."""
        talk = self.chance.choice(TALKS)
        file = File(self.new_id(), party)
        self._say(
            file,
            file_events.AccompanimentOpened,
            action="R5",
            parties=file.parties,
            title=talk.title,
            themes=(talk.theme,),
            advisor_id=self._actor,
        )
        self.files.append(file)
        return file

    def meet(self, file: File | None = None) -> None:
        """A meeting in a file, with what was heard and what was promised."""
        e, chance = file_events, self.chance
        file, talk = file or chance.choice(self.files), chance.choice(TALKS)
        act, parties = self.new_id(), file.parties
        file.met = e.InterventionRecorded(
            **self._envelope(file),
            action="R5",
            parties=parties,
            act_id=act,
            mode=chance.choice(MODES),
            minutes=chance.choice(MINUTES),
            summary=chance.choice(talk.summaries) if chance.random() < 0.7 else "",
        )
        self._said.append(file.met)
        if chance.random() < 0.3:
            need, verbatim = self.new_id(), chance.choice(talk.verbatims)
            said = {"themes": (talk.theme,), "verbatim": verbatim, "act_id": act}
            self._say(file, e.NeedExpressed, parties=parties, need_id=need, **said)
            file.needs.append(need)
        if chance.random() < 0.45:
            step, due = self.new_id(), self.day + timedelta(days=chance.randint(5, 60))
            said = {"text": chance.choice(talk.steps), "due_on": due.isoformat(), "act_id": act}
            self._say(file, e.NextStepPlanned, parties=parties, step_id=step, **said)
            file.steps.append(step)
        if chance.random() < 0.08:
            tool = {"tool_id": chance.choice(self.tools), "act_id": act}
            self._say(file, e.ToolHandedOver, parties=parties, action="R5", **tool)
        if chance.random() < 0.06:
            self._refer(file, act, talk.referral)

    def keep_promise(self) -> None:
        """A step is done, or a need has its answer; failing that, somebody calls."""
        file = self.chance.choice(self.files)
        if file.steps:
            step = file.steps.pop(0)
            self._say(file, file_events.NextStepDone, parties=file.parties, step_id=step)
        elif file.needs:
            need = file.needs.pop(0)
            self._say(file, file_events.NeedMet, parties=file.parties, need_id=need)
        else:
            self.contact()

    def contact(self) -> None:
        """A short call: one event, one act."""
        file = self.chance.choice(self.files)
        self._say(
            file,
            file_events.InterventionRecorded,
            action="R5",
            parties=file.parties,
            act_id=self.new_id(),
            mode="call",
            minutes=self.chance.choice((5, 10, 15, 20)),
            summary=self.chance.choice(SHORT) if self.chance.random() < 0.3 else "",
        )

    def close_file(self) -> None:
        """What was open in the file is settled, what came of it is told, and it is over."""
        e, file = file_events, self.files.pop(self.chance.randrange(len(self.files)))
        for step in file.steps:
            self._say(file, e.NextStepDone, parties=file.parties, step_id=step)
        for need in file.needs:
            self._say(file, e.NeedMet, parties=file.parties, need_id=need)
        jobs = {"jobs_created": self.chance.randint(0, 4), "result_id": self.new_id()}
        self._say(file, e.ResultDeclared, parties=file.parties, **jobs)
        self._say(file, e.AccompanimentClosed, parties=file.parties, outcome="objective_met")

    def portray(self) -> None:
        """The workforce, the board, and what the direction expects."""
        e, chance = enterprise_events, self.chance
        known, size = chance.choice(self.enterprises), chance.randint(1, 60)
        told = {"headcount": size, "permanent": size // 2, "aged_55_plus": size // 4}
        self._say(known, e.WorkforcePortraitRecorded, **told)
        seats = chance.choice((5, 7, 9))
        self._say(known, e.BoardPortraitRecorded, seats=seats, filled=seats - 1, women=seats // 2)
        self._say(known, e.DepartureDeclared, horizon=chance.choice(HORIZONS))

    def welcome(self) -> None:
        """A promoter, with a first milestone and a file."""
        e, chance, project = promoter_events, self.chance, self.chance.choice(PROJECTS)
        person = self._begin(PersonRegistered, as_written=self._name(), met_through="promoter")
        promoter = self._begin(
            e.PromoterWelcomed,
            persons=(person.id,),
            working_title=project.title,
            idea=project.idea,
            mrc=chance.choice(PLACES).mrc,
            notice="spoken",
        )
        self._say(promoter, e.MilestoneReached, milestone="idea")
        self.begin_file(PartyRef(kind="promoter", id=promoter.id))

    def hold_activity(self) -> None:
        """An activity and those who came."""
        chance = self.chance
        activity = self._begin(
            ActivityHeld, action="V1", kind="training", title="Lire un bilan", minutes=120
        )
        for known in chance.sample(self.enterprises, 6):
            party = PartyRef(kind="enterprise", id=known.id)
            came = {"as_written": self._name(), "party": party}
            self._begin(AttendanceConfirmed, activity_id=activity.id, **came)

    def correct(self) -> None:
        """The length of a meeting was mistyped."""
        file = next((file for file in self.files if file.met), self.files[0])
        if not (met := file.met):
            return self.meet(file)
        file.met = None
        restated = replace(met, minutes=(met.minutes or 0) + 15)
        self._say(
            file,
            EntryCorrected,
            entry_version=met.originator_version,
            name=NAMES[type(met)],
            former=Raw(msgspec.json.encode(met)),
            restated=Raw(msgspec.json.encode(restated)),
            reason="Durée vérifiée à l’agenda.",
        )
        return None

    def _refer(self, file: File, act: str, message: str) -> None:
        e, referral = file_events, self.new_id()
        said = {"parties": file.parties, "referral_id": referral}
        partner = self.chance.choice(self.partners)
        made = {"organisation_id": partner, "message": message, "act_id": act}
        self._say(file, e.ReferralMade, action="R7", **said, **made)
        if self.chance.random() < 0.6:
            self._say(file, e.ReferralAccepted, **said)
            self._say(file, e.ReferralCompleted, outcome="helped", **said)

    def _begin(self, kind: type[Event], /, **values: Any) -> Stream:
        stream = Stream(self.new_id())
        self._say(stream, kind, **values)
        return stream

    def _say(self, stream: Stream, kind: type[Event], /, **values: Any) -> None:
        self._said.append(kind(**self._envelope(stream) | values))

    def _envelope(self, stream: Stream) -> dict[str, Any]:
        stream.version += 1
        return {
            "originator_id": stream.id,
            "originator_version": stream.version,
            "pole_id": self.id,
            "actor_id": self._actor,
            "occurred_on": self.day,
        }

    def _name(self) -> str:
        return f"{self.chance.choice(GIVEN)} {self.chance.choice(FAMILY)}"
