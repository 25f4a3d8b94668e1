"""Répertoire: the tools that advisors hand over and enterprises adopt (measures come later)."""

from typing import Self

from crm.event_store.events import Aggregate, Event, Occurrence, new_id, stored
from crm.refusal import N_, Refusal
from crm.vocabulary import Theme


@stored("tool.listed.v1")
class ToolListed(Event, frozen=True, kw_only=True):
    """A tool may now be handed over."""

    name: str
    themes: tuple[Theme, ...] = ()


class ToolUnnamed(Refusal):
    sentence = N_("Le nom de l’outil est obligatoire.")
    field = "outil"


class Tool(Aggregate, noun="tool"):
    @classmethod
    def list_in_directory(
        cls,
        by: Occurrence,
        name: str,
        themes: tuple[Theme, ...] = (),
        id: str | None = None,
    ) -> Self:
        """A tool that may now be handed over. Raises ToolUnnamed."""
        if not name.strip():
            raise ToolUnnamed
        return cls(id or new_id()).trigger(
            ToolListed, by.acting("R2"), name=name.strip(), themes=themes
        )
