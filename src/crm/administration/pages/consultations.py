"""« Qui a consulté »: for whoever answers for personal information, and who keeps the house."""

from typing import Any
from uuid import UUID

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Template

from crm.event_store import EventStore
from crm.history.projections.names import named
from crm.site.consultations import PAGE, Consultations, shows
from crm.site.languages import N_, _
from crm.site.reader import Reader
from crm.site.rights import WATCHERS

KINDS = {
    "enterprise": (N_("fiche d’entreprise"), "/entreprises/"),
    "promoter": (N_("projet"), "/projets/"),
    "accompaniment": (N_("dossier"), "/accompagnements/"),
    "referral": (N_("orientation partagée"), ""),
    "transfer": (N_("passation de dossiers"), "/passations/"),
    "access": (N_("renseignements à remettre"), ""),
    "consents": (N_("consentements"), ""),
    "erasure": (N_("effacement à décider"), ""),
    "retention": (N_("conservation à décider"), ""),
    "request": (N_("demande d’une personne"), ""),
    "whole_history": (N_("chronologie entière"), ""),
    "history": (N_("saisie à corriger"), ""),
    "consultations": (N_("liste des consultations"), ""),
}
"""By kind, its words, and where it is opened."""
LONGEST = 18
"""Digits of an id that a page ended at."""


class ConsultationPages(Controller):
    path = "/administration/consultations"
    opt = WATCHERS

    @get(sync_to_thread=True, opt=shows("consultations"))
    def of_pole(
        self,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        consultations: NamedDependency[Consultations],
        avant: FromQuery[str] = "",
    ) -> Template:
        context = _context(store, reader, consultations, "", avant)
        return Template("administration/consultations.html", context=context)

    @get("/{subject_id:uuid}", sync_to_thread=True, opt=shows("consultations", "subject_id"))
    def of_subject(
        self,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        consultations: NamedDependency[Consultations],
        subject_id: FromPath[UUID],
        avant: FromQuery[str] = "",
    ) -> Template:
        context = _context(store, reader, consultations, str(subject_id), avant)
        return Template("administration/consultations.html", context=context)


def _context(
    store: EventStore, reader: Reader, held: Consultations, subject_id: str, before: str
) -> dict[str, Any]:
    number = before[:LONGEST]
    place = int(number) if number.isascii() and number.isdigit() else None
    found = held.of_pole(reader.pole_id, subject_id, place)
    shown = found[:PAGE]
    with store.engine.connect() as db:
        names = named(store, db, {"account": {one.account_id for one in shown}}, reader.pole_id)
    path = f"/administration/consultations{'/' + subject_id if subject_id else ''}"
    return {
        "lines": [_line(reader, one, names("account", one.account_id)) for one in shown],
        "subject_id": subject_id,
        "path": path,
        "first": path if place is not None else "",
        "next": f"{path}?avant={shown[-1].id}" if len(found) > PAGE else "",
    }


def _line(reader: Reader, one: Any, name: str) -> dict[str, Any]:
    words, where = KINDS.get(one.kind, (one.kind, ""))
    return {
        "at": one.at,
        "who": name,
        "kind": _(words),
        "url": f"{where}{one.subject_id}" if where and reader.reads_files else "",
        "subject_id": one.subject_id,
    }
