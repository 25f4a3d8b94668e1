"""The timeline: what happened, in order, corrections and take-backs in plain sight."""

from datetime import date

from msgspec.structs import replace
from sqlalchemy.event import listens_for

from crm.accompaniment.domain.accompaniment import Accompaniment
from crm.enterprise.domain.enterprise import Enterprise
from crm.event_store import AsOf
from crm.event_store.events import new_id
from crm.history.projections import timeline_of
from crm.history.projections.telling import Part
from crm.person.domain import Person, Role
from crm.vocabulary import PartyRef
from history.conftest import OTHER_POLE, Bench, text


def test_everything_concerned_has_its_line(bench: Bench) -> None:
    person = Person.register(bench.by(), given_name="Maude", family_name="Tanguay")
    party = PartyRef(kind="enterprise", id=new_id())
    file = Accompaniment.open(bench.by(), parties=(party,), advisor_id=bench.me)
    file.record(bench.by(), "call", minutes=25, persons=(person.id,), summary="On se rappelle.")
    bench.record(person, file)
    for subject in (party.id, file.id, person.id):
        assert "Appel avec Maude Tanguay, 25 min" in bench.texts(subject)
    line = bench.lines(party.id)[0]
    assert line.sentence[0] == Part("Appel", strong=True)
    assert (line.note, line.author, line.action) == ("On se rappelle.", "Ariane Bédard", "R5")
    assert line.file_url == f"/accompagnements/{file.id}"
    assert bench.lines(file.id)[0].file_url == ""


def test_newest_first_and_late_entries_at_their_date(bench: Bench) -> None:
    party = PartyRef(kind="enterprise", id=new_id())
    file = Accompaniment.open(bench.by(on=date(2026, 1, 10)), parties=(party,), advisor_id=bench.me)
    file.record(bench.by(on=date(2026, 2, 20)), "visit")
    file.record(bench.by(on=date(2026, 1, 15)), "email")
    bench.record(file)
    assert bench.texts(party.id)[:2] == ["Visite", "Courriel"]
    assert [month.title for month in bench.read(party.id).months] == [
        "Février 2026",
        "Janvier 2026",
    ]
    assert bench.lines(party.id)[1].recorded_on == date(2026, 2, 25)


def test_a_page_then_the_one_after(bench: Bench) -> None:
    party = PartyRef(kind="enterprise", id=new_id())
    file = Accompaniment.open(bench.by(), parties=(party,), advisor_id=bench.me)
    for day in range(1, 8):
        file.record(bench.by(on=date(2026, 2, day % 3 + 1)), "call", minutes=day)
    bench.record(file)
    seen: list[str] = []
    cursor = ""
    while True:
        page = bench.read(party.id, cursor=cursor, limit=3)
        seen += [line.id for month in page.months for line in month.lines]
        if not (cursor := page.next):
            break
    assert len(seen) == len(set(seen)) == 8
    assert seen == [line.id for line in bench.lines(party.id)]


def test_filters_and_their_counts(bench: Bench) -> None:
    party = PartyRef(kind="enterprise", id=new_id())
    file = Accompaniment.open(bench.by(), parties=(party,), advisor_id=bench.me)
    file.record(bench.by(), "call").express_need(bench.by(), ("financing", "recruitment"))
    bench.record(file)
    page = bench.read(party.id, facet="besoins")
    assert [text(line) for line in page.months[0].lines] == ["Besoin : financement et recrutement"]
    assert page.counts == {
        "": 3, "echanges": 1, "changements": 1, "besoins": 1, "orientations": 0
    }  # fmt: skip
    assert bench.read(party.id, facet="n’importe quoi").chosen == ""


def test_a_correction_has_its_line_and_the_entry_reads_as_it_now_stands(bench: Bench) -> None:
    party = PartyRef(kind="enterprise", id=new_id())
    file = Accompaniment.open(bench.by(), parties=(party,), advisor_id=bench.me)
    entry = file.record(bench.by(), "call", minutes=180).event(2)
    assert entry
    file.correct(bench.by(), entry, replace(entry, minutes=90), "J’avais compté le trajet.")
    bench.record(file)
    told, entry_line = bench.lines(party.id)[:2]
    assert text(told) == "Saisie corrigée : intervention consignée, 20 févr. 2026"
    assert told.differences == (("Durée", "3\u00a0h", "1\u00a0h\u00a030"),)
    assert told.reason == "J’avais compté le trajet."
    assert text(entry_line) == "Appel, 1 h 30"
    assert (entry_line.corrected, entry_line.struck) == (True, False)
    assert entry_line.restore_url == f"/historique/{file.id}/3/annuler"


def test_a_correction_of_a_correction_tells_both(bench: Bench) -> None:
    party = PartyRef(kind="enterprise", id=new_id())
    file = Accompaniment.open(bench.by(), parties=(party,), advisor_id=bench.me)
    entry = file.record(bench.by(), "call", minutes=180).event(2)
    assert entry
    second = replace(entry, minutes=90)
    file.correct(bench.by(), entry, second).correct(bench.by(), second, replace(second, minutes=60))
    bench.record(file)
    lines = bench.lines(party.id)
    assert [line.differences[0][1:] for line in lines if line.differences] == [
        ("1\u00a0h\u00a030", "1\u00a0h"),
        ("3\u00a0h", "1\u00a0h\u00a030"),
    ]
    assert len(lines) == 4


def test_what_is_taken_back_is_struck_and_restored(bench: Bench) -> None:
    party = PartyRef(kind="enterprise", id=new_id())
    file = Accompaniment.open(bench.by(), parties=(party,), advisor_id=bench.me)
    entry = file.record(bench.by(), "call", minutes=20).event(2)
    assert entry
    file.take_back(bench.by(), entry, "Mauvais dossier.")
    bench.record(file)
    told, struck = bench.lines(party.id)[:2]
    assert text(told).startswith("Saisie annulée : intervention consignée")
    assert struck.struck and text(struck) == "Appel, 20 min"
    assert (struck.correct_url, struck.restore_url) == ("", f"/historique/{file.id}/3/annuler")
    taken_back = file.event(3)
    assert taken_back
    file.take_back(bench.by(), taken_back, "C’était le bon.")
    bench.record(file)
    lines = bench.lines(party.id)
    assert text(lines[0]).startswith("Saisie rétablie")
    assert [line.struck for line in lines] == [False] * 4


def test_moved_to_another_page_it_stays_struck_on_the_first(bench: Bench) -> None:
    first, second = (PartyRef(kind="enterprise", id=new_id()) for _ in range(2))
    file = Accompaniment.open(bench.by(), parties=(first,), advisor_id=bench.me)
    entry = file.record(bench.by(), "visit").event(2)
    assert entry
    file.correct(bench.by(), entry, replace(entry, parties=(second,)), "Pas la bonne fiche.")
    bench.record(file)
    assert [line.struck for line in bench.lines(first.id) if text(line) == "Visite"] == [True]
    assert [line.struck for line in bench.lines(second.id) if text(line) == "Visite"] == [False]


def test_names_are_found_even_when_the_thing_is_not_known(bench: Bench) -> None:
    person = Person.register(bench.by(), as_written="M. Untel")
    party = PartyRef(kind="enterprise", id=new_id())
    role = Role.assign(bench.by(), person_id=person.id, holder=party, kind="board_chair")
    file = Accompaniment.open(bench.by(), parties=(party,), advisor_id=bench.me)
    file.plan_step(bench.by(), "Envoyer le gabarit", step_id=(step := new_id()))
    file.complete_step(bench.by(), step).hand_over(bench.by(), new_id())
    bench.record(person, role, file)
    told = bench.texts(party.id)
    assert "M. Untel : présidence du conseil, une entreprise" in told
    assert "Étape faite : Envoyer le gabarit" in told
    assert "Outil remis : un outil" in told


def test_as_it_was_that_day_and_as_it_was_known_then(bench: Bench) -> None:
    enterprise = Enterprise.register(bench.by(on=date(2026, 1, 5)), "La Ruche")
    enterprise.rename(bench.by(on=date(2026, 2, 5)), "La Ruche boréale")
    bench.record(enterprise)
    known = bench.store.clock()
    enterprise.state_mission(bench.by(on=date(2026, 1, 6)), "Nourrir")
    bench.record(enterprise)
    assert len(bench.texts(enterprise.id)) == 3
    assert len(bench.texts(enterprise.id, as_of=AsOf(until=date(2026, 1, 31)))) == 2
    assert len(bench.texts(enterprise.id, as_of=AsOf(known_at=known))) == 2


def test_what_is_told_in_confidence_is_veiled_for_others(bench: Bench) -> None:
    enterprise = Enterprise.register(bench.by(), "La Ruche")
    enterprise.declare_departure(bench.by(), "up_to_24_months")
    enterprise.record_workforce(bench.by(), headcount=10, aged_55_plus=3)
    bench.record(enterprise)
    portrait = enterprise.event(3)
    assert portrait
    enterprise.correct(bench.by(), portrait, replace(portrait, aged_55_plus=4))
    bench.record(enterprise)
    open_page = " ".join(bench.texts(enterprise.id))
    assert "d’ici 2 ans" in open_page
    assert bench.lines(enterprise.id)[0].differences == (("55 ans et plus", "3", "4"),)
    lines = bench.lines(enterprise.id, guarded=True)
    assert "Départ prévu à ce poste : direction, protégé" in [text(line) for line in lines]
    assert lines[0].differences == ()
    facts = [fact for line in lines for fact in line.facts]
    assert ("55 ans et plus", "protégé") in facts
    assert ("Emplois", "10") in facts


def test_another_pole_reads_nothing(bench: Bench) -> None:
    enterprise = Enterprise.register(bench.by(), "La Ruche")
    bench.record(enterprise)
    with bench.store.engine.connect() as db:
        assert timeline_of(bench.store, db, enterprise.id, OTHER_POLE).empty


def test_a_page_takes_four_statements(bench: Bench) -> None:
    party = PartyRef(kind="enterprise", id=new_id())
    file = Accompaniment.open(bench.by(), parties=(party,), advisor_id=bench.me)
    file.record(bench.by(), "call").express_need(bench.by(), ("other",))
    bench.record(file)
    said: list[str] = []

    @listens_for(bench.store.engine, "before_cursor_execute")
    def _(_c: object, _k: object, statement: str, *_more: object) -> None:
        said.append(statement)

    bench.read(party.id)
    assert len([statement for statement in said if statement != "BEGIN"]) == 4


def test_rebuilt_equals_live(bench: Bench) -> None:
    party = PartyRef(kind="enterprise", id=new_id())
    file = Accompaniment.open(bench.by(), parties=(party,), advisor_id=bench.me)
    entry = file.record(bench.by(), "call", minutes=20).event(2)
    assert entry
    bench.record(file)
    file.correct(bench.by(), entry, replace(entry, occurred_on=date(2026, 1, 2)))
    bench.record(file)
    correction = file.event(3)
    assert correction
    file.take_back(bench.by(), correction)
    bench.record(file)
    file.take_back(bench.by(), file.standing[2])
    bench.record(file)
    before = bench.store.checksums()
    bench.store.rebuild()
    assert bench.store.checksums() == before
    assert before["what_happened"]
