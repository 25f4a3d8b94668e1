"""Whatever is asked of any address, by somebody signed in: an answer, never a fault."""

from collections.abc import Iterator
from typing import Any, cast
from urllib.parse import quote

import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute

from crm.account.commands import GrantAccess
from crm.event_store.events import new_id
from features.conftest import Served
from features.visitor import HTML, Site

UNKNOWN_ID = "01890a5d-ac96-774b-bcce-b302099a8057"
WRONG_IDS = (
    UNKNOWN_ID,
    "zzz",
    "🦊",
    "0" * 400,
    "1' OR '1'='1",
    "-1",
    "99999999999999999999",
    "%00",
)
WRONG_WORDS = (
    "abc", "-1", "9" * 400, "2026-13-45", "0001-01-01", "9999-12-31", "🦊\u202e", "'; DROP TABLE--",
    "\x00", "x" * 5_000, "x" * 36, "%", "٣", "2026-01-01|zzz", f"2026-01-01.{UNKNOWN_ID}", "²",
)  # fmt: skip
REPORT_WORDS = "du au connu conseiller action genre page mrc indicateur tranche".split()
"""What the reports read from their address without declaring it."""
FIELDS = (
    "C2 P0a a action adresse aines au avant avis avis_commission avis_personnes besoin bilan "
    "brouillon champ charge chef circonstances code_postal combles command_id conclusion "
    "confirmation connu connue connues conseil consentement constat courriel cout date "
    "date_avis date_delai de delai demande demandeur depart departs document dossier du duree "
    "duree_choix echeance echeance_choix ecrit_a ecrit_par embauche emplois emplois_crees "
    "emplois_maintenus employes employes_avant estime etape etat etc femmes fil finalite "
    "for_whom forme founders horizon idee investissement issue jalon jeton jeunes jusque "
    "langue lieu liste loi message mesures mission mode mois mot motif mots mrc municipalite "
    "neq nom nom_cle nombre note objectif organisation organisation_nom orientation outil "
    "part partagee permanents personne personnes plan poste precision precisions premier "
    "prenom preparation preuve preuve_C2 propos qualite qui quoi raison raisonnement "
    "renseignements reponse requete responsable resultat retour retraites risque role second "
    "secteur semblables seulement sieges signal site sort source suite suivi suivre sujet "
    "surplus survenu telephone texte titre trade type_coop urgence vacants valide_jusque "
    "version voie vu who_votes"
).split()
"""What the forms may send."""
NEVER_RIGHT = ("date", "mrc", "neq")
"""Sent each time: with a name alone, which may be anything, an enterprise is registered."""
PARTIES = {"organisation": f"enterprise:{UNKNOWN_ID}", "personne": UNKNOWN_ID, "outil": UNKNOWN_ID}
LEAVING = ("/deconnexion", "/langue", "/compte/sessions/toutes")
NOT_WORDS = {"self", "request", "reader", "store", "form", "settings", "credentials", "today"}


def routes(served: Served) -> Iterator[tuple[str, str, set[str]]]:
    """(method, address with its places to fill, names that its address may ask) of every route."""
    app: Litestar = cast(Any, served.app).app
    for route in app.routes:
        if not isinstance(route, HTTPRoute) or route.path.startswith("/static"):
            continue
        for handler in route.route_handlers:
            declared = set(handler.parsed_fn_signature.parameters) - NOT_WORDS
            names = {name for name in declared if f"{{{name}:" not in route.path}
            if route.path.startswith("/rapports"):
                names |= set(REPORT_WORDS)
            for method in handler.http_methods:
                yield str(method), route.path, names


def filled(path: str, word: str, version: str = "1") -> str:
    """The address, each place filled with this word."""
    parts = []
    for part in path.split("/"):
        number = part.startswith("{") and part.endswith(":int}")
        parts.append((version if number else quote(word)) if part.startswith("{") else part)
    return "/".join(parts)


@pytest.fixture
def reader(site: Site) -> Site:
    """Somebody to whom every page is open."""
    site.ask(GrantAccess(account_id=site.actor_id, role="administrator"))
    site.sign_in()
    site.remember()
    return site


def test_no_address_ends_in_a_fault(served: Served, reader: Site) -> None:
    for method, path, names in routes(served):
        if method != "GET":
            continue
        for word in WRONG_IDS if "{" in path else [""]:
            for version in ("1", "9" * 30, "-1") if ":int}" in path else ("1",):
                get(reader, filled(path, word, version))
        address = filled(path, UNKNOWN_ID)
        for word in WRONG_WORDS:
            get(reader, address, **dict.fromkeys(names, word))
        for name in names:
            get(reader, address, **{name: UNKNOWN_ID})
    assert faults_told(served) == []


def test_no_form_ends_in_a_fault(served: Served, reader: Site) -> None:
    for method, path, _names in routes(served):
        if method != "POST" or path in LEAVING:
            continue
        for word in WRONG_IDS:
            post(reader, filled(path, word), dict.fromkeys(FIELDS, word))
        for word in WRONG_WORDS[::2]:
            half = {*FIELDS[::2], *NEVER_RIGHT}
            post(reader, filled(path, UNKNOWN_ID), PARTIES | dict.fromkeys(half, word))
        broken = {"content-type": "multipart/form-data", "x-csrftoken": token(reader)}
        reader.client.post(filled(path, "x"), content=b"\xff\x00--", headers=HTML | broken)
    assert faults_told(served) == []
    assert reader.events_recorded() == 0


def get(site: Site, address: str, **asked: str) -> None:
    site.client.get(address, params=asked, headers=HTML)


def post(site: Site, address: str, said: dict[str, str]) -> None:
    site.client.post(address, data=said | {"_csrf_token": token(site)}, headers=HTML)


def faults_told(served: Served) -> list[str]:
    """Each fault once: what was asked, and the last line of ours it went through."""
    found = set()
    for told in served.faults:
        lines = told.splitlines()
        ours = [line.strip() for line in lines if "/crm/" in line]
        found.add(f"{lines[0]} {ours[-1] if ours else ''}")
    served.faults.clear()
    return sorted(found)


def token(site: Site) -> str:
    """The token that the pages of this visitor bear."""
    return site.client.cookies.get("csrftoken") or new_id()
