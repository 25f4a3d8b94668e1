"""What the buttons and small forms of a plan ask: its stage, its objectives."""

from crm.accompaniment.commands import (
    AgreeObjective,
    AttainObjective,
    DropObjective,
    PostponeObjective,
    ReachStage,
    ReopenObjective,
)
from crm.accompaniment.domain.planning import STAGES
from crm.accompaniment.pages.record_form import UNBOUND, due_date
from crm.event_store import Command
from crm.site.forms import MISSING, UNCHOSEN, Form


def stage(id: str, _item: str, form: Form) -> Command:
    """The stage chosen among the five."""
    chosen = form.choice("etape", STAGES, required=UNCHOSEN) or "intake"
    return ReachStage(accompaniment_id=id, stage=chosen)  # type: ignore[arg-type]  # one of STAGES


def objective(id: str, _item: str, form: Form) -> Command:
    """An objective in words, who answers for it, and for when."""
    return AgreeObjective(
        accompaniment_id=id,
        text=form.note("objectif", UNBOUND),
        responsible=form.text("responsable"),
        due_on=due_date(form),
    )


def postponed(id: str, item: str, form: Form) -> Command:
    """Another due date for an objective."""
    due = due_date(form)
    if not due:
        form.fail("echeance", MISSING)
    return PostponeObjective(accompaniment_id=id, objective_id=item, due_on=due or form.today)


def attained(id: str, item: str, _form: Form) -> Command:
    """The objective is reached."""
    return AttainObjective(accompaniment_id=id, objective_id=item)


def dropped(id: str, item: str, form: Form) -> Command:
    """The objective is given up."""
    reason = form.note("motif", UNBOUND)
    return DropObjective(accompaniment_id=id, objective_id=item, reason=reason)


def reopened(id: str, item: str, _form: Form) -> Command:
    """The objective is sought again."""
    return ReopenObjective(accompaniment_id=id, objective_id=item)
