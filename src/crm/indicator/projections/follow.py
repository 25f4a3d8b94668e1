"""Which enterprises did we follow on a date? The denominator of every figure of succession."""

from sqlalchemy import Boolean, Column, Date, Integer

from crm.enterprise.domain.events import EnterpriseFollowed, EnterpriseReleased
from crm.event_store.projections import Projection
from crm.event_store.rows import Id, Operations, Rows

follow_marks = Rows(
    "follow_marks",
    Column("enterprise_id", Id),
    Column("version", Integer),
    Column("followed", Boolean),
    Column("occurred_on", Date),
    key="enterprise_id version",
    happened="occurred_on",
    indexes=["pole_id occurred_on"],
)
follow_up = Projection("follow_up", follow_marks)


@follow_up.on(EnterpriseFollowed, EnterpriseReleased)
def _(event: EnterpriseFollowed | EnterpriseReleased) -> Operations:
    yield follow_marks.insert(
        enterprise_id=event.originator_id,
        version=event.originator_version,
        followed=isinstance(event, EnterpriseFollowed),
        occurred_on=event.occurred_on,
    )
