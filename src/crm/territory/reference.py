"""The municipalities of Québec, read from the open data of the Répertoire des municipalités."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Column, Connection, Engine, MetaData, String, Table, Text, inspect, select

from crm.refusal import N_, Refusal
from crm.territory.matching import Municipality, shipped_territories

metadata = MetaData()
municipalities = Table(
    "municipalities",
    metadata,
    Column("code", String(5), primary_key=True),
    Column("name", Text, nullable=False),
    Column("designation", Text, nullable=False),
    Column("mrc", String(3), nullable=False),
    Column("region", String(2), nullable=False),
)
COLUMNS = {
    "code": ("mcode", "code_municipalite"),
    "name": ("munnom", "nom"),
    "designation": ("mdes", "designation"),
    "mrc": ("mrc", "code_mrc"),
    "region": ("regadm", "code_region"),
}
HEAVIEST = 50_000_000


class NotMunicipalities(Refusal):
    sentence = N_(
        "Ce fichier n’est pas celui du Répertoire des municipalités : "
        "il lui faut les colonnes mcode, munnom, mdes, regadm et mrc."
    )
    field = "fichier"


class MunicipalitiesMissing(Refusal):
    sentence = N_("Ce fichier est introuvable. Vérifiez le chemin.")
    status = 404
    field = "fichier"


class Loaded(NamedTuple):
    """What a load did: municipalities read, then how many were new, changed, gone; rows left out,
    by number in the file, because their code or MRC is not one."""

    read: int
    added: int
    changed: int
    removed: int
    left_out: tuple[int, ...]


def load_municipalities(path: Path, db: Engine) -> Loaded:
    """Reads the file and makes the table agree with it; loading it again changes nothing.

    Raises MunicipalitiesMissing, NotMunicipalities.
    """
    if not path.is_file():
        raise MunicipalitiesMissing
    if path.stat().st_size > HEAVIEST:
        raise NotMunicipalities
    read, left_out = _read(path.read_bytes())
    metadata.create_all(db)
    with db.begin() as connection:
        known = {m.code: m for m in known_municipalities(connection)}
        gone = known.keys() - read.keys()
        changed = {code for code, m in read.items() if code in known and known[code] != m}
        fresh = [read[code] for code in read if code not in known or code in changed]
        stale = [{"stale": code} for code in gone | changed]
        _replace(connection, fresh, [row["stale"] for row in stale])
    added = len(read.keys() - known.keys())
    return Loaded(len(read), added, len(changed), len(gone), left_out)


def known_municipalities(db: Connection) -> list[Municipality]:
    """The municipalities loaded; none when no file was."""
    if not inspect(db).has_table(municipalities.name):
        return []
    return [Municipality(*row) for row in db.execute(select(municipalities))]


def _replace(db: Connection, fresh: list[Municipality], stale: list[str]) -> None:
    for start in range(0, len(stale), 500):
        part = stale[start : start + 500]
        db.execute(municipalities.delete().where(municipalities.c.code.in_(part)))
    if fresh:
        names = municipalities.c.keys()
        db.execute(municipalities.insert(), [{n: getattr(m, n) for n in names} for m in fresh])


def _read(content: bytes) -> tuple[dict[str, Municipality], tuple[int, ...]]:
    rows = csv.reader(io.StringIO(_text(content), newline=""), delimiter=_delimiter(content))
    titles = [title.strip().lower() for title in next(rows, [])]
    places = {field: _column(titles, names) for field, names in COLUMNS.items()}
    mrcs = {mrc.code: mrc.region for mrc in shipped_territories()}
    read: dict[str, Municipality] = {}
    left_out: list[int] = []
    for number, cells in enumerate(rows, 2):
        if not any(cells):
            continue
        one = _municipality(cells, places, mrcs)
        if one:
            read[one.code] = one
        else:
            left_out.append(number)
    if not read:
        raise NotMunicipalities
    return read, tuple(left_out)


def _municipality(
    cells: list[str], places: dict[str, int], mrcs: dict[str, str]
) -> Municipality | None:
    said = {f: cells[n].strip() if n < len(cells) else "" for f, n in places.items()}
    code, mrc = said["code"].zfill(5), _code(said["mrc"], 3)
    if not re.fullmatch(r"\d{5}", code) or mrc not in mrcs or not said["name"]:
        return None
    region = _code(said["region"], 2) or mrcs[mrc]
    return Municipality(code, said["name"], said["designation"], mrc, region)


def _code(said: str, digits: int) -> str:
    """« Mékinac (350) » is 350; so is « 350 »."""
    found = re.search(r"\((\d+)\)\s*$", said) or re.fullmatch(r"(\d+)", said)
    return found[1].zfill(digits) if found else ""


def _column(titles: list[str], names: tuple[str, ...]) -> int:
    found: Iterator[int] = (titles.index(name) for name in names if name in titles)
    column = next(found, -1)
    if column < 0:
        raise NotMunicipalities
    return column


def _text(content: bytes) -> str:
    if b"\x00" in content:
        raise NotMunicipalities
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _delimiter(content: bytes) -> str:
    first = content.splitlines()[0] if content.strip() else b""
    return max((",", ";", "\t"), key=lambda mark: first.count(mark.encode()))
