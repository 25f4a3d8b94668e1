"""What is typed, uploaded or asked stays what it is: words, never orders."""

import html
import io
import re
import zipfile
from pathlib import Path

import pytest

import crm
from crm.enterprise.commands import RegisterEnterprise
from crm.event_store.events import new_id
from crm.exchange.reading import files
from crm.exchange.reading.files import FileTooLarge, read_book
from crm.promoter.commands import WelcomePromoter
from rights.conftest import HTML, House

SCRIPT = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
MARKS = ("<script>alert", "<img src=x")
SOURCES = Path(crm.__path__[0])
WRITES_ANYTHING = re.compile(r"\.write\(|write_(?:row|column|formula|array_formula|url)\b")
WRITES_A_SHEET = re.compile(r"xlsxwriter|openpyxl|csv\.(?:writer|DictWriter)|text/csv")


def test_a_form_of_another_site_records_nothing(house: House) -> None:
    advisor, head = house.visitors["advisor"], house.store.head()
    said = {"nom": "Coop volée"}
    bare = advisor.client.post("/entreprises/nouvelle", data=said, headers=HTML)
    token = {"_csrf_token": advisor.client.cookies["csrftoken"]}
    for site in ("cross-site", "same-site"):
        sent = advisor.client.post(
            "/entreprises/nouvelle", data=said | token, headers=HTML | {"sec-fetch-site": site}
        )
        assert sent.status_code == 403
        assert "Ce formulaire n’est plus valable" in html.unescape(sent.text)
    assert bare.status_code == 403
    assert house.store.head() == head


def test_no_answer_may_be_framed_and_each_wears_its_headers(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    advisor = house.visitors["advisor"].client
    style = re.search(r'href="(/static/[^"]+\.css)"', advisor.get("/compte", headers=HTML).text)
    assert style
    answers = {
        200: advisor.get("/compte", headers=HTML),
        403: advisor.get("/administration/vues", headers=HTML),
        404: advisor.get("/nulle-part", headers=HTML),
        405: advisor.get("/deconnexion", headers=HTML),
        303: advisor.get("/connexion/..", headers=HTML | {"cookie": ""}),
        206: advisor.get(style[1]),
    }
    monkeypatch.setattr(type(house.store), "health", lambda _store: 1 / 0)
    answers[500] = advisor.get("/sante")
    assert answers[500].status_code == 500
    assert answers[206].status_code == 200
    for answer in answers.values():
        assert answer.headers["x-frame-options"] == "DENY"
        policy = answer.headers["content-security-policy"]
        assert "frame-ancestors 'none'" in policy
        assert "'unsafe-inline'" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"


def test_ids_of_another_pole_open_and_change_nothing(house: House) -> None:
    advisor, theirs, head = house.visitors["advisor"], house.theirs, house.store.head()
    record, file = f"/entreprises/{theirs.enterprise}", f"/accompagnements/{theirs.file}"
    for path in (record, file, f"/projets/{theirs.promoter}"):
        assert advisor.ask("GET", path).status_code == 404
    said = {"champ": "name", "name": "Volée", "nom": "Volée", "note": "volé", "suite": "voler"}
    for path in (f"{record}/renseignements", f"{record}/suivi", f"{file}/suites"):
        assert advisor.ask("POST", path, **said).status_code == 404
    step = f"/accompagnements/{house.ours.file}/suites/{theirs.step}/faite"
    assert advisor.ask("POST", step).status_code in (404, 422)
    assert house.store.head() == head


def test_fields_that_no_form_has_change_nothing(house: House) -> None:
    advisor, head = house.visitors["advisor"], house.store.head()
    forged = {
        "pole_id": house.theirs.id, "actor_id": house.theirs.account, "role": "administrator",
        "enterprise_id": house.theirs.enterprise, "originator_id": house.theirs.enterprise,
        "recorded_at": "1", "source": "system", "import_id": new_id(),
    }  # fmt: skip
    made = advisor.ask("POST", "/entreprises/nouvelle", nom="Coop de plus", **forged)
    assert made.status_code == 303
    recorded = house.store.events([*range(head + 1, house.store.head() + 1)])
    assert recorded
    for one in recorded:
        assert (one.event.pole_id, one.event.actor_id) == (house.ours.id, advisor.account_id)
        assert one.event.originator_id != house.theirs.enterprise
        assert one.source == "page"


def test_what_was_typed_is_shown_and_never_run(house: House) -> None:
    ours, advisor = house.ours, house.visitors["advisor"]
    enterprise, promoter = new_id(), new_id()
    ours.ask(RegisterEnterprise(enterprise_id=enterprise, name=SCRIPT))
    ours.ask(WelcomePromoter(
        names=(SCRIPT,), notice="spoken", working_title=SCRIPT, idea=SCRIPT, promoter_id=promoter
    ))  # fmt: skip
    for path in (f"/entreprises/{enterprise}", f"/projets/{promoter}", "/projets", "/entreprises"):
        page = advisor.read(path)
        assert html.escape("<script>") in page
        assert not any(mark in page for mark in MARKS), path


def test_what_is_asked_is_said_back_and_never_run(house: House) -> None:
    advisor = house.visitors["advisor"]
    pages = [
        advisor.ask("POST", "/recherche", q=SCRIPT).text,
        advisor.ask("POST", "/entreprises/nouvelle", nom="", neq=SCRIPT, date=SCRIPT).text,
        advisor.client.get("/entreprises", params={"q": SCRIPT}, headers=HTML).text,
        advisor.client.get("/rapports/suivi", params={"du": SCRIPT}, headers=HTML).text,
        advisor.client.get("/connexion", params={"suite": SCRIPT}, headers=HTML).text,
    ]
    assert sum(html.escape("<script>") in page for page in pages) >= 3
    assert not any(mark in page for page in pages for mark in MARKS)


def test_no_sheet_is_written_that_could_hold_a_formula() -> None:
    """Cells that begin with = + - @, a tab or a return are text: each module that writes a sheet
    says so cell by cell, and has a test of its own (`tests/privacy/test_incidents.py`,
    `test_portable.py`)."""
    writing = {
        path.relative_to(SOURCES).as_posix(): path.read_text()
        for path in SOURCES.rglob("*.py")
        if WRITES_A_SHEET.search(path.read_text())
    }
    assert writing.keys() == {"privacy/pages/register.py", "privacy/projections/portable.py"}
    assert not WRITES_ANYTHING.search(writing["privacy/pages/register.py"])


def test_a_small_file_that_unfolds_without_end_is_refused_unread(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as folded:
        folded.writestr("xl/workbook.xml", "<workbook/>")
        with folded.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(260):
                sheet.write(b"0" * 1_000_000)
    assert len(bomb.getvalue()) < 1_000_000
    monkeypatch.setattr(files, "CalamineWorkbook", None)  # reading it would be a fault
    with pytest.raises(FileTooLarge):
        read_book(bomb.getvalue())


@pytest.mark.parametrize(
    "way",
    [
        "/static/{edition}/../../settings.py", "/static/{edition}/..%2f..%2fsettings.py",
        "/static/{edition}/%2e%2e/%2e%2e/settings.py", "/static/{edition}//etc/passwd",
        "/static/{edition}/....//....//settings.py", "/static/{edition}/..\\..\\settings.py",
        "/static/{edition}/css/%2e%2e/%2e%2e/%2e%2e/reader.py",
    ],
)  # fmt: skip
def test_no_way_leads_out_of_the_static_files(house: House, way: str) -> None:
    from crm.site.assets import edition

    client = house.visitors["advisor"].client
    answer = client.get(way.format(edition=edition()), headers=HTML)
    assert answer.status_code == 404
    assert "from crm" not in answer.text
    assert "root:" not in answer.text


def test_an_answer_is_bounded_by_what_may_be_sent(house: House) -> None:
    advisor = house.visitors["advisor"]
    heavy = advisor.ask("POST", "/entreprises/nouvelle", nom="x" * (5 * 1024 * 1024))
    assert heavy.status_code == 413
    token = {"x-csrftoken": advisor.client.cookies["csrftoken"]}
    odd = advisor.client.post(
        "/entreprises/nouvelle",
        content=b"<xml/>",
        headers=HTML | token | {"content-type": "text/xml"},
    )
    assert odd.status_code in (400, 415, 422)
