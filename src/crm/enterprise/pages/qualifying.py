"""« Qualification »: the grid of the Act, filled in one screen, and the judgements made before."""

from typing import Any
from uuid import UUID

import msgspec
from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from crm.account.projections import account_names
from crm.enterprise.commands import AssessQualification
from crm.enterprise.domain.grid import CURRENT, GRIDS, PUBLIC_NEQ
from crm.enterprise.pages.acting import (
    AnyRequest,
    Scene,
    answered,
    form_page,
    name_of,
    when_said,
)
from crm.enterprise.projections.qualification import Assessment, assessments_of
from crm.enterprise.projections.values import Value, values_of
from crm.event_store import EventStore
from crm.event_store.commands import day_of
from crm.refusal import N_
from crm.site.consultations import shows
from crm.site.forms import Form
from crm.site.labels import LISTS, choices
from crm.site.languages import _
from crm.site.reader import Reader
from crm.site.rights import WRITERS

ASSESSED = N_("Qualification consignée.")
OVERALL_MISSING = N_("Concluez : c’est vous qui jugez, pas le nombre de lignes conformes.")
LONGEST_PROOF = 500
OF_A_PUBLIC_BODY = N_(
    "Son NEQ commence par 88 : c’est celui d’un organisme public. Regardez de près l’indépendance "
    "(C2)."
)
COOPERATIVE = N_(
    "Une coopérative régie par la Loi sur les coopératives (c. C-67.2) satisfait d’ordinaire à "
    "toutes les lignes. Vérifiez, puis concluez."
)
NON_PROFIT = N_(
    "Pour un OBNL, les règlements et les lettres patentes répondent aux lignes C3, C5 et C6."
)


class QualifyingPages(Controller):
    path = "/entreprises/{enterprise_id:uuid}/qualification"
    opt = WRITERS | shows("enterprise", "enterprise_id")

    @get(sync_to_thread=True)
    def ask(
        self,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        enterprise_id: FromPath[UUID],
    ) -> Template:
        """What was judged last is there to be judged again. Raises Unknown."""
        id, today = str(enterprise_id), day_of(store.clock())
        name_of(store, reader, id)
        made = made_by(store, reader, id)
        filled: dict[str, str] = dict.fromkeys(CURRENT.codes, "to_document")
        if made:
            last = made[0]
            filled |= {c: v for c, v in last["verdicts"].items() if c in CURRENT.codes}
            filled |= {f"preuve_{code}": text for code, text in last["evidence"].items()}
        return _page(Form.of(today, date=today.isoformat(), **filled), store, reader, id, made)

    @post(sync_to_thread=True)
    def assess(
        self,
        request: AnyRequest,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        form: NamedDependency[Form],
        enterprise_id: FromPath[UUID],
    ) -> Response[Any]:
        id = str(enterprise_id)
        name_of(store, reader, id)
        return answered(
            Scene(request, store, reader, form),
            _said(form, when_said(form, store, id)),
            lambda: _page(form, store, reader, id, made_by(store, reader, id)),
            f"/entreprises/{id}",
            ASSESSED,
        )


def made_by(store: EventStore, reader: Reader, enterprise_id: str) -> list[dict[str, Any]]:
    """The judgements made so far, opened, the one that holds first."""
    with store.engine.connect() as db:
        found = assessments_of(db, reader.pole_id, enterprise_id)
    names = account_names(store, reader.pole_id, {one.assessor_id for one in found})
    return [
        shown | {"who": names.get(one.assessor_id, "")}
        for one, shown in zip(found, opened(store, found), strict=True)
    ]


def opened(store: EventStore, found: list[Assessment]) -> list[dict[str, Any]]:
    """What pages show of judgements; an erased text says that it is."""
    texts = store.open_many(
        (one.assessment_id, "note", text) for one in found for text in (one.evidence, one.opinion)
    )
    return [_shown(one, *texts[2 * n : 2 * n + 2]) for n, one in enumerate(found)]


def _shown(one: Assessment, evidence: str, opinion: str) -> dict[str, Any]:
    said = msgspec.json.decode(evidence) if evidence.startswith("{") else {}
    verdicts = msgspec.json.decode(one.verdicts)
    return {
        "one": one,
        "who": "",
        "opinion": opinion,
        "verdicts": verdicts,
        "evidence": said,
        "lines": [
            (line, verdicts.get(line.code, ""), said.get(line.code, ""))
            for line in GRIDS[one.grid].criteria
        ],
    }


def _said(form: Form, when: dict[str, Any]) -> AssessQualification:
    verdicts = {
        code: form.choice(code, LISTS["line_verdicts"], required=True) or "to_document"
        for code in CURRENT.codes
    }
    evidence = {code: form.note(f"preuve_{code}", LONGEST_PROOF) for code in CURRENT.codes}
    overall = form.choice("conclusion", LISTS["overall_verdicts"], required=OVERALL_MISSING)
    said: dict[str, Any] = {"verdicts": verdicts, "overall": overall or "to_document"}
    return AssessQualification(
        evidence={code: text for code, text in evidence.items() if text},
        opinion=form.note("avis"),
        **said,
        **when,
    )


def _page(
    form: Form, store: EventStore, reader: Reader, id: str, made: list[dict[str, Any]]
) -> Template:
    with store.engine.connect() as db:
        values = values_of(db, reader.pole_id, id)
    return form_page(
        "qualification",
        form,
        id,
        str(values["name"].value),
        grid=CURRENT,
        hints=list(_hints(values)),
        verdicts=choices("line_verdicts"),
        overalls=choices("overall_verdicts"),
        made=made,
        line_labels={
            f"{prefix}{line.code}": f"{line.code} {_(line.name)}"
            for line in CURRENT.criteria
            for prefix in ("", "preuve_")
        },
    )


def _hints(values: dict[str, Value]) -> list[tuple[str, str]]:
    """What its number and its form suggest to look at: a sentence and its tone."""
    neq = str(values["neq"].value) if "neq" in values else ""
    form = str(values["form"].value["legal_form"]) if "form" in values else ""
    found = []
    if neq.startswith(PUBLIC_NEQ):
        found.append((_(OF_A_PUBLIC_BODY), "attention"))
    if form == "cooperative":
        found.append((_(COOPERATIVE), "info"))
    if form.startswith("obnl"):
        found.append((_(NON_PROFIT), "info"))
    return found
