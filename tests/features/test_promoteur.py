"""Accueillir un promoteur."""

from typing import Any

from pytest_bdd import given, scenarios, then, when

from crm.ecosystem.commands import RegisterOrganisation
from crm.promoter.commands import (
    ExploreModel,
    FoundEnterprise,
    WelcomePromoter,
    WithdrawPromoter,
)
from crm.promoter.domain.interview import CURRENT
from crm.site.labels import LISTS
from features.visitor import TODAY, Site, Typed, says

scenarios("promoteur")
MILESTONES = {"faisabilité": "feasibility"}


def welcome(site: Site, people: str, title: str, **typed: Typed) -> None:
    site.open("/projets").follow("Accueillir un projet")
    site.send("Accueillir le projet", personnes=people, titre=title, **typed)


@when(says('j\'accueille "{people}" et son projet "{title}", l\'avis remis de vive voix'))
def welcome_after_notice(site: Site, people: str, title: str) -> None:
    welcome(site, people, title, avis="spoken")


@when(says('j\'accueille "{people}" et son projet "{title}" sans remettre l\'avis'))
def welcome_without_notice(site: Site, people: str, title: str) -> None:
    welcome(site, people, title)


@given(says('le projet "{title}" de "{people}"'))
def welcomed(site: Site, title: str, people: str) -> None:
    command = WelcomePromoter(
        names=(people,), notice="spoken", working_title=title, occurred_on=TODAY
    )
    site.ask(command)
    site.ids["projet"] = f"/projets/{command.promoter_id}"


@given("ce projet abandonné")
def withdrawn(site: Site) -> None:
    site.ask(WithdrawPromoter(promoter_id=site.id_of("projet")))


@given(says('l\'organisation "{name}", connue du pôle'))
def organisation(site: Site, name: str) -> None:
    command = RegisterOrganisation(name=name, kind="funder")
    site.ask(command)
    site.ids[name] = command.organisation_id


@given(says('ce projet devenu l\'entreprise "{name}"'))
def founded(site: Site, name: str) -> None:
    site.ask(FoundEnterprise(promoter_id=site.id_of("projet"), name=name))


@when(says('j\'abandonne le projet parce que "{why}"'))
def withdraw(site: Site, why: str) -> None:
    codes = {words: code for code, words in LISTS["withdrawal_reasons"].items()}
    site.record_of("projet").follow("Abandonner la démarche")
    site.send("Abandonner la démarche", raison=codes[why])


@when("j'abandonne le projet sans dire pourquoi")
def withdraw_silently(site: Site) -> None:
    site.record_of("projet").follow("Abandonner la démarche")
    site.send("Abandonner la démarche")


@when(says('je réoriente le projet vers "{name}"'))
def redirect(site: Site, name: str) -> None:
    site.record_of("projet").follow("Réorienter le projet")
    site.send("Réorienter le projet", orientation=site.ids[name])


@when(says('je constate que l\'entreprise est "{standing}"'))
def note_survival(site: Site, standing: str) -> None:
    codes = {words: code for code, words in LISTS["survivals"].items()}
    site.record_of("projet").follow("Constater la suite")
    site.send("Consigner le constat", constat=codes[standing])


@then(says('la fiche du projet dit "{words}"'))
def record_says(site: Site, words: str) -> None:
    site.record_of("projet").sees(words, within="chronologie")


@when(says('le projet franchit le jalon "{milestone}"'))
def reach(site: Site, milestone: str) -> None:
    site.open(f"{site.ids['projet']}/jalon")
    site.send("Consigner le jalon", jalon=MILESTONES[milestone])


@when(says('le projet fonde l\'entreprise "{name}"'))
def found(site: Site, name: str) -> None:
    site.record_of("projet").follow("Fonder l'entreprise")
    site.send("Fonder l'entreprise", nom=name, forme="cooperative", type_coop="solidarity")


@then(says('les projets montrent "{title}"'))
def projects_show(site: Site, title: str) -> None:
    site.open("/projets").sees(title)


@then(says('la fiche du projet montre le jalon "{milestone}" franchi'))
def milestone_shown(site: Site, milestone: str) -> None:
    site.record_of("projet").sees(milestone, within="chronologie")


@when(says('je pèse les réponses "{words}"'))
def weigh(site: Site, words: str) -> None:
    answers = {
        question.code: answer.code
        for question in CURRENT.questions
        for answer in question.answers
        if answer.words == words
    }
    site.open(f"{site.ids['projet']}/modele")
    site.send("Peser ces réponses", **answers)


@then(says('l\'exploration montre "{words}"'))
def exploration_shows(site: Site, words: str) -> None:
    site.sees(words)


@when(says('je retiens "{form}" parce que "{why}"'))
def keep_form(site: Site, form: str, why: str) -> None:
    codes = {words: code for code, words in LISTS["model_forms"].items()}
    site.open(f"{site.ids['projet']}/modele")
    site.send("Consigner l'exploration", who_votes="several", forme=codes[form], raisonnement=why)


@when("j'explore le modèle sans rien retenir")
def keep_nothing(site: Site) -> None:
    site.open(f"{site.ids['projet']}/modele")
    site.send("Consigner l'exploration", founders="three_four")


@when("j'explore le modèle sans répondre")
def explore_silently(site: Site) -> None:
    site.open(f"{site.ids['projet']}/modele")
    site.send("Consigner l'exploration")


@given(says('ce projet exploré comme "{form}"'))
def explored(site: Site, form: str) -> None:
    codes = {words: code for code, words in LISTS["model_forms"].items()}
    chosen: Any = codes[form]
    command = ExploreModel(
        promoter_id=site.id_of("projet"),
        answers={"who_votes": "mission"},
        chosen=chosen,
        reasoning="Pour la mission.",
        occurred_on=TODAY,
    )
    site.ask(command)


@then(says('les explorations comparées montrent "{words}"'))
def compared(site: Site, words: str) -> None:
    site.open(f"{site.ids['projet']}/explorations").sees(words)
