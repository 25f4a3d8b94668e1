"""Préparer une visite, regarder le calendrier, garder ses vues."""

import io
import re
from datetime import date, timedelta

from pypdf import PdfReader
from pytest_bdd import given, scenarios, then, when

from crm.accompaniment.commands import AgreeObjective, PlanNextStep, RecordIntervention
from crm.event_store import Author
from crm.event_store.events import new_id
from features.conftest import Served, colleague
from features.visitor import HTML, TODAY, Site, says

scenarios("voir")

PARTS = {"Du nouveau": "changes", "Nous avons promis": "ours", "Ils ont promis": "theirs"}
WHO = {"le pôle": "pole", "l'organisation": "beneficiary"}


@given(says('ma visite chez "{name}" il y a {n:d} jours, "{text}"'))
def visited(site: Site, name: str, n: str, text: str) -> None:
    site.ask(RecordIntervention(
        party=site.party(name), mode="visit", summary=text,
        occurred_on=TODAY - timedelta(days=int(n)),
    ))  # fmt: skip


@given(says('un appel de ma collègue avec "{name}" aujourd\'hui, "{text}"'))
def colleague_called(site: Site, name: str, text: str) -> None:
    call = RecordIntervention(party=site.party(name), mode="call", summary=text, occurred_on=TODAY)
    author = Author(pole_id=site.pole_id, actor_id=new_id(), command_id=new_id())
    site.store.handle(call, author)


@given(says("l'étape \"{text}\" dont {who} s'occupe"))
def planned(site: Site, text: str, who: str) -> None:
    step = PlanNextStep(
        accompaniment_id=site.id_of("dossier"), text=text, owed_by=WHO[who], occurred_on=TODAY  # type: ignore[arg-type]  # one of them
    )  # fmt: skip
    site.ask(step)
    site.ids[text] = step.step_id


@when(says('je prépare la visite de "{name}"'))
def prepare(site: Site, name: str) -> None:
    site.record_of(name).follow("Avant la visite")


@when("je prépare la visite depuis le dossier")
def prepare_from_file(site: Site) -> None:
    site.record_of("dossier").follow("Avant la visite")


@when(says('je prépare la visite de "{name}" au "{day}"'))
def prepare_then(site: Site, name: str, day: str) -> None:
    site.open(f"{site.ids[name]}/visite?au={day}")


@when(says('j\'emporte la visite de "{name}" sur papier'))
def take_along(site: Site, name: str) -> None:
    prepare(site, name)
    link = next(n for n in site.page.walk() if "PDF" in n.words() and n.tag == "a")
    content = site.client.get(link.given["href"], headers=HTML).content
    pages = PdfReader(io.BytesIO(content)).pages
    assert len(pages) == 1
    site.answer = " ".join(pages[0].extract_text().split())


@then(says('la page de visite montre "{words}" dans "{part}"'))
def brief_shows(site: Site, words: str, part: str) -> None:
    site.sees(words, within=f"p-{PARTS[part]}")


@then(says('la page de visite ne montre pas "{words}" dans "{part}"'))
def brief_misses(site: Site, words: str, part: str) -> None:
    site.misses(words, within=f"p-{PARTS[part]}")


@then(says('le document d\'une page dit "{first}" et "{second}"'))
def paper_says(site: Site, first: str, second: str) -> None:
    assert first in site.answer
    assert second in site.answer


@given(says('l\'étape "{text}" pour le "{day}"'))
def planned_for(site: Site, text: str, day: str) -> None:
    due, early = date.fromisoformat(day), TODAY - timedelta(days=20)
    step = PlanNextStep(
        accompaniment_id=site.id_of("dossier"), text=text, due_on=due, occurred_on=early
    )
    site.ask(step)
    site.ids["étape"] = f"{site.ids['dossier']}/suites/{step.step_id}"


@given(says('l\'objectif "{text}" pour le "{day}"'))
def sought(site: Site, text: str, day: str) -> None:
    due = date.fromisoformat(day)
    site.ask(AgreeObjective(accompaniment_id=site.id_of("dossier"), text=text, due_on=due))


@when("j'ouvre le calendrier")
def open_calendar(site: Site) -> None:
    site.open("/").follow("Calendrier")


@when(says('j\'ouvre le calendrier de "{month}"'))
def open_month(site: Site, month: str) -> None:
    site.open(f"/calendrier?mois={month}")


@given(says('cette étape reportée au "{day}"'))
def step_postponed(site: Site, day: str) -> None:
    postpone(site, "", day)
    site.remember()


@when(says('je reporte l\'étape "{text}" au "{day}" dans le calendrier'))
def postpone(site: Site, text: str, day: str) -> None:
    line = f"e-step-{site.id_of('étape')}"
    site.open("/calendrier")
    found = site.page.find(lambda n: n.given.get("id", "").startswith(line))
    assert found
    site.send_in(found.given["id"], "Reporter", echeance=day)


@when("j'annule le report")
def put_back(site: Site) -> None:
    site.send("Annuler")
    site.open("/calendrier")


@when("j'annule un report qui n'a pas eu lieu")
def put_back_nothing(site: Site) -> None:
    token = site.client.cookies["csrftoken"]
    site.post("post", f"{site.ids['étape']}/remettre", [("_csrf_token", token)])


@then(says('le jour "{day}" montre "{words}"'))
def day_holds(site: Site, day: str, words: str) -> None:
    site.sees(words, within=f"j-{day}")


def keep_view(site: Site, name: str, query: str = "silence=60") -> Site:
    site.open(f"/accompagnements?{query}")
    return site.send_in("", "Garder", nom=name, partagee="oui")


def view_id(site: Site) -> str:
    found = re.search(r"/vues/([0-9a-f-]{36})/", site.answer)
    assert found
    return found[1]


@given(says('ma vue "{name}"'))
def own_view(site: Site, name: str) -> None:
    keep_view(site, name)
    site.ids["vue"] = f"/vues/{view_id(site.open('/vues'))}"


@given("mes 30 vues")
def thirty_views(site: Site) -> None:
    for n in range(30):
        keep_view(site, f"Vue {n}")


@given("cette vue supprimée")
def view_dropped(site: Site) -> None:
    act_on_view(site, "supprimer")


@given(says('la vue "{name}" partagée par une collègue'))
def shared_view(site: Site, served: Served, name: str) -> None:
    other = colleague(served, site, "advisor")
    keep_view(other, name)
    site.ids["vue"] = f"/vues/{view_id(other.open('/vues'))}"


@when(says('je garde la vue "{query}" des accompagnements sous le nom "{name}"'))
def keeps_view(site: Site, query: str, name: str) -> None:
    keep_view(site, name, query)


@when("je garde une vue sous un nom de 61 caractères")
def keeps_long_view(site: Site) -> None:
    keep_view(site, "é" * 61)
    assert site.kept("é" * 61)


@when("j'ouvre la vue partagée et la garde")
def keeps_shared(site: Site) -> None:
    site.open(site.ids["vue"]).send("Garder dans mes vues")


def act_on_view(site: Site, verb: str) -> None:
    token = site.client.cookies["csrftoken"]
    site.post("post", f"{site.ids['vue']}/{verb}", [("_csrf_token", token)])


@when("je supprime la vue partagée")
def drops_shared(site: Site) -> None:
    act_on_view(site, "supprimer")


@when("je rétablis la vue")
def puts_back(site: Site) -> None:
    act_on_view(site, "retablir")


@when("j'ouvre la vue")
def opens_view(site: Site) -> None:
    site.open(site.ids["vue"])


@then(says('mes vues montrent "{name}"'))
def views_show(site: Site, name: str) -> None:
    site.open("/vues").sees(name)
