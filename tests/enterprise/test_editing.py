"""Two people write the same value: one is written, the other is told, and nothing is lost."""

import threading
from typing import Any

import pytest

from crm.accompaniment.commands import OpenAccompaniment, TitleAccompaniment
from crm.accompaniment.domain.accompaniment import Accompaniment
from crm.accompaniment.domain.events import tells_title
from crm.enterprise.commands import DeclareWorkChannel, RenameEnterprise, TellValue
from crm.enterprise.commands.describing import ClassifyEnterprise, LocateEnterprise
from crm.enterprise.domain.enterprise import Enterprise
from crm.enterprise.domain.values import about
from crm.enterprise.projections.values import values_of
from crm.event_store.said import version_said
from crm.history.commands import CorrectEntry, TakeBackEntry
from crm.promoter.domain.describing import Description, merged
from crm.refusal import Refusal, SaidMeanwhile
from crm.vocabulary import Address, PartyRef
from enterprise.conftest import Bench


def seen(bench: Bench, id: str, field: str) -> int:
    return version_said(bench.store.load(Enterprise, id), about(field))


def test_what_was_read_is_replaced(bench: Bench) -> None:
    id = bench.known()
    bench.ask(RenameEnterprise(enterprise_id=id, name="Coop du Port", seen=seen(bench, id, "name")))
    assert _value(bench, id, "name") == "Coop du Port"


def test_what_was_told_since_is_kept(bench: Bench) -> None:
    id = bench.known()
    read = seen(bench, id, "name")
    bench.ask(RenameEnterprise(enterprise_id=id, name="Coop du Port"))
    bench.refused(
        RenameEnterprise(enterprise_id=id, name="Coop du Bassin", seen=read), SaidMeanwhile
    )


def test_a_value_that_nobody_told_is_version_zero(bench: Bench) -> None:
    id = bench.known()
    assert seen(bench, id, "sector") == 0
    bench.ask(ClassifyEnterprise(enterprise_id=id, sector="pêche"))
    late = ClassifyEnterprise(enterprise_id=id, sector="loisir", seen=0)
    bench.refused(late, SaidMeanwhile)


@pytest.mark.parametrize("kind", ["email", "website"])
def test_another_value_never_conflicts(bench: Bench, kind: Any) -> None:
    id = bench.known()
    read = seen(bench, id, "phone")
    bench.ask(DeclareWorkChannel(enterprise_id=id, kind=kind, value="info@quai.example"))
    bench.ask(LocateEnterprise(enterprise_id=id, address=Address(lines="1, rue du Quai")))
    bench.ask(DeclareWorkChannel(enterprise_id=id, kind="phone", value="819 555-0101", seen=read))
    assert _value(bench, id, "phone") == "819 555-0101"


def test_a_correction_or_a_take_back_is_told_too(bench: Bench) -> None:
    id = bench.known()
    bench.ask(ClassifyEnterprise(enterprise_id=id, sector="pêche"))
    entry, late = (
        seen(bench, id, "sector"),
        ClassifyEnterprise(enterprise_id=id, sector="x", seen=2),
    )
    corrected = {"sector": "loisir"}
    bench.ask(
        CorrectEntry(originator_id=id, entry_version=entry, restated=corrected, reason="faux")
    )
    assert seen(bench, id, "sector") > entry
    bench.refused(late, SaidMeanwhile)
    bench.ask(TakeBackEntry(originator_id=id, entry_version=entry, reason="faux"))
    bench.refused(ClassifyEnterprise(enterprise_id=id, sector="x", seen=entry + 1), SaidMeanwhile)


def test_at_the_same_instant_one_is_written_and_the_others_are_told(bench: Bench) -> None:
    id = bench.known()
    ready, told, refused = threading.Barrier(6), list[str](), list[type[Refusal]]()

    def write(number: int) -> None:
        command = DeclareWorkChannel(
            enterprise_id=id, kind="phone", value=f"819 555-010{number}", seen=0
        )
        ready.wait()
        try:
            bench.ask(command)
            told.append(command.value)
        except Refusal as refusal:
            refused.append(type(refusal))

    writers = [threading.Thread(target=write, args=(n,)) for n in range(6)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert refused == [SaidMeanwhile] * 5
    assert told == [_value(bench, id, "phone")]


def test_at_the_same_instant_different_values_are_all_written(bench: Bench) -> None:
    id = bench.known()
    commands: list[TellValue] = [
        RenameEnterprise(enterprise_id=id, name="Coop du Port", seen=1),
        ClassifyEnterprise(enterprise_id=id, sector="pêche", seen=0),
        DeclareWorkChannel(enterprise_id=id, kind="phone", value="819 555-0101", seen=0),
    ]
    writers = [threading.Thread(target=bench.ask, args=(command,)) for command in commands]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with bench.db as db:
        assert {"name", "sector", "phone"} <= values_of(db, bench.pole, id).keys()
    assert _value(bench, id, "name") == "Coop du Port"


def test_a_title_told_since_is_kept(bench: Bench) -> None:
    opened = OpenAccompaniment(parties=(PartyRef(kind="enterprise", id=bench.known()),), title="A")
    bench.ask(opened)
    id = opened.accompaniment_id
    read = version_said(bench.store.load(Accompaniment, id), tells_title)
    bench.ask(TitleAccompaniment(accompaniment_id=id, title="B", seen=read))
    bench.refused(TitleAccompaniment(accompaniment_id=id, title="C", seen=read), SaidMeanwhile)


SEEN = Description(working_title="Café", idea="un café", envisioned_form="unknown", mrc="510")


@pytest.mark.parametrize(
    ("theirs", "mine", "becomes", "at_odds"),
    [
        ({}, {"idea": "autre"}, {"idea": "autre"}, ()),
        ({"idea": "autre"}, {}, {"idea": "autre"}, ()),
        ({"idea": "autre"}, {"idea": "autre"}, {"idea": "autre"}, ()),
        ({"idea": "ci"}, {"idea": "ça"}, {"idea": "ça"}, ("idea",)),
        ({"mrc": None}, {"idea": "ça"}, {"mrc": None, "idea": "ça"}, ()),
        ({"mrc": "350"}, {"mrc": None}, {"mrc": None}, ("mrc",)),
    ],
)
def test_a_description_is_merged_part_by_part(
    theirs: dict[str, Any],
    mine: dict[str, Any],
    becomes: dict[str, Any],
    at_odds: tuple[str, ...],
) -> None:
    said = {name: getattr(SEEN, name) for name in SEEN.__struct_fields__}
    found = merged(SEEN, Description(**said | theirs), Description(**said | mine))
    assert found == (Description(**said | becomes), at_odds)


def _value(bench: Bench, id: str, field: str) -> object:
    with bench.db as db:
        return values_of(db, bench.pole, id)[field].value
