"""What a form sends is recorded once, on the day it was written, however often it arrives."""

from msgspec.structs import replace

from crm.accompaniment.commands import ExpressNeed, PlanNextStep, RecordIntervention
from crm.accompaniment.domain.events import InterventionRecorded, NeedExpressed, NextStepPlanned
from crm.event_store import Command, EventStore, Receipt
from crm.event_store.events import new_id
from crm.refusal import N_, Refusal
from crm.site.captured import captured_at
from crm.site.forms import Form
from crm.site.reader import Reader


class RecordedOtherwise(Refusal):
    sentence = N_(
        "Cette saisie est déjà consignée, telle qu’elle est d’abord partie. Ce que vous avez "
        "changé depuis ne l’est pas : corrigez-la dans le dossier, ou consignez de nouveau pour "
        "en faire une autre."
    )
    status = 409


def record_once(store: EventStore, reader: Reader, form: Form, command: Command) -> Receipt:
    """Raises Refusal; RecordedOtherwise when it had been recorded and says something else now: the
    form then bears another id, so that sending it again records it."""
    author = reader.author(form.command_id, captured_at(form, store.clock()))
    if author.captured_at and command.occurred_on is None:
        command = replace(command, occurred_on=form.today)
    receipt = store.handle(command, author)
    if receipt.repeated and _says_otherwise(store, receipt, command):
        form.data = {**form.data, "command_id": [new_id()]}
        raise RecordedOtherwise
    return receipt


def _says_otherwise(store: EventStore, receipt: Receipt, command: Command) -> bool:
    """Whether what somebody would miss differs: words, needs, length, what comes next."""
    asked = _asked(command)
    positions = [*range(receipt.first, receipt.last + 1)] if receipt.first else []
    return asked is not None and asked != _recorded(store, positions)


def _asked(command: Command) -> set[tuple[str, ...]] | None:
    said: set[tuple[str, ...]] = set()
    if isinstance(command, RecordIntervention):
        said.add(("act", command.mode, str(command.minutes), command.summary.strip()))
        said |= {("need", theme, command.verbatim.strip()) for theme in command.themes}
        if step := command.next_step.strip():
            said.add(("step", step, str(command.next_step_due_on)))
    elif isinstance(command, ExpressNeed):
        said |= {("need", theme, command.verbatim.strip()) for theme in command.themes}
    elif isinstance(command, PlanNextStep):
        said.add(("step", command.text.strip(), str(command.due_on)))
    return said or None


def _recorded(store: EventStore, positions: list[int]) -> set[tuple[str, ...]]:
    said: set[tuple[str, ...]] = set()
    for event in (one.event for one in store.events(positions)):
        if isinstance(event, InterventionRecorded):
            said.add(("act", event.mode, str(event.minutes), event.summary))
        elif isinstance(event, NeedExpressed):
            said |= {("need", theme, event.verbatim) for theme in event.themes}
        elif isinstance(event, NextStepPlanned):
            said.add(("step", event.text, str(event.due_on)))
    return said
