"""Whatever is told of enterprises, people and tools: what is rebuilt equals what was live."""

import operator
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.accompaniment.commands import RecordIntervention
from crm.accompaniment.commands.interventions import light_file_id
from crm.activity.commands import ConfirmAttendance, HoldActivity
from crm.app import PROJECTIONS
from crm.ecosystem.commands import RegisterOrganisation
from crm.enterprise.commands import (
    AbandonTool,
    AdoptSuccessionPlan,
    AdoptTool,
    ConstituteEnterprise,
    DeclareDeparture,
    DeclareWorkChannel,
    FollowEnterprise,
    IdentifyEnterprise,
    LapseSuccessionPlan,
    LocateEnterprise,
    ObserveToolResult,
    RecordBoardPortrait,
    RecordVisit,
    RecordWorkforcePortrait,
    RegisterEnterprise,
    ReleaseEnterprise,
    RenameEnterprise,
    TakeUpRedFlag,
    TryTool,
)
from crm.event_store import Author, open_event_store
from crm.event_store.commands import Command
from crm.event_store.events import new_id
from crm.history.commands import TakeBackEntry
from crm.person.commands import AssignRole, EndRole
from crm.refusal import Refusal
from crm.settings import Settings
from crm.vocabulary import Address, Count, PartyRef

POLE = new_id()
IDS = [new_id() for _ in range(3)]
TOOLS, ROLES, ACTIVITY = [new_id(), new_id()], [new_id(), new_id()], new_id()
ids = st.sampled_from(IDS)
days = st.dates(date(2019, 1, 1), date(2024, 12, 31))
neqs = st.sampled_from(["1140000017", "1140000025"])


def about(
    command: type[Command], /, **told: st.SearchStrategy[object]
) -> st.SearchStrategy[Command]:
    return st.builds(command, enterprise_id=ids, occurred_on=days, **told)


counts = st.sampled_from([0, 1, 7, "unknown", "not_asked"])


def visited(id: str, day: date, vacant: Count) -> RecordVisit:
    when: dict[str, Any] = {"enterprise_id": id, "occurred_on": day}
    return RecordVisit(
        meeting=RecordIntervention(party=PartyRef(kind="enterprise", id=id), occurred_on=day),
        workforce=RecordWorkforcePortrait(vacant_posts=vacant, **when),
        departure=DeclareDeparture(horizon="25_to_60_months", **when),
        **when,
    )


def taken_up(id: str, day: date) -> TakeUpRedFlag:
    return TakeUpRedFlag(
        enterprise_id=id,
        flag="vacant",
        accompaniment_id=light_file_id(PartyRef(kind="enterprise", id=id)),
        text="Pourvoir",
        due_on=day,
        occurred_on=day,
    )


commands = st.one_of(
    about(RegisterEnterprise, name=st.sampled_from(["Coop", "Œuvre"]), neq=neqs | st.just("")),
    about(RenameEnterprise, name=st.sampled_from(["Four", "Quai"])),
    about(IdentifyEnterprise, neq=neqs),
    about(ConstituteEnterprise, legal_form=st.sampled_from(["mutual", "cooperative"])),
    about(LocateEnterprise, address=st.just(Address(municipality="La Tuque", mrc="900"))),
    about(DeclareWorkChannel, kind=st.sampled_from(["phone", "email"]), value=st.just("x")),
    about(FollowEnterprise) | about(ReleaseEnterprise),
    about(AdoptTool, tool_id=st.sampled_from(TOOLS), new_tool=st.sampled_from(["", "Gabarit"])),
    about(TryTool, tool_id=st.sampled_from(TOOLS), version=st.sampled_from(["", "2"])),
    about(AbandonTool, tool_id=st.sampled_from(TOOLS)),
    about(ObserveToolResult, tool_id=st.sampled_from(TOOLS), result=st.sampled_from(["utile", ""])),
    about(RecordWorkforcePortrait, headcount=counts, retirements_5_years=counts),
    about(RecordBoardPortrait, seats=counts, women=counts),
    about(DeclareDeparture, horizon=st.sampled_from(["unknown", "up_to_24_months"])),
    about(AdoptSuccessionPlan) | about(LapseSuccessionPlan),
    st.builds(visited, ids, days, counts),
    st.builds(taken_up, ids, days),
    st.builds(
        AssignRole,
        holder=st.builds(PartyRef, kind=st.just("enterprise"), id=ids),
        kind=st.just("direction"),
        as_written=st.sampled_from(["Maude Pépin", "G. Lavoie"]),
        role_id=st.sampled_from(ROLES),
    ),
    st.builds(EndRole, role_id=st.sampled_from(ROLES)),
    st.builds(RegisterOrganisation, name=st.just("Fonds d’ici")),
    st.builds(
        HoldActivity, kind=st.just("training"), title=st.just("Relève"),
        activity_id=st.just(ACTIVITY),
    ),
    st.builds(ConfirmAttendance, activity_id=st.just(ACTIVITY), as_written=st.just("M. P.")),
    st.builds(
        TakeBackEntry,
        originator_id=ids,
        entry_version=st.integers(1, 12),
        reason=st.just("faute"),
    ),
)  # fmt: skip


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(commands, min_size=8, max_size=40))
def test_rebuilt_equals_live(asked: list[Command]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        files = Path(folder)
        store = open_event_store(
            Settings(
                database=f"sqlite:///{files / 'trame.db'}",
                keys=f"sqlite:///{files / 'keys.db'}",
                secret="x" * 40,
            ),
            PROJECTIONS,
        )
        try:
            for command in [RegisterEnterprise(name="Coop", enterprise_id=IDS[0]), *asked]:
                author = Author(pole_id=POLE, actor_id=POLE, command_id=new_id())
                try:
                    store.handle(command, author)
                except Refusal:
                    continue
            assert store.health().well, store.health()
            live = store.checksums()
            store.rebuild()
            assert operator.eq(store.checksums(), live)
        finally:
            store.close()
