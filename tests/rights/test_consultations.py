"""Whoever opens a page that shows personal information leaves a trace, and no page waits for it."""

import html
import time

import pytest
from sqlalchemy import func, insert, select, text

from crm.event_store.events import new_id
from crm.site.consultations import KEY, PAGE, Consultations, consultations
from crm.site.rights import declared
from rights.conftest import ROLES, House

MANY = 2_000
NAMELESS = {
    "/nouvelles/{subject_id:uuid}", "/vues/{view_id:uuid}", "/vues/{view_id:uuid}/{verb:str}",
    "/administration/vues/{name:str}/refaire", "/vie-privee/effacements/{erasure_id:uuid}",
    "/compte/sessions/{number:str}/fermer", "/compte/cles/{number:str}/retirer",
    "/compte/fournisseurs/{provider:str}", "/compte/fournisseurs/{provider:str}/delier",
    "/compte/fournisseurs/{provider:str}/lier", "/connexion/retour/{provider:str}",
    "/accompagnements/nouveau", "/projets/nouveau",
    "/entreprises/{enterprise_id:uuid}/annuler/{originator_id:uuid}/{version:int}",
    "/entreprises/{enterprise_id:uuid}/portrait",
    "/entreprises/{enterprise_id:uuid}/renseignements",
    "/entreprises/{enterprise_id:uuid}/suivi", "/vie-privee/conservation/duree/{of:str}",
    "/vie-privee/consentements/duree/{purpose:str}",
    "/vie-privee/incidents/{incident_id:uuid}", "/vie-privee/incidents/{incident_id:uuid}/redire",
    "/vie-privee/demandes/{request_id:uuid}/regler",
    "/vie-privee/demandes/{request_id:uuid}/rouvrir",
    "/vie-privee/demandes/{request_id:uuid}/rattacher",
    "/vie-privee/demandes/{request_id:uuid}/detacher",
}  # fmt: skip
"""Addresses with a place that show nobody: counts of jobs, facts, a redirection. The team is shown
to itself: its pages name accounts, whose work is public inside the pôle."""


def traces(house: House, subject: str) -> list[tuple[str, str]]:
    held = Consultations(house.store.builder.engine, 24, house.store.clock)
    time.sleep(1.2)
    return [(one.account_id, one.kind) for one in held.of_pole(house.ours.id, subject)]


def test_what_is_opened_is_noted_and_what_is_refused_is_not(house: House) -> None:
    ours, advisor, partner = house.ours, house.visitors["advisor"], house.visitors["partner"]
    opened = {
        ours.enterprise: ("enterprise", f"/entreprises/{ours.enterprise}", advisor),
        ours.promoter: ("promoter", f"/projets/{ours.promoter}", advisor),
        ours.file: ("accompaniment", f"/accompagnements/{ours.file}", advisor),
        ours.shared: ("referral", f"/orientations-recues/{ours.shared}", partner),
    }
    for _kind, path, visitor in opened.values():
        visitor.read(path)
    refused = partner.ask("GET", f"/projets/{ours.promoter}")
    missing = advisor.ask("GET", f"/projets/{house.theirs.promoter}")
    assert (refused.status_code, missing.status_code) == (403, 404)
    for subject, (kind, _path, visitor) in opened.items():
        assert (visitor.account_id, kind) in traces(house, subject)
    assert partner.account_id not in {who for who, _kind in traces(house, ours.promoter)}
    assert traces(house, house.theirs.promoter) == []


def test_reading_who_consulted_leaves_a_trace_too(house: House) -> None:
    officer, ours = house.visitors["privacy_officer"], house.ours
    house.visitors["advisor"].read(f"/projets/{ours.promoter}")
    page = html.unescape(officer.read(f"/administration/consultations/{ours.promoter}"))
    assert "Léa Côté" in page
    assert (officer.account_id, "consultations") in traces(house, ours.promoter)
    officer.read("/administration/consultations")
    assert (officer.account_id, "consultations") in traces(house, ours.id)


def test_who_consulted_is_read_by_those_who_answer_for_it(house: House) -> None:
    path = f"/administration/consultations/{house.ours.promoter}"
    for role in ROLES:
        expected = 200 if role in ("privacy_officer", "administrator") else 403
        assert house.visitors[role].ask("GET", path).status_code == expected
    assert path in house.visitors["privacy_officer"].read(f"/projets/{house.ours.promoter}")
    assert path not in house.visitors["advisor"].read(f"/projets/{house.ours.promoter}")


def test_the_traces_of_another_pole_are_not_read(house: House) -> None:
    from rights.conftest import Visitor

    Visitor(house.app, house.theirs.account).read(f"/projets/{house.theirs.promoter}")
    time.sleep(1.2)
    path = f"/administration/consultations/{house.theirs.promoter}"
    seen = html.unescape(house.visitors["privacy_officer"].read(path))
    assert "Aucune consultation n’est notée" in seen


def test_every_page_about_one_thing_leaves_a_trace(house: House) -> None:
    silent = {
        path
        for path, handler in declared(house.routes.routes)
        if "{" in path
        and not path.startswith("/equipe")
        and not handler.opt.get("public")
        and KEY not in handler.opt
    }
    assert silent <= NAMELESS


def test_what_could_not_be_written_is_written_later(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Consultations(house.store.builder.engine, 24, house.store.clock)
    subject = new_id()
    with monkeypatch.context() as patch:
        patch.setattr("crm.site.consultations.insert", lambda _table: text("SELECT * FROM nowhere"))
        held.note(house.ours.id, "account", "promoter", subject)
        time.sleep(1.3)
    time.sleep(1.3)
    with held.engine.connect() as db:
        mine = consultations.c.subject_id == subject
        assert db.scalar(select(func.count()).where(mine)) == 1
    held.close()


def test_a_page_waits_for_nothing(house: House) -> None:
    held = Consultations(house.store.builder.engine, 24, house.store.clock)
    begun = time.perf_counter()
    for _ in range(MANY):
        held.note("pole", "account", "promoter", "subject")
    assert (time.perf_counter() - begun) / MANY < 0.001, "a millisecond at most"
    held.close()
    with held.engine.connect() as db:
        query = select(func.count()).where(consultations.c.subject_id == "subject")
        assert db.scalar(query) == MANY, "the last ones are written when the house closes"


def test_traces_are_forgotten_after_the_months_kept(house: House) -> None:
    row = {"pole_id": "old", "account_id": "a", "kind": "promoter", "subject_id": "s", "at": 1}
    with house.store.builder.engine.begin() as db:
        db.execute(insert(consultations), row)
    held = Consultations(house.store.builder.engine, 24, house.store.clock)
    assert held.of_pole("old") == []


@pytest.mark.parametrize("before", ["", "1", "²", "-1", "999999999999999999999", "abc"])
def test_a_list_goes_on_page_by_page(house: House, before: str) -> None:
    path = f"/administration/consultations?avant={before}"
    assert house.visitors["privacy_officer"].ask("GET", path).status_code == 200
    held = Consultations(house.store.builder.engine, 24, house.store.clock)
    for _ in range(PAGE + 5):
        held.note("long", "account", "promoter", "subject")
    first = held.of_pole("long")
    assert len(first) == PAGE + 1
    assert held.of_pole("long", "", first[PAGE - 1].id)[0].id == first[PAGE].id
    held.close()
