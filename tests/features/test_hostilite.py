"""Refuser une saisie impossible sans rien perdre."""

from typing import NamedTuple

from pytest_bdd import given, parsers, scenarios, then, when

from crm.accompaniment.commands import OpenAccompaniment, RecordIntervention
from crm.directory.commands import ListTool
from crm.ecosystem.commands import RegisterOrganisation
from crm.event_store.events import new_id
from crm.promoter.commands import WelcomePromoter
from features.visitor import TODAY, Site, says

scenarios("hostilite")
WITNESS = "Témoin écrit avant"
BIG = "a" * 2_000_000


class Door(NamedTuple):
    """A form: the page it is on, its button, a field where something else is written."""

    page: str
    button: str
    witness: str
    before: dict[str, str] = {}  # noqa: RUF012 - read only


DOORS = {
    "inscrire une entreprise": Door("/entreprises/nouvelle", "Inscrire l'entreprise", "secteur"),
    "préciser l'adresse": Door("{e}/renseignements?champ=address", "Consigner", "adresse"),
    "changer le nom": Door("{e}/renseignements?champ=name", "Consigner", "nom"),
    "dresser un portrait": Door("{e}/portrait", "Consigner le portrait", "permanents"),
    "déclarer un départ": Door("{e}/depart", "Consigner le départ envisagé", "date"),
    "consigner un plan": Door("{e}/plan", "Consigner le plan", "date"),
    "ajouter une personne": Door("{e}/personnes", "Ajouter la personne", "titre"),
    "adopter un outil": Door("{e}/outils", "Consigner l'outil", "outil"),
    "consigner une rencontre": Door(
        "/noter?organisation=enterprise:{id}", "Consigner la rencontre", "note"
    ),
    "ouvrir un dossier": Door(
        "/accompagnements/nouveau?organisation=enterprise:{id}", "Ouvrir le dossier", "titre"
    ),
    "ajouter un besoin": Door("{d}", "Ajouter le besoin", "propos", {"besoin": "financing"}),
    "fixer une étape": Door("{d}", "Fixer l'étape", "suite"),
    "consigner un résultat": Door("{d}", "Déclarer le résultat", "resultat"),
    "fermer un dossier": Door("{d}", "Fermer le dossier", "bilan", {"issue": "objective_met"}),
    "accueillir un projet": Door(
        "/projets/nouveau",
        "Accueillir le projet",
        "titre",
        {"avis": "spoken", "personnes": "Maude Pépin"},
    ),
    "franchir un jalon": Door("{p}/jalon", "Consigner le jalon", "emplois"),
    "fonder une entreprise": Door("{p}/fonder", "Fonder l'entreprise", "nom"),
    "corriger un appel": Door("{a}/corriger", "Corriger la saisie", "motif"),
    "annuler un appel": Door("{a}/annuler", "Annuler la saisie", "motif"),
    "orienter vers un partenaire": Door("{d}", "Consigner l'orientation", "message"),
    "remettre un outil": Door("{d}", "Consigner l'outil remis", ""),
    "dresser un portrait du conseil": Door("{e}/portrait", "composition du conseil", "combles"),
    "décrire un projet": Door("{p}/decrire", "Consigner la description", "titre"),
    "ajouter un membre": Door("{p}/membres", "Ajouter au groupe", "personne"),
    "consigner un départ du groupe": Door("{p}/depart", "Consigner le départ", "date"),
    "suspendre un projet": Door("{p}/suspendre", "Suspendre la démarche", "motif"),
    "abandonner un projet": Door("{p}/abandonner", "Abandonner la démarche", "motif"),
    "réorienter un projet": Door("{p}/reorienter", "Réorienter le projet", "motif"),
    "qualifier": Door(
        "{e}/qualification", "Consigner la qualification", "avis", {"conclusion": "to_document"}
    ),
    "constater la suite": Door("{p}/constater", "Consigner le constat", ""),
    "consentir": Door(
        "/vie-privee/consentements/projet/{pid}",
        "Consigner le consentement",
        "texte",
        {"finalite": "partner_sharing", "preuve": "written"},
    ),
    "changer le mot de passe": Door("/compte", "Changer le mot de passe", ""),
}
LISTS = {
    "les entreprises": ("/entreprises", "apres"),
    "les projets": ("/projets", "avant"),
    "les dossiers": ("/accompagnements", "apres"),
    "les actes du suivi": ("/rapports/suivi/actes", "page"),
}
ADDRESSES = {
    "une entreprise qui n'existe pas": f"/entreprises/{new_id()}",
    "une entreprise à l'adresse mal écrite": "/entreprises/zzz",
    "un dossier qui n'existe pas": f"/accompagnements/{new_id()}",
    "un projet à l'adresse mal écrite": "/projets/zzz",
    'la fiche à la date "abc"': "{e}?au=abc",
    'la fiche à la date "2999-01-01"': "{e}?au=2999-01-01",
    'le rapport de suivi du "abc"': "/rapports/suivi?du=abc",
    'le rapport de relève au "2999-01-01"': "/rapports/releve?au=2999-01-01",
}


@given("son dossier, son projet et son appel")
def surroundings(site: Site) -> None:
    (name,) = site.ids
    file = OpenAccompaniment(parties=(site.party(name),), title="Préparer la relève")
    project = WelcomePromoter(names=("Maude Pépin",), notice="spoken", occurred_on=TODAY)
    call = RecordIntervention(party=site.party(name), mode="call", minutes=30)
    for command in (file, project, call):
        site.ask(command)
    site.ask(RegisterOrganisation(name="Fonds des Rivières", kind="funder"))
    receipt = site.ask(ListTool(name="Gabarit de relève"))
    told = site.store.events(range(receipt.first - 2, receipt.first - 1))[0].event
    site.ids |= {
        "d": f"/accompagnements/{file.accompaniment_id}",
        "p": f"/projets/{project.promoter_id}",
        "a": f"/historique/{told.originator_id}/{told.originator_version}",
    }
    site.ids["e"] = site.ids[name]


def knock(site: Site, form: str) -> Door:
    door = DOORS[form]
    site.open(placed(site, door.page))
    assert site.status == 200, site.address
    return door


def placed(site: Site, address: str) -> str:
    known = {name: site.ids[name] for name in "edpa"}
    return address.format(**known, id=site.id_of("e"), pid=site.id_of("p"))


@when(says('je force "{value}" dans "{field}" du formulaire "{form}"'), target_fixture="door")
def force(site: Site, value: str, field: str, form: str) -> Door:
    door = knock(site, form)
    written = {door.witness: witness(door)} if door.witness else {}
    site.forge(door.button, **{**door.before, **written, field: value})
    return door._replace(witness="" if field == door.witness else door.witness)


def witness(door: Door) -> str:
    """What is written elsewhere in the form, and must not be lost."""
    if door.witness == "date":
        return "hier"
    return "3" if door.witness in NUMBERS else WITNESS


NUMBERS = {"permanents", "emplois", "combles"}


@when(says('j\'écris {n:d} caractères dans "{field}" du formulaire "{form}"'))
def write_much(site: Site, n: str, field: str, form: str) -> None:
    door = knock(site, form)
    assert len(BIG) == int(n)
    site.forge(door.button, **{**door.before, field: BIG})


@when(says("j'envoie le formulaire \"{form}\" avec le jeton d'un autre site"))
def send_forged(site: Site, form: str) -> None:
    site.forge(knock(site, form).button, _csrf_token="0" * 128)


@when(says("j'inscris l'entreprise \"{name}\""))
def register(site: Site, name: str) -> None:
    site.open("/entreprises/nouvelle").send("Inscrire l'entreprise", nom=name)


@then(says('on me refuse la saisie à côté de "{field}"'))
def refused_beside(site: Site, field: str) -> None:
    assert site.status == 422, site.seen()[:500]
    assert len(site.beside(field)) > 10, site.seen()[:3000]


@then("on me refuse la saisie en français")
def refused(site: Site) -> None:
    assert site.status == 422
    assert "caractères" in site.seen()[:2000]


@then("tout le texte est encore dans le formulaire")
def all_kept(site: Site) -> None:
    assert site.kept(BIG)


@then("ce que j'ai écrit ailleurs est encore là")
def witness_kept(site: Site, door: Door) -> None:
    assert not door.witness or site.kept(witness(door))


@when(parsers.re(r"j'ouvre (?P<place>(?!.* à la page ).+)"))
def open_address(site: Site, place: str) -> None:
    site.open(placed(site, ADDRESSES[place]))


@when(says("j'ouvre {place} à la page {page}"))
def open_list(site: Site, place: str, page: str) -> None:
    address, cursor = LISTS[place]
    site.open(f"{address}?{cursor}={page}")


@then("la liste s'affiche")
def list_is_shown(site: Site) -> None:
    assert site.status == 200
