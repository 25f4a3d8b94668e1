"""The register of incidents as a workbook, for the Commission: text is text, never a formula."""

from datetime import date
from io import BytesIO

from xlsxwriter import Workbook

from crm.privacy.projections.incidents import IncidentKnown
from crm.privacy.projections.office import Officer, contact_of
from crm.site.labels import label
from crm.site.languages import N_, _

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADINGS = (
    N_("Renseignements visés"),
    N_("Circonstances"),
    N_("Survenu le"),
    N_("Connu le"),
    N_("Personnes visées"),
    N_("Risque de préjudice sérieux"),
    N_("Raisonnement"),
    N_("Avis à la Commission"),
    N_("Avis aux personnes"),
    N_("Mesures"),
)
WIDTHS = (32, 40, 12, 12, 10, 14, 40, 14, 14, 40)
DIGITS = {"year": 4, "month": 7}
"""How much of a date is known."""


def workbook(
    found: list[IncidentKnown], officer: Officer | None, pole_name: str, today: date
) -> bytes:
    """One sheet: who answers, then a line for each incident."""
    kept = BytesIO()
    with Workbook(kept, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(_("Incidents"))
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
        sheet.write_string(0, 0, f"{pole_name}, {today.isoformat()}", bold)
        sheet.write_string(1, 0, _("Personne responsable"))
        sheet.write_string(1, 1, contact_of(officer))
        for column, (heading, width) in enumerate(zip(HEADINGS, WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(3, column, _(heading), bold)
        for row, one in enumerate(found, 4):
            for column, text in enumerate(_line(one)):
                sheet.write_string(row, column, text, wrapped)
        sheet.freeze_panes(4, 0)
    return kept.getvalue()


def _line(one: IncidentKnown) -> tuple[str, ...]:
    return (
        one.information,
        one.circumstances,
        one.occurred_on.isoformat()[: DIGITS.get(one.occurred_precision)],
        one.known_on.isoformat(),
        _("inconnu") if one.person_count is None else str(one.person_count),
        label(one.serious_risk, "serious_risks"),
        one.risk_reasoning,
        one.commission_told_on.isoformat() if one.commission_told_on else "",
        one.persons_told_on.isoformat() if one.persons_told_on else "",
        one.measures,
    )
