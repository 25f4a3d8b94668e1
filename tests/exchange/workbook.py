"""A hand-kept workbook of invented people: the ways it is badly kept are the point."""

from datetime import date
from io import BytesIO
from typing import Any

import xlsxwriter

NAMES = (
    "Coopérative de solidarité Les Trois Ruisseaux",
    "Maison des jeunes L'Escale du Rang 12",
    "Ateliers Bois-Joli inc.",
    "Centre d'entraide Sainte-Opportune (CESO)",
    "CPE Les Petits Hiboux",
    "Radio communautaire Vent d'Est",
    "Club de ski du Lac-aux-Chicots",
    "Coop d'habitation Le Clocher",
)
FOLLOW_UP = (
    "Date", "Organisme", "Personne rencontrée", "Type de contact", "Durée", "Besoin / sujet",
    "Notes", "Suite à donner", "À relancer le",
)  # fmt: skip
PORTRAIT = (
    "Organisme", "Date du portrait", "Employés", "55 ans et +", "Départ DG prévu",
    "Plan de relève (O/N)", "Sièges CA",
)  # fmt: skip
PROMOTERS = ("Projet", "Promoteur(s)", "Municipalité", "Premier contact", "Étape", "NEQ")
TRAININGS = ("Date", "Titre", "Public", "Durée (h)", "Participants (nom – organisme)")


def follow_up_rows() -> list[tuple[Any, ...]]:
    """Rows under the titles of a follow-up sheet; row 4 of the sheet is the first."""
    twice = (date(2025, 5, 2), NAMES[0], "Ana Vif", "tél.", "30 min", "relève DG", "", "", "")
    return [
        ("1 avril 2025", NAMES[0], "Ana Vif", "rencontre", 0.5, "gouvernance (CA)", "", "", ""),
        (date(2025, 4, 2), NAMES[1].upper(), "", "Visite", "60 min", "Financement", "", "", "fin"),
        (
            "03/04/2025",
            "Ateliers Bois-Jli inc.",
            "",
            "zoom",
            "1h30",
            "RH / recrutement",
            "",
            "",
            "",
        ),
        ("04-04-25", "Centre d'entraide Ste-Opportune", "", "courriel", "0,5", "", "", "", ""),
        (),
        ("TOTAL TRIMESTRE",),
        twice,
        twice,
        ("2025-05-06", "", "Léo Brin", "appel", 1, "bail du local", "", "", ""),
        ("le 32 mai", NAMES[2], "", "appel", 1, "", "", "", ""),
        ("7 juil. 2025", NAMES[4], "", "appel", "15 minutes", "", "", "", date(2025, 8, 1)),
        ("2031-01-05", NAMES[4], "", "appel", 2, "", "", "", ""),
    ]


def workbook() -> bytes:
    """Five sheets: follow-up, portraits after a blank row, promoters, trainings, one unknown."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        _write(book.add_worksheet("Suivi"), 0, [("Suivi — année 2025",), ()], day)
        _write(book.get_worksheet_by_name("Suivi"), 2, [FOLLOW_UP, *follow_up_rows()], day)
        portrait = (NAMES[0], date(2025, 3, 1), 12, "n/d", "0-2 ans", "N", "")
        _write(book.add_worksheet("Relève"), 1, [PORTRAIT, portrait], day)
        project = ("Four banal", "Ana Vif, Léo Brin", "Ste-Thècle", "20-03-25", "constitué", "1199")
        _write(book.add_worksheet("Promoteurs"), 0, [PROMOTERS, project], day)
        present = f"Ana Vif – {NAMES[0]}\nLéo Brin – {NAMES[5]}; Zoé Pré"
        training = (date(2025, 2, 3), "Finances", "CA", 1.5, present)
        _write(book.add_worksheet("Formations"), 0, [TRAININGS, training], day)
        _write(book.add_worksheet("Divers"), 0, [("Couleur", "Fruit"), ("rouge", "pomme")], day)
    return content.getvalue()


def _write(sheet: Any, top: int, rows: list[tuple[Any, ...]], day: Any) -> None:
    for number, row in enumerate(rows, top):
        for column, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(number, column, value, day)
            else:
                sheet.write(number, column, value)
