"""Municipalities come from the open data; loading twice changes nothing."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine

from crm.territory.reference import (
    Loaded,
    MunicipalitiesMissing,
    NotMunicipalities,
    known_municipalities,
    load_municipalities,
)

OPEN_DATA = (
    '"mcode","munnom","mdes","regadm","mrc"\n'
    '"35027","Saint-Tite","Ville","Mauricie (04)","Mékinac (350)"\n'
    '"1023","Les Îles","Municipalité","Gaspésie (11)","Les Îles-de-la-Madeleine (010)"\n'
    '"99999","Nulle part","Ville","Mauricie (04)","Inconnue"\n'
)
REDUCED = (
    "code_municipalite,nom,designation,code_mrc,code_region\n35027,Saint-Tite,Paroisse,350,04\n"
)


def test_the_table_agrees_with_the_file(tmp_path: Path) -> None:
    db, path = create_engine("sqlite://"), tmp_path / "mun.csv"
    with db.connect() as connection:
        assert known_municipalities(connection) == []
    path.write_text(OPEN_DATA, "utf-8-sig")
    assert load_municipalities(path, db) == Loaded(2, 2, 0, 0, (4,))
    assert load_municipalities(path, db) == Loaded(2, 0, 0, 0, (4,))
    path.write_text(REDUCED, "utf-8")
    assert load_municipalities(path, db) == Loaded(1, 0, 1, 1, ())
    with db.connect() as connection:
        (only,) = known_municipalities(connection)
    assert (only.designation, only.mrc, only.region) == ("Paroisse", "350", "04")
    db.dispose()


@pytest.mark.parametrize("content", ["", "a,b\n1,2\n", "mcode,munnom,mdes,regadm,mrc\n", "\x00"])
def test_another_file_is_refused(content: str, tmp_path: Path) -> None:
    path = tmp_path / "mun.csv"
    path.write_text(content)
    with pytest.raises(NotMunicipalities):
        load_municipalities(path, create_engine("sqlite://"))
    with pytest.raises(MunicipalitiesMissing):
        load_municipalities(tmp_path / "rien.csv", create_engine("sqlite://"))
