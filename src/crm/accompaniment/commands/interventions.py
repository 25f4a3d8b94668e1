"""The main job: what was said and done in a meeting, in one command and one transaction."""

from datetime import date
from uuid import UUID, uuid5

from msgspec import field

from crm.accompaniment.commands.occurring import occurrence
from crm.accompaniment.domain.accompaniment import Accompaniment
from crm.accompaniment.domain.events import OwedBy
from crm.accompaniment.domain.refusals import NobodyAccompanied
from crm.accompaniment.projections.files import files_of
from crm.event_store.commands import Command, Desk
from crm.event_store.events import Occurrence, new_id
from crm.person.commands import AssignRole, RegisterPerson
from crm.refusal import Unknown
from crm.vocabulary import ActionCode, Mode, PartyRef, Theme, Urgency


class RecordIntervention(Command, frozen=True, kw_only=True):
    """An exchange with a party or in a file, and all that came out of it. Times are minutes.

    Without a file, it goes to the party's open one (a mandate first), else to its light file of
    one-off contacts, opened when there is none. Each theme is a need of its own.
    """

    party: PartyRef | None = None
    accompaniment_id: str | None = None
    mode: Mode = "unknown"
    minutes: int | None = None
    counted_minutes: int | None = None
    preparation_minutes: int | None = None
    travel_minutes: int | None = None
    summary: str = ""
    persons: tuple[str, ...] = ()
    new_person: str = ""
    """Name, as written, of somebody met for the first time: registered as a contact there."""
    spent_by: str | None = None
    action: ActionCode | None = None
    themes: tuple[Theme, ...] = ()
    verbatim: str = ""
    urgency: Urgency = "unknown"
    need_ids: tuple[str, ...] = ()
    """Ids for the needs, in the order of the themes; drawn when absent."""
    tool_ids: tuple[str, ...] = ()
    organisation_id: str | None = None
    referral_message: str = ""
    next_step: str = ""
    next_step_due_on: date | None = None
    owed_by: OwedBy = "pole"
    assigned_to: str | None = None
    act_id: str = field(default_factory=new_id)
    new_person_id: str = field(default_factory=new_id)
    step_id: str = field(default_factory=new_id)
    referral_id: str = field(default_factory=new_id)

    def decide(self, desk: Desk) -> None:
        """Raises NobodyAccompanied, DurationOutOfRange, NoteTooLong."""
        file, by = self._file(desk), occurrence(desk, self)
        self._record(file, by.acting(self.action), self._persons(desk, file))
        heard = self._needs(file, by)
        for tool_id in self.tool_ids:
            file.hand_over(by.acting(self.action), tool_id, act_id=self.act_id)
        if self.organisation_id:
            file.refer(
                by,
                self.organisation_id,
                referral_id=self.referral_id,
                need_ids=heard,
                message=self.referral_message,
                act_id=self.act_id,
            )
        self._plan(file, by, desk.author.actor_id)

    def _persons(self, desk: Desk, file: Accompaniment) -> tuple[str, ...]:
        if not self.new_person.strip():
            return self.persons
        id, day, precision = self.new_person_id, self.occurred_on, self.occurred_precision
        RegisterPerson(
            as_written=self.new_person,
            person_id=id,
            occurred_on=day,
            occurred_precision=precision,
        ).decide(desk)
        AssignRole(
            holder=file.parties[0],
            kind="contact",
            person_id=id,
            occurred_on=day,
            occurred_precision=precision,
        ).decide(desk)
        return (*self.persons, id)

    def _record(self, file: Accompaniment, by: Occurrence, persons: tuple[str, ...]) -> None:
        file.record(
            by,
            self.mode,
            act_id=self.act_id,
            minutes=self.minutes,
            counted_minutes=self.counted_minutes,
            summary=self.summary,
            persons=persons,
            preparation_minutes=self.preparation_minutes,
            travel_minutes=self.travel_minutes,
            spent_by=self.spent_by,
        )

    def _needs(self, file: Accompaniment, by: Occurrence) -> tuple[str, ...]:
        themes = tuple(dict.fromkeys(self.themes))
        drawn = (*self.need_ids, *(new_id() for _ in themes[len(self.need_ids) :]))
        for theme, need_id in zip(themes, drawn, strict=False):
            file.express_need(
                by,
                (theme,),
                need_id=need_id,
                verbatim=self.verbatim,
                urgency=self.urgency,
                act_id=self.act_id,
            )
        return drawn[: len(themes)]

    def _plan(self, file: Accompaniment, by: Occurrence, actor_id: str) -> None:
        if self.next_step.strip():
            mine = None if actor_id == file.advisor_id else actor_id
            file.plan_step(
                by.acting(file.default_action),
                self.next_step,
                step_id=self.step_id,
                due_on=self.next_step_due_on,
                owed_by=self.owed_by,
                assigned_to=self.assigned_to or mine,
                act_id=self.act_id,
            )

    def _file(self, desk: Desk) -> Accompaniment:
        if self.accompaniment_id:
            return desk.load(Accompaniment, self.accompaniment_id)
        if not self.party:
            raise NobodyAccompanied
        for known in files_of(desk.db, desk.author.pole_id, self.party.id):
            if known.closed_on is None:
                return desk.load(Accompaniment, known.accompaniment_id)
        return self._light_file(desk, self.party)

    def _light_file(self, desk: Desk, party: PartyRef) -> Accompaniment:
        id, by = light_file_id(party), occurrence(desk, self)
        try:
            file = desk.load(Accompaniment, id)
        except Unknown:
            advisor_id = self.spent_by or desk.author.actor_id
            opened = Accompaniment.open(
                by, parties=(party,), advisor_id=advisor_id, opened_as="occasional", id=id
            )
            return desk.add(opened)
        return file.reopen(by) if file.closed else file


def light_file_id(party: PartyRef) -> str:
    """The one file of one-off contacts a party may have: two colleagues open the same."""
    return str(uuid5(UUID(party.id), "contact ponctuel"))
