"""Préparer une visite, regarder le calendrier, garder ses vues."""

import io
from datetime import timedelta

from pypdf import PdfReader
from pytest_bdd import given, scenarios, then, when

from crm.accompaniment.commands import PlanNextStep, RecordIntervention
from crm.event_store import Author
from crm.event_store.events import new_id
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
