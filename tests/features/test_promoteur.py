"""Accueillir un promoteur."""

from pytest_bdd import given, scenarios, then, when

from crm.promoter.commands import WelcomePromoter, WithdrawPromoter
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
