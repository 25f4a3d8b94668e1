"""What was agreed to reach in a file, told in sentences: its stages and objectives."""

from datetime import date

from crm.accompaniment.domain import planning as p
from crm.history.projections.telling import Names, Said, after, said, told
from crm.refusal import N_
from crm.site.french import date_short
from crm.site.labels import label
from crm.site.languages import _ as tr


@told(p.StageReached, N_("Étape atteinte"), icon="route")
def _(event: p.StageReached, _names: Names) -> Said:
    sentence = N_("**Étape de l’accompagnement** : {stage}")
    return said(sentence, stage=label(event.stage, "stages"))


@told(p.ObjectiveAgreed, N_("Objectif convenu"), "step", "flag")
def _(event: p.ObjectiveAgreed, _names: Names) -> Said:
    due = tr(N_("pour le {day}"), day=_day(event.due_on)) if event.due_on else ""
    return said(
        N_("**Objectif convenu** : {text}{due}{who}"),
        text=event.text,
        due=after(due),
        who=after(event.responsible),
    )


@told(p.ObjectivePostponed, N_("Objectif reporté"), "step", "clock")
def _(event: p.ObjectivePostponed, names: Names) -> Said:
    return said(
        N_("**Objectif reporté** au {day} : {objective}"),
        day=_day(event.due_on),
        objective=names("objective", event.objective_id),
    )


@told(p.ObjectiveAttained, N_("Objectif atteint"), "step", "check")
def _(event: p.ObjectiveAttained, names: Names) -> Said:
    objective = names("objective", event.objective_id)
    return said(N_("**Objectif atteint** : {objective}"), objective=objective)


@told(p.ObjectiveDropped, N_("Objectif abandonné"), "step", "ban")
def _(event: p.ObjectiveDropped, names: Names) -> Said:
    sentence = N_("**Objectif abandonné** : {objective}")
    return said(sentence, note=event.reason, objective=names("objective", event.objective_id))


@told(p.ObjectiveReopened, N_("Objectif rétabli"), "step", "refresh")
def _(event: p.ObjectiveReopened, names: Names) -> Said:
    objective = names("objective", event.objective_id)
    return said(N_("**Objectif rétabli** : {objective}"), objective=objective)


def _day(iso: str) -> str:
    return str(date_short(date.fromisoformat(iso)).striptags())
