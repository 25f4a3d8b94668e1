"""Joindre un document à un dossier."""

from pytest_bdd import given, scenarios, then, when

from crm.event_store.events import new_id
from features.visitor import Site, says

scenarios("document")
PDF = b"%PDF-1.7\nstatuts\n%%EOF"
JOIN = "Joindre le document"


def attach(site: Site, content: bytes, **typed: str) -> None:
    """Opens the file and sends a document, as its form does."""
    site.record_of("dossier").send_file(JOIN, "document", ("statuts.pdf", content), **typed)


@given(says('le document "{title}" joint au dossier'))
@when(says('je joins le PDF "{title}"'))
def attached(site: Site, title: str) -> None:
    attach(site, PDF, titre=title)
    site.remember()


@when('je joins le PDF ""')
def attached_untitled(site: Site) -> None:
    attach(site, PDF)


@when(says('je joins un programme sous le titre "{title}"'))
def attach_program(site: Site, title: str) -> None:
    attach(site, b"MZ\x90\x00", titre=title)


@when("je joins un fichier de plus de 10 Mo")
def attach_heavy(site: Site) -> None:
    attach(site, b"%PDF-" + b"a" * (10 * 1024 * 1024))


@when("je joins sans choisir de fichier")
def attach_nothing(site: Site) -> None:
    site.record_of("dossier").send_file(JOIN, "document", ("", b""))


@when("j'en joins une nouvelle édition")
def attach_again(site: Site) -> None:
    site.record_of("dossier").send_file(
        JOIN, "document", ("statuts.pdf", PDF + b"2"), within="documents"
    )


@when("j'en joins une édition sous l'adresse d'un autre dossier")
def attach_elsewhere(site: Site) -> None:
    document = {"titre": "D'ailleurs", "de": new_id()}
    site.record_of("dossier").send_file(
        JOIN, "document", ("statuts.pdf", PDF), within="documents", **document
    )


@when("je retire le document")
def withdraw(site: Site) -> None:
    site.record_of("dossier").send_in("documents", "Retirer du dossier")


@then(says('le dossier montre le document "{title}"'))
def shown(site: Site, title: str) -> None:
    site.record_of("dossier").sees(title, within="documents")


@then("je le lis tel que je l'ai joint")
def read_back(site: Site) -> None:
    links = (n for n in site.page.walk() if n.tag == "a")
    link = next(n.given["href"] for n in links if "/documents/" in n.given.get("href", ""))
    answer = site.client.get(link)
    assert answer.content == PDF
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["x-content-type-options"] == "nosniff"


@then(says('le dossier montre l\'édition {n:d} de "{title}"'))
def shown_edition(site: Site, n: str, title: str) -> None:
    site.record_of("dossier").sees(title, f"édition {n}", "Édition 1", within="documents")


@then(says('le dossier ne montre plus "{title}", qui revient si j\'annule'))
def gone_then_back(site: Site, title: str) -> None:
    site.misses(title, within="documents")
    site.send("Annuler").sees(title, within="documents")
