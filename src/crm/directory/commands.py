"""Listing a tool."""

from msgspec import field

from crm.directory.domain import Tool
from crm.event_store.commands import Command, Desk
from crm.event_store.events import new_id
from crm.vocabulary import Theme


class ListTool(Command, frozen=True, kw_only=True):
    """A tool that may be handed over from now on."""

    name: str
    themes: tuple[Theme, ...] = ()
    tool_id: str = field(default_factory=new_id)

    def decide(self, desk: Desk) -> None:
        """Raises ToolUnnamed."""
        listed = Tool.list_in_directory(
            desk.occurrence(self), self.name, self.themes, id=self.tool_id
        )
        desk.add(listed)
