"""The report on succession and workforce, counted once for each state of the pôle."""

from datetime import date
from typing import NamedTuple

from crm.event_store import AsOf, EventStore
from crm.event_store.memory import Answers, Moment, moment_of
from crm.indicator.domain.facts import Known
from crm.indicator.domain.figures import (
    FIGURES,
    SHARES,
    Counted,
    Figure,
    answers_on,
    bands_of,
    figures_of,
)
from crm.indicator.domain.standing import months_after
from crm.indicator.domain.territories import Territory, territories_of
from crm.indicator.projections.facts import known_enterprises


class Report(NamedTuple):
    """What the report shows of one MRC, or of all, on a date."""

    known: dict[str, Known]
    """The enterprises of that MRC followed on that date, by id and by name."""
    counted: dict[str, Figure]
    before: dict[str, Figure]
    """The shares of the workforce a year earlier, among the same enterprises."""
    whole: dict[str, Figure]
    """The figures of the whole territory."""
    bands: dict[str, tuple[Counted, ...]]
    territories: list[Territory]


def succession_report(
    store: EventStore, pole_id: str, on: date, known_at: int | None, mrc: str
) -> Report:
    """Counted anew when something was recorded in the pôle since; what was known at an instant of
    the past does not change any more."""
    now = moment_of(store, pole_id)
    settled = now if known_at is None else Moment(0, now.tables)
    as_of = AsOf(until=on, known_at=known_at)

    def count() -> Report:
        return _counted(known_enterprises(store, pole_id, as_of, now), on, mrc)

    return _REPORTS.recall(store, pole_id, settled, (on, known_at, mrc), count)


_REPORTS = Answers()


def _counted(everyone: list[Known], on: date, mrc: str) -> Report:
    answered = answers_on(everyone, on, FIGURES)
    chosen = [one for one in answered if one.known.mrc == mrc] if mrc else answered
    known = [one.known for one in chosen]
    whole = figures_of(answered, FIGURES)
    return Report(
        known={one.enterprise_id: one for one in known},
        counted=figures_of(chosen, FIGURES) if mrc else whole,
        before=figures_of(answers_on(known, months_after(on, -12), SHARES), SHARES),
        whole=whole,
        bands=bands_of(chosen),
        territories=territories_of(answered),
    )
