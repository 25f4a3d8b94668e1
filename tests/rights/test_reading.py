"""What somebody sees once a page is open: no more than their roles say, and no dead ends."""

import html
import re

import pytest

from crm.accompaniment.commands import UnshareReferral
from crm.ecosystem.commands import RemoveRepresentative
from crm.event_store import reach
from crm.refusal import Unknown
from crm.site.menu import menu_of
from crm.site.rights import KEY, declared, pages_opened
from crm.vocabulary import AccessRole
from rights.conftest import CONFIDED, PROJECT, PROMOTER, ROLES, House, account_of

LINK = re.compile(r'(?:href|action|formaction|hx-get|hx-post)="(/[^"#?]*)')
ASKED = re.compile(r'<(?:form)[^>]*method="post"[^>]*action="(/[^"#?]*)')


def test_a_reader_reads_nothing_told_in_confidence(house: House) -> None:
    reader, advisor = house.visitors["reader"], house.visitors["advisor"]
    path = f"/entreprises/{house.ours.enterprise}"
    own, seen = html.unescape(advisor.read(path)), html.unescape(reader.read(path))
    for words in (CONFIDED, f"/accompagnements/{house.ours.file}"):
        assert words in own
        assert words not in seen
    assert "protégé" in seen
    assert "Léo Roy" in seen, "who works there is no secret"
    found = html.unescape(reader.ask("POST", "/recherche", q="rivieres").text)
    assert PROJECT not in found
    assert PROJECT in html.unescape(advisor.ask("POST", "/recherche", q="rivieres").text)
    assert PROJECT in html.unescape(advisor.ask("POST", "/palette", q="rivieres").text)
    offered = html.unescape(reader.ask("POST", "/palette", q="rivieres").text)
    assert "Rivières" not in offered.replace("Chercher", "")
    assert "Léo Roy" in html.unescape(reader.ask("POST", "/palette", q="leo").text)


@pytest.mark.parametrize("role", ["partner", "network", "administrator"])
def test_who_does_not_read_the_pole_meets_no_name_of_it(house: House, role: AccessRole) -> None:
    names = (f"Coop {house.ours.name}", CONFIDED, PROMOTER, "Léo Roy", house.theirs.name)
    shared = f"/orientations-recues/{house.ours.shared}"
    for path in reachable(house, role):
        page = html.unescape(house.visitors[role].read(path)).partition("<main")[2]
        allowed = {names[0]} if "/orientations-recues" in path else set()
        assert {name for name in names if name in page} <= allowed, path
    for typed in ("", "coop", "leo"):
        offered = html.unescape(house.visitors[role].ask("POST", "/palette", q=typed).text)
        assert not any(name in offered for name in names), typed
    if role == "partner":
        assert shared in reachable(house, role)


@pytest.mark.parametrize("role", ROLES)
def test_no_page_leads_where_its_reader_may_not_go(house: House, role: AccessRole) -> None:
    """Menu, links, forms: shown only to those whom they serve."""
    for path in reachable(house, role):
        page = house.visitors[role].read(path)
        forms = set(ASKED.findall(page))
        for address in set(LINK.findall(page)):
            assert opens(house, role, address, forms), (path, address)


def reachable(house: House, role: AccessRole, most: int = 60) -> list[str]:
    """Pages that somebody of this role comes to by following links."""
    todo: list[str] = ["/", "/compte"]
    met: list[str] = []
    while todo and len(met) < most:
        path = todo.pop(0)
        answer = house.visitors[role].ask("GET", path)
        if answer.status_code == 303:
            todo.append(answer.headers["location"])
            continue
        assert answer.status_code == 200, (role, path)
        met.append(path)
        known = {one.partition("?")[0] for one in (*met, *todo)}
        for link in map(html.unescape, re.findall(r'href="(/[^"#]*)', answer.text)):
            if (bare := link.partition("?")[0]) not in known and "/static" not in link:
                known.add(bare)
                todo.append(link)
    return met


def opens(house: House, role: str, address: str, forms: set[str]) -> bool:
    """Whether a route of this address opens to a role, by the method that the page would use."""
    found = [
        handler
        for path, handler in declared(house.routes.routes)
        if re.fullmatch(re.sub(r"\{\w+:\w+\}", "[^/]+", path), address)
    ]
    asked = [h for h in found if ("POST" if address in forms else "GET") in h.http_methods]
    return any(
        handler.opt.get("public") or role in handler.opt[KEY].roles for handler in asked or found
    ) or address.startswith("/static")


def test_several_roles_open_what_any_of_them_opens(house: House) -> None:
    both = house.enters("administrator", "advisor")
    assert both.ask("GET", "/administration/vues").status_code == 200
    assert both.ask("GET", f"/accompagnements/{house.ours.file}").status_code == 200
    assert both.ask("GET", "/").status_code == 200
    assert "Noter" in both.read("/")


def test_sharing_ends_at_once(house: House) -> None:
    ours, partner = house.ours, house.visitors["partner"]
    ours.share(ours.unshared)
    assert partner.ask("GET", f"/orientations-recues/{ours.unshared}").status_code == 200
    ours.ask(UnshareReferral(accompaniment_id=ours.file, referral_id=ours.unshared))
    assert partner.ask("GET", f"/orientations-recues/{ours.unshared}").status_code == 404


def test_who_no_longer_represents_the_organisation_reads_nothing(house: House) -> None:
    former = house.enters("partner")
    page = f"/orientations-recues/{house.ours.shared}"
    assert former.ask("GET", page).status_code == 200
    gone = RemoveRepresentative(organisation_id=house.ours.partner, account_id=former.account_id)
    house.ours.ask(gone)
    assert former.ask("GET", page).status_code == 404


def test_nobody_is_tied_to_an_organisation_of_another_pole(house: House) -> None:
    ours, theirs = house.ours, house.theirs
    stranger = account_of(theirs, "partner")
    with pytest.raises(Unknown):
        ours.ask(RemoveRepresentative(organisation_id=theirs.partner, account_id=stranger))


def test_a_partner_has_no_row_within_reach(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even a page that would forget to filter shows a partner nothing."""
    seen: list[str | None] = []
    ask = house.store.open_many

    def heard(texts: object) -> object:
        seen.append(reach.current())
        return ask(texts)  # type: ignore[arg-type]  # as it was asked

    house.visitors["partner"].read("/compte")
    monkeypatch.setattr(house.store, "open_many", heard)
    house.visitors["partner"].read("/orientations-recues")
    assert set(seen) == {house.ours.id}, "one question, with the pôle within its reach"
    monkeypatch.undo()


def test_the_menu_shows_what_opens(house: House) -> None:
    menu = menu_of(pages_opened(house.routes.routes))
    for role in ROLES:
        shown = {place.path for _group, places in menu.groups_of({role}) for place in places}
        assert shown, role
        assert all(
            house.visitors[role].ask("GET", path).status_code in (200, 303) for path in shown
        )
    assert menu.groups_of(()) == ()
