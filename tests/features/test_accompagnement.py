"""Consigner une rencontre, et suivre un dossier."""

from datetime import timedelta

from pytest_bdd import given, scenarios, then, when

from crm.accompaniment.commands import (
    AgreeObjective,
    CloseAccompaniment,
    ExpressNeed,
    MakeReferral,
    MeetNeed,
)
from crm.ecosystem.commands import RegisterOrganisation
from crm.person.commands import AssignRole, RegisterPerson
from features.visitor import TODAY, Site, Typed, says

scenarios("accompagnement")

THEMES = {"recrutement": "recruitment", "financement": "financing"}
TEN_DAYS_AGO = TODAY - timedelta(days=10)


def note(site: Site, name: str, **typed: Typed) -> None:
    """The form of a meeting, opened from the record, then sent."""
    site.record_of(name).follow("Consigner une rencontre")
    site.send("Consigner la rencontre", **{"mode": "call", **typed})


@when(says('je consigne un appel de "{duration}" avec "{name}"'))
def record_call(site: Site, name: str, duration: str) -> None:
    note(site, name, duree=duration)


@when(
    says(
        'je consigne une visite chez "{name}" avec le besoin "{theme}" et la suite "{step}"',
    )
)
def record_visit(site: Site, name: str, theme: str, step: str) -> None:
    note(site, name, mode="visit", besoin=THEMES[theme], suite=step, echeance="vendredi")


@when(says('je consigne un appel d\'il y a dix jours avec "{name}"'))
def record_late(site: Site, name: str) -> None:
    note(site, name, date=TEN_DAYS_AGO.isoformat())


@given(says('"{given} {family}" qui travaille pour "{name}"'))
def works_there(site: Site, given: str, family: str, name: str) -> None:
    met = RegisterPerson(given_name=given, family_name=family)
    site.ask(met)
    site.ask(AssignRole(holder=site.party(name), kind="contact", person_id=met.person_id))


@when(says('j\'écris la ligne "{line}"'))
def write_line(site: Site, line: str) -> None:
    site.open("/projets").send_in("trait-boite", "Consigner", texte=line)


@when(says('je déplace le dossier vers "{stage}" sur le tableau'))
def move(site: Site, stage: str) -> None:
    card = f"c-{site.id_of('dossier')}"
    site.open("/accompagnements/tableau").send_in(card, stage)


@then(says('l\'étape "{code}" du tableau montre "{title}"'))
def board_shows(site: Site, code: str, title: str) -> None:
    site.sees(title, within=f"k-{code}-liste")


@when(says('je note "{line}"'))
def note_line(site: Site, line: str) -> None:
    write_line(site, line)
    site.send("Consigner les")


@when(says('j\'envoie deux fois le même appel avec "{name}"'))
def record_twice(site: Site, name: str) -> None:
    site.record_of(name).follow("Consigner une rencontre")
    page, address = site.page, site.address
    site.send("Consigner la rencontre", mode="call")
    site.page, site.address = page, address
    site.send("Consigner la rencontre", mode="call")


@when(says('je consigne pour le "{day}" un appel avec "{name}" et la note "{text}"'))
def record_ahead(site: Site, name: str, day: str, text: str) -> None:
    note(site, name, date=day, note=text)


@when(says('je consigne un appel avec "{name}" et une note de {n:d} caractères'))
def record_long(site: Site, name: str, n: str) -> None:
    note(site, name, note="a" * int(n))


@when(says('je consigne un appel avec "{name}" et la note "{text}"'))
def record_note(site: Site, name: str, text: str) -> None:
    note(site, name, note=text)


@then(says('ma journée montre "{text}"'))
def day_shows(site: Site, text: str) -> None:
    site.open("/").sees(text)


@then(says('ma journée ne montre plus "{text}"'))
def day_misses(site: Site, text: str) -> None:
    site.open("/").misses(text)


@then(says('ma journée montre "{text}" en retard'))
def day_shows_late(site: Site, text: str) -> None:
    site.open("/").sees(text, "1 jour de retard")


@then(says("la chronologie de \"{name}\" date l'appel d'il y a dix jours"))
def dated(site: Site, name: str) -> None:
    site.record_of(name).sees("lun. 9", within="chronologie")


@then(says('la chronologie de "{name}" montre un seul appel'))
def once(site: Site, name: str) -> None:
    assert site.record_of(name).seen("chronologie").count("Appel") == 1


@then("on me refuse la saisie à côté de la date")
def refused_beside_date(site: Site) -> None:
    assert site.status == 422
    assert "dans l'avenir" in site.beside("date")


@given(says('le besoin "{theme}" exprimé dans le dossier'))
def need_expressed(site: Site, theme: str) -> None:
    command = ExpressNeed(accompaniment_id=site.id_of("dossier"), themes=(THEMES[theme],))  # type: ignore[arg-type]  # a code of THEMES
    site.ask(command)
    site.ids["besoin"] = command.need_id


@given("ce besoin comblé")
def need_met(site: Site) -> None:
    site.ask(MeetNeed(accompaniment_id=site.id_of("dossier"), need_id=site.ids["besoin"]))


@given(says('l\'objectif "{text}" convenu dans le dossier'))
def objective_agreed(site: Site, text: str) -> None:
    site.ask(AgreeObjective(accompaniment_id=site.id_of("dossier"), text=text))


@given("le dossier fermé")
def file_closed(site: Site) -> None:
    site.ask(CloseAccompaniment(accompaniment_id=site.id_of("dossier"), outcome="objective_met"))


@given(says('l\'orientation de "{name}" vers "{organisation}"'))
def referred(site: Site, name: str, organisation: str) -> None:
    site.ask(
        MakeReferral(
            accompaniment_id=site.id_of("dossier"),
            organisation_id=organisation_id(site, organisation),
        )
    )


def organisation_id(site: Site, name: str) -> str:
    command = RegisterOrganisation(name=name, kind="funder")
    site.ask(command)
    return command.organisation_id


@when("je ferme le dossier")
def close(site: Site) -> None:
    site.record_of("dossier").send("Fermer le dossier", issue="objective_met")


@when("je rouvre le dossier")
def reopen(site: Site) -> None:
    site.record_of("dossier").send("Rouvrir le dossier")


@when(says('j\'oriente "{name}" vers "{organisation}"'))
def refer(site: Site, name: str, organisation: str) -> None:
    chosen = organisation_id(site, organisation)
    site.record_of("dossier").sees(name)
    site.send("Consigner l'orientation", orientation=chosen)


@when(says('je consigne que "{organisation}" accepte'))
def accepts(site: Site, organisation: str) -> None:
    site.record_of("dossier").sees(organisation, within="orientations")
    site.send_in("orientations", "A accepté")


@when("je partage l'orientation, consentement donné de vive voix")
def share(site: Site) -> None:
    site.record_of("dossier").send_in("orientations", "Consentement donné de vive voix")


@when("je cesse de la partager")
def unshare(site: Site) -> None:
    site.record_of("dossier").send_in("orientations", "Cesser le partage")


@then("le dossier montre l'orientation partagée")
def shared(site: Site) -> None:
    site.record_of("dossier").sees("Partagée", within="orientations")


@then("le dossier ne montre plus l'orientation partagée")
def no_longer_shared(site: Site) -> None:
    site.record_of("dossier").misses("Partagée", within="orientations")


@when(says('je coche l\'étape "{text}"'))
def tick(site: Site, text: str) -> None:
    site.open("/").send(f"Marquer comme faite : {text}")


@when(says('je reporte l\'étape au "{day}"'))
def postpone(site: Site, day: str) -> None:
    site.record_of("dossier").forge("Demain", echeance=day)


@when(says('je fixe la prochaine étape "{text}" pour hier'))
def plan(site: Site, text: str) -> None:
    site.record_of("dossier").send("Fixer l'étape", suite=text, echeance="hier")


@then("le dossier est fermé")
def is_closed(site: Site) -> None:
    site.record_of("dossier").sees("Dossier fermé le", "Objectifs atteints")


@then("le dossier est ouvert")
def is_open(site: Site) -> None:
    site.record_of("dossier").misses("Dossier fermé le")
    site.sees("Fermer le dossier")


@then(says('le dossier montre l\'orientation vers "{organisation}" en attente'))
def is_waiting(site: Site, organisation: str) -> None:
    site.record_of("dossier").sees(organisation, "En attente", within="orientations")


@then(says('le dossier montre l\'orientation vers "{organisation}" acceptée'))
def is_accepted(site: Site, organisation: str) -> None:
    site.record_of("dossier").sees(organisation, "Acceptée", within="orientations")


@when(says('je conviens de l\'objectif "{text}", "{who}" en répond pour dans 3 mois'))
def agree(site: Site, text: str, who: str) -> None:
    said = {"objectif": text, "responsable": who, "echeance": "dans 3 mois"}
    site.record_of("dossier").send("Ajouter l'objectif", **said)


@when(says('je conviens de l\'objectif "", "{who}" en répond pour dans 3 mois'))
def agree_wordless(site: Site, who: str) -> None:
    agree(site, "", who)


@when(says('je dis l\'objectif "{text}" atteint'))
def attain(site: Site, text: str) -> None:
    site.record_of("dossier").send(f"Atteint : {text}")


@when(says('je passe le dossier à l\'étape "{stage}"'))
def reach(site: Site, stage: str) -> None:
    site.record_of("dossier").send_in("etapes", stage)


@when(says('je précise que ce besoin est "{theme}" et urgent'))
def clarify(site: Site, theme: str) -> None:
    site.record_of("dossier").send("Préciser le besoin", besoin=THEMES[theme], urgence="high")


@then(says('le plan montre "{text}" sous la responsabilité de "{who}"'))
def plan_shows(site: Site, text: str, who: str) -> None:
    site.record_of("dossier").sees(text, who, "19 févr. 2027", within="objectifs")


@then(says('le plan montre "{text}" atteint'))
def plan_shows_attained(site: Site, text: str) -> None:
    site.record_of("dossier").sees(text, "1 sur 1 atteints", within="objectifs")


@then(says("le dossier est à l'étape \"{stage}\" depuis aujourd'hui"))
def at_stage(site: Site, stage: str) -> None:
    site.record_of("dossier").sees(f"{stage}depuis le", within="etapes")


@then(says('le dossier montre le besoin "{theme}" urgent'))
def shows_urgent(site: Site, theme: str) -> None:
    site.record_of("dossier").sees(theme.capitalize(), "Urgent", within="besoins")
