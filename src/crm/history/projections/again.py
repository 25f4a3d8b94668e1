"""Where a value told before is told again, from the line of the timeline that shows it."""

from typing import NamedTuple

from crm.accompaniment.domain.events import tells_title
from crm.enterprise.domain.values import told_by
from crm.event_store.events import Event
from crm.promoter.domain.describing import tells_project

DECIDED = {"followed", "status"}
"""Values that have deeds of their own."""


class Again(NamedTuple):
    """Which value, and the form that shows it as it was."""

    value: str
    url: str


def told_again(event: Event, version: int) -> Again | None:
    """None for what is not a value."""
    id = event.originator_id
    if told := told_by(event):
        url = f"/entreprises/{id}/renseignements?champ={told[0]}&version={version}"
        return None if told[0] in DECIDED else Again(f"{id} {told[0]}", url)
    if tells_title(event) and getattr(event, "title", None):
        return Again(f"{id} title", f"/accompagnements/{id}/titre?version={version}")
    if tells_project(event):
        return Again(id, f"/projets/{id}/decrire?version={version}")
    return None


class Latest:
    """Knows the value that a timeline shows first: the one that needs no telling again."""

    def __init__(self, *, older: bool) -> None:
        """`older` when the page does not begin at the latest line."""
        self.older, self.met = older, set[str]()

    def url(self, event: Event, version: int) -> str:
        """Where to tell it again; empty for a value met for the first time. Lines come from the
        newest to the oldest."""
        again = told_again(event, version)
        if not again or (again.value not in self.met and not self.older):
            self.met |= {again.value} if again else set()
            return ""
        return again.url
