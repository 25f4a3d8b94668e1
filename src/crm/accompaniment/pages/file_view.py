"""A file, whole: what a page of it shows, in few statements."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from litestar.response import Template
from sqlalchemy import Connection

from crm.accompaniment.domain.planning import STAGES
from crm.accompaniment.pages.names import Party, names_and_lists
from crm.accompaniment.pages.noting import untitled
from crm.accompaniment.pages.words import (
    CONSENTS,
    MODE_ICONS,
    NEED_STATES,
    OBJECTIVE_STATES,
    OUTCOMES,
    REFERRAL_OUTCOMES,
    said,
)
from crm.accompaniment.projections.beside import beside
from crm.accompaniment.projections.files import LATER_STAGES, File, file_with_parties
from crm.accompaniment.projections.interventions import (
    Before,
    Effort,
    Intervention,
    effort_of,
    in_file,
)
from crm.accompaniment.projections.needs import needs_in
from crm.accompaniment.projections.plans import sought_and_reached
from crm.accompaniment.projections.referrals import Referral, referrals_in
from crm.accompaniment.projections.steps import steps_in
from crm.event_store import EventStore
from crm.event_store.commands import day_of
from crm.event_store.ids import is_id
from crm.privacy.projections.consents import agreed_by
from crm.refusal import Unknown
from crm.site.forms import Form
from crm.site.labels import choices, label
from crm.site.languages import N_, _
from crm.site.reader import Reader

SHOWN, CUT = 30, 20
"""Exchanges on a page; needs, steps and referrals shown at first."""
NOTHING_YET = Effort(0, 0, 0, None)


def file_page(
    store: EventStore,
    reader: Reader,
    id: str,
    form: Form,
    *,
    opened: str = "",
    status: int | None = None,
    everything: bool = False,
    before: Before | None = None,
) -> Template:
    """The page of a file. `opened` names the small form that was refused; `everything` asks for
    all its needs, steps and referrals; `before` for older exchanges. Raises Unknown."""
    with store.engine.connect() as db:
        context = _whole(store, db, reader, id, before, cut=None if everything else CUT)
        context |= _sharing(store, db, reader.pole_id, context["parties"])
    context |= _lists() | {"form": form, "opened": opened, "today_is": day_of(store.clock())}
    code = status or (422 if form.failed else 200)
    return Template("accompaniment/file.html", context=context, status_code=code)


def _whole(
    store: EventStore,
    db: Connection,
    reader: Reader,
    id: str,
    before: Before | None,
    cut: int | None,
) -> dict[str, Any]:
    pole = reader.pole_id
    if not is_id(id) or not (found := file_with_parties(db, pole, id)):
        raise Unknown
    known, parties = found
    lives, page = _lives(db, pole, id, cut), in_file(db, pole, id, before=before, limit=SHOWN + 1)
    acts, effort = page[:SHOWN], effort_of(db, pole, [id]).get(id, NOTHING_YET)
    ids = [*_ids(known, acts, lives), *(p.id for p in parties)]
    names, lists = names_and_lists(store, db, pole, ids, ("account", "organisation", "tool"))
    opened = _opener(store, known, acts, lives)
    return lives | {
        "known": known,
        "title": opened[known.accompaniment_id] or untitled(known.opened_as),
        "parties": [Party(p.kind, p.id, names[p.id]) for p in parties],
        "names": names,
        "opened_text": opened,
        "acts": acts,
        "stages": _stages(known),
        "effort": effort,
        "older": _written(acts[-1]) if len(page) > SHOWN else "",
        "started": before is not None,
        "referrals": [(one, loop_of(one)) for one in lives["referrals"]],
        "advisors": lists["account"],
        "organisations": lists["organisation"],
        "directory": lists["tool"],
    }


def _sharing(
    store: EventStore, db: Connection, pole: str, parties: Sequence[Party]
) -> dict[str, Any]:
    """The projects of a file, and whether all agree today to be shared with a partner."""
    projects = [party.id for party in parties if party.kind == "promoter"]
    today = day_of(store.clock())
    return {"projects": projects, "agreed": agreed_by(db, pole, projects, today)}


def _lives(db: Connection, pole: str, id: str, cut: int | None) -> dict[str, Any]:
    """Needs, steps, referrals, tools and results of a file; the first of each, or all of them."""
    needs, steps = needs_in(db, pole, id), steps_in(db, pole, id)
    referrals, (objectives, results) = referrals_in(db, pole, id), sought_and_reached(db, pole, id)
    documents, given, hands, answers = beside(db, pole, id)
    return {
        "hands": hands,
        "answers": answers,
        "needs": needs[:cut],
        "needs_total": len(needs),
        "open_needs": [need for need in needs if need.state == "open"],
        "objectives": objectives[:cut],
        "objectives_total": len(objectives),
        "open_objectives": [one for one in objectives if one.state == "sought"],
        "steps": steps[:cut],
        "steps_total": len(steps),
        "open_steps": [step for step in steps if step.state == "open"],
        "referrals": referrals[:cut],
        "referrals_total": len(referrals),
        "waiting": sum(one.state == "sent" for one in referrals),
        "documents": documents,
        "tools": given[:cut],
        "results": results[:cut],
    }


def _stages(known: File) -> list[tuple[str, str, date | None, str]]:
    """The five stages: code, name, day last reached, and whether it is past, here or to come."""
    here = STAGES.index(known.stage)
    days: dict[str, date | None] = {one: getattr(known, f"{one}_on") for one in LATER_STAGES}
    days["intake"] = known.opened_on
    places = ["fait" if n < here else "ici" if n == here else "" for n in range(len(STAGES))]
    return [
        (code, label(code, "stages").capitalize(), days.get(code) if place else None, place)
        for code, place in zip(STAGES, places, strict=True)
    ]


def before_of(text: str) -> Before | None:
    """The exchange an address names, below which the page begins; None when it makes no sense."""
    day, _point, version = text.partition(".")
    try:
        return date.fromisoformat(day), int(version[:9])
    except ValueError:
        return None


def _written(act: Intervention) -> str:
    return f"{act.occurred_on.isoformat()}.{act.version}"


def _ids(known: File, acts: Iterable[Intervention], lives: dict[str, Any]) -> Iterable[str]:
    yield from (known.advisor_id, known.party_id)
    yield from (act.advisor_id for act in acts)
    yield from (one.organisation_id for one in lives["referrals"])
    yield from (one.tool_id for one in lives["tools"])
    yield from (id for id in lives["hands"].ids if id)


def _opener(
    store: EventStore, known: File, acts: Iterable[Intervention], lives: dict[str, Any]
) -> dict[str, str]:
    """By id, the free text sealed under it; who answers for an objective, after its id."""
    sealed = [(known.accompaniment_id, known.title)]
    sealed += [(act.act_id, act.summary) for act in acts]
    sealed += [(need.need_id, need.verbatim) for need in lives["needs"]]
    sealed += [(step.step_id, step.text) for step in lives["steps"]]
    sealed += [(one.objective_id, one.text) for one in lives["objectives"]]
    sealed += [(some[0].document_id, some[0].title) for some in lives["documents"]]
    sealed += [(one.confirmation_id, one.contest) for one in lives["answers"].values()]
    sealed += [(hand.hand_id, hand.part) for hand in lives["hands"].others]
    who = [(one.objective_id, one.responsible) for one in lives["objectives"]]
    sealed += [(one.referral_id, one.message) for one in lives["referrals"]]
    sealed += [(result.result_id, result.comment) for result in lives["results"]]
    texts = store.open_many((id, "note", text) for id, text in [*sealed, *who])
    keys = [*(id for id, _text in sealed), *(f"{id} responsible" for id, _text in who)]
    return dict(zip(keys, texts, strict=True))


def loop_of(one: Referral) -> list[tuple[str, Any, str]]:
    """The moments of a referral: name, day, and whether it is past, here or to come."""
    answered, done = one.state != "sent", one.state == "completed"
    answers = {"sent": N_("Réponse attendue"), "refused": N_("Refusée")}
    taken = "fait" if one.undertaken_on or done else "ici" if one.state == "accepted" else "vide"
    back = "fait" if done else "ici" if one.state == "under_way" else "vide"
    read = [(_("Lue"), one.seen_on, "fait")] if one.seen_on else []
    return [
        (_("Émise"), one.made_on, "fait"),
        *read,
        (_(answers.get(one.state, N_("Acceptée"))), one.answered_on, "fait" if answered else "ici"),
        (_("Prise en charge"), one.undertaken_on or one.completed_on, taken),
        (_("Retour au pôle"), one.completed_on, back),
    ]


def _lists() -> dict[str, Any]:
    return {
        "mode_icons": MODE_ICONS,
        "need_states": {k: (_(name), kind, icon) for k, (name, kind, icon) in NEED_STATES.items()},
        "objective_states": {
            k: (_(name), kind, icon) for k, (name, kind, icon) in OBJECTIVE_STATES.items()
        },
        "outcomes": [(code, _(words)) for code, words in OUTCOMES.items()],
        "consents": [(code, _(words)) for code, words in CONSENTS.items()],
        "referral_outcomes": [(code, _(words)) for code, words in REFERRAL_OUTCOMES.items()],
        "themes": choices("themes", but=("unknown",)),
        "urgencies": choices("urgencies"),
        "owed_by": choices("owed_by"),
        "said": said,
    }
