"""Inscrire une entreprise, et dresser un portrait."""

from pytest_bdd import given, scenarios, then, when

from crm.enterprise.commands import (
    AssessQualification,
    DeclareDeparture,
    RecordWorkforcePortrait,
    RegisterEnterprise,
    TryTool,
)
from crm.enterprise.domain.grid import CURRENT
from features.visitor import TODAY, Site, Typed, says

scenarios("entreprise")


def register(site: Site, name: str, **typed: Typed) -> None:
    site.open("/entreprises").follow("Inscrire une entreprise")
    site.send("Inscrire l'entreprise", nom=name, **typed)
    if site.address != "/entreprises/nouvelle":  # refused: there is no record to look at
        site.ids[name] = site.address


@given(says('l\'entreprise "{name}" inscrite avec le NEQ "{neq}"'))
def registered(site: Site, name: str, neq: str) -> None:
    site.ask(RegisterEnterprise(name=name, neq=neq, occurred_on=TODAY))


@when(says('j\'inscris l\'entreprise "{name}" avec le NEQ "{neq}"'))
def register_with_neq(site: Site, name: str, neq: str) -> None:
    register(site, name, neq=neq)


@when("j'inscris une entreprise sans nom")
def register_unnamed(site: Site) -> None:
    register(site, "")


@when(says('je cherche "{words}"'))
def search(site: Site, words: str) -> None:
    site.open("/entreprises").send("Chercher", q=words)


@then(says('sa fiche montre "{words}"'))
def own_record_shows(site: Site, words: str) -> None:
    (address,) = site.ids.values()
    site.open(address).sees(words)


@given(says('le portrait de "{name}" qui dit "non" au plan de relève'))
def portrait_without_plan(site: Site, name: str) -> None:
    site.ask(
        RecordWorkforcePortrait(
            enterprise_id=site.id_of(name), headcount=14, succession_plan_in_force="no"
        )
    )


@given(says('le départ de la direction de "{name}" d\'ici deux ans'))
def departure_told(site: Site, name: str) -> None:
    site.ask(
        DeclareDeparture(
            enterprise_id=site.id_of(name),
            post="direction",
            horizon="up_to_24_months",
            told_by="self",
        )
    )


def portray(site: Site, name: str, **typed: Typed) -> None:
    site.record_of(name).follow("Consigner un portrait")
    site.send("Consigner le portrait", **typed)


@when(says('je consigne le portrait de "{name}" avec {n:d} employés'))
def portray_headcount(site: Site, name: str, n: str) -> None:
    portray(site, name, employes=n)


@when(
    says('je consigne le portrait de "{name}" avec {n:d} employés dont {old:d} de 55 ans et plus')
)
def portray_aged(site: Site, name: str, n: str, old: str) -> None:
    portray(site, name, employes=n, aines=old)


@when(says('je déclare que la direction de "{name}" part d\'ici deux ans'))
def declare_departure(site: Site, name: str) -> None:
    site.open(f"{site.ids[name]}/depart")
    site.send("Consigner le départ envisagé", horizon="up_to_24_months", poste="direction")


@when(says('je consigne le plan de relève adopté par "{name}"'))
def adopt_plan(site: Site, name: str) -> None:
    site.open(f"{site.ids[name]}/plan")
    site.send("Consigner le plan de relève", quoi="adopte", conseil="yes")


@then(says('le rapport de relève compte "{name}" parmi les entreprises à risque'))
def counted_at_risk(site: Site, name: str) -> None:
    site.open("/rapports/releve").follow("Voir tous les actes et les entreprises hors calcul")
    site.sees(name, "1 entreprise comptée")


@then(says('le rapport de relève ne compte pas "{name}" parmi les entreprises à risque'))
def not_counted_at_risk(site: Site, name: str) -> None:
    site.open("/rapports/releve").sees("Aucune entreprise à risque")
    site.misses(name)


def judge(site: Site, name: str, **typed: Typed) -> None:
    site.record_of(name).follow("Qualifier cette entreprise")
    verdicts: dict[str, Typed] = dict.fromkeys(CURRENT.codes, "met")
    said = verdicts | {"preuve_C3": "Règlement 4, article 12", "conclusion": "qualified"} | typed
    site.send("Consigner la qualification", **said)


@given(says('"{name}" jugée à documenter, avec l\'avis "{opinion}"'))
def judged_before(site: Site, name: str, opinion: str) -> None:
    site.ask(
        AssessQualification(
            enterprise_id=site.id_of(name),
            verdicts=dict.fromkeys(CURRENT.codes, "to_document"),
            overall="to_document",
            opinion=opinion,
        )
    )


@when(says('je juge "{name}" conforme, avec l\'avis "{opinion}"'))
def judge_so(site: Site, name: str, opinion: str) -> None:
    site.open(f"/entreprises/{site.id_of(name)}/qualification")
    verdicts: dict[str, Typed] = dict.fromkeys(CURRENT.codes, "met")
    said = verdicts | {"preuve_C3": "Règlement 4, article 12", "conclusion": "qualified"}
    site.send("Consigner la qualification", avis=opinion, **said)


@when(says('je juge "{name}" conforme, avec l\'avis ""'))
def judge_without_words(site: Site, name: str) -> None:
    judge_so(site, name, "")


@when(says('je juge "{name}" conforme malgré une ligne non conforme'))
def judge_at_odds(site: Site, name: str) -> None:
    judge(site, name, C2="not_met", preuve_C2="La ville nomme le conseil.", avis="Tout de même.")


@when("je cherche les entreprises jamais qualifiées")
def look_for_unjudged(site: Site) -> None:
    site.open("/entreprises?es=never")


@then(says('les jugements antérieurs de "{name}" montrent "{words}"'))
def judgements_show(site: Site, name: str, words: str) -> None:
    site.open(f"/entreprises/{site.id_of(name)}/qualification").sees(words)


@given(says('l\'outil "{tool}" à l\'essai chez "{name}"'))
def on_trial(site: Site, tool: str, name: str) -> None:
    site.ask(TryTool(enterprise_id=site.id_of(name), new_tool=tool))


@when(says('je note que "{name}" essaie l\'outil "{tool}" en version "{version}"'))
def try_tool(site: Site, name: str, tool: str, version: str) -> None:
    said = {"outil": tool, "version": version, "etat": "tried"}
    site.open(f"{site.ids[name]}/outils").send("Consigner l'outil", **said)


@when(says('je note que "{name}" adopte cet outil'))
def adopt_tried(site: Site, name: str) -> None:
    site.record_of(name).send("L'entreprise l'adopte")


@when(says('je note que cet outil a donné "{result}" à "{name}"'))
def observe_result(site: Site, result: str, name: str) -> None:
    site.record_of(name).follow("Noter ce qu'il a donné")
    site.send("Consigner le résultat", resultat=result)


@when(says('je note que "{name}" ne s\'en sert plus'))
def abandon_tool(site: Site, name: str) -> None:
    site.record_of(name).send("Ne s'en sert plus")


def visit(site: Site, name: str, **typed: Typed) -> None:
    site.record_of(name).follow("Consigner une visite")
    site.send("Consigner la visite", note="Rencontre de la visite", duree_choix="1 h", **typed)


@when(says('je consigne la visite de "{name}" : {n:d} employés, {vacant:d} postes vacants'))
def visit_team(site: Site, name: str, n: str, vacant: str) -> None:
    visit(site, name, employes=n, vacants=vacant)


@when(says('je consigne la visite de "{name}" : {n:d} employés, {leaving:d} retraites'))
def visit_inconsistent(site: Site, name: str, n: str, leaving: str) -> None:
    visit(site, name, employes=n, retraites=leaving)


@when(says('je consigne la visite de "{name}" : la direction part d\'ici deux ans'))
def visit_leaving(site: Site, name: str) -> None:
    visit(site, name, horizon="up_to_24_months", plan="no", source="self")


@when(says('je regarde les signaux de "{name}"'))
def look_at_flags(site: Site, name: str) -> None:
    site.record_of(name).follow("Voir les signaux")


@then(says('aucune étape n\'est planifiée pour "{name}"'))
def nothing_planned(site: Site, name: str) -> None:
    site.record_of(name).misses("Prochaine étape", within="chronologie")


@when(says('je prends en main le signal de "{name}" pour le "{day}"'))
def take_up(site: Site, name: str, day: str) -> None:
    site.record_of(name).follow("Voir les signaux")
    site.send("Planifier cette étape", echeance=day)


@then(says('le dossier montre "{words}"'))
def file_shows(site: Site, words: str) -> None:
    site.record_of("dossier").sees(words)
