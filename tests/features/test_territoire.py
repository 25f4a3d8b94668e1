"""Reconnaître une municipalité, quelle que soit sa graphie."""

from pathlib import Path

from pytest_bdd import given, scenarios, then, when

from crm.enterprise.commands.places import mrc_choices
from crm.territory.reference import load_municipalities
from features.visitor import Site, says

scenarios("territoire")
REFERENCE = (
    '"mcode","munnom","mdes","regadm","mrc"\n'
    '"35027","Saint-Tite","Ville","Mauricie (04)","Mékinac (350)"\n'
    '"35050","Sainte-Thècle","Municipalité","Mauricie (04)","Mékinac (350)"\n'
)


@given("les municipalités du répertoire chargées")
def loaded(site: Site, tmp_path: Path) -> None:
    path = tmp_path / "municipalites.csv"
    path.write_text(REFERENCE, "utf-8")
    load_municipalities(path, site.store.engine)


@when(says('j\'inscris l\'entreprise "{name}" à "{town}"'))
def register_at(site: Site, name: str, town: str) -> None:
    site.open("/entreprises/nouvelle").send("Inscrire l'entreprise", nom=name, municipalite=town)
    if site.address != "/entreprises/nouvelle":  # refused: there is no record to look at
        site.ids[name] = site.address


@given(says('l\'entreprise "{name}" inscrite à "{town}", dans la MRC "{mrc}"'))
def registered_in(site: Site, name: str, town: str, mrc: str) -> None:
    code = next(code for code, known in mrc_choices() if known == mrc)
    form = site.open("/entreprises/nouvelle")
    form.send("Inscrire l'entreprise", nom=name, municipalite=town, mrc=code)
    if site.address != "/entreprises/nouvelle":  # refused: there is no record to look at
        site.ids[name] = site.address


@then(says('on me demande la MRC de "{town}"'))
def asked_for_mrc(site: Site, town: str) -> None:
    assert site.status == 422
    assert town in site.beside("mrc")
