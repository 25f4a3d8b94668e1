"""The menu: every place of the product, of which only those that exist are shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crm.event_store.ids import is_id
from crm.refusal import N_
from crm.site.roles import Held, Roles


@dataclass(frozen=True)
class Place:
    """One link: where it goes, its icon, and the name of the count beside it."""

    path: str
    name: str
    icon: str
    count: str = ""


Groups = tuple[tuple[str, tuple[Place, ...]], ...]
"""Places under the name of their group."""
GROUPS: Groups = (
    (
        "",
        (
            Place("/", N_("Ma journée"), "sun", "day"),
            Place("/calendrier", N_("Calendrier"), "calendar"),
        ),
    ),
    (
        N_("Suivi"),
        (
            Place("/entreprises", N_("Entreprises"), "building-store"),
            Place("/projets", N_("Projets en émergence"), "bulb"),
            Place("/accompagnements", N_("Accompagnements"), "route", "accompaniments"),
            Place("/orientations", N_("Orientations"), "arrows-right-left", "referrals"),
            Place("/orientations-recues", N_("Orientations reçues"), "arrows-right-left"),
            Place("/sur-la-route", N_("Sur la route"), "cloud-up"),
        ),
    ),
    (
        N_("Territoire"),
        (
            Place("/besoins", N_("Besoins"), "radar"),
            Place("/repertoire", N_("Répertoire"), "book-2"),
            Place("/ecosysteme", N_("Écosystème"), "building-community"),
            Place("/activites", N_("Activités"), "school"),
            Place("/releve", N_("Relève"), "users"),
        ),
    ),
    (
        N_("Rendre compte"),
        (
            Place("/rapports", N_("Rapports"), "report-analytics"),
            Place("/historique", N_("Historique"), "history"),
            Place("/importer", N_("Importer"), "file-import"),
        ),
    ),
    (
        N_("Renseignements personnels"),
        (
            Place("/vie-privee/demandes", N_("Demandes"), "mail", "requests"),
            Place("/vie-privee/incidents", N_("Incidents"), "alert-triangle"),
            Place("/vie-privee/consentements", N_("Consentements"), "heart-handshake"),
            Place("/vie-privee/conservation", N_("Conservation"), "hourglass"),
            Place("/vie-privee/effacements", N_("Effacements"), "lock"),
            Place("/administration/consultations", N_("Consultations"), "eye"),
        ),
    ),
    (
        N_("Administration"),
        (
            Place("/equipe", N_("Équipe"), "users"),
            Place("/administration/vues", N_("État des vues"), "refresh"),
        ),
    ),
)
TABS = ("/", "/entreprises", "/accompagnements")
"""Bottom tabs of a phone, before « Noter » and « Plus »."""


@dataclass(frozen=True)
class Menu:
    """The places this running product really has."""

    groups: Groups
    opened: Mapping[str, Roles]

    def groups_of(self, held: Held) -> Groups:
        """What somebody who holds these roles is shown; empty groups are left out."""
        seen = (
            (name, tuple(place for place in places if self.has(place.path, held)))
            for name, places in self.groups
        )
        return tuple((name, places) for name, places in seen if places)

    def has(self, path: str, held: Held) -> bool:
        """Whether this page is there, and open to whoever holds these roles."""
        return not self.opened.get(path, frozenset()).isdisjoint(held)

    def tabs(self, held: Held) -> list[Place]:
        seen = self.groups_of(held)
        known = {place.path: place for _group, places in seen for place in places}
        return [known[path] for path in TABS if path in known]


def menu_of(opened: Mapping[str, Roles]) -> Menu:
    """The menu of an app that answers these paths, each to these roles."""
    kept = (
        (name, tuple(place for place in places if place.path in opened)) for name, places in GROUPS
    )
    return Menu(tuple((name, places) for name, places in kept if places), opened)


def is_here(place: str, path: str) -> bool:
    """Whether a page is this place or one of its inner pages."""
    return path == place if place == "/" else path == place or path.startswith(place + "/")


ABOUT = {
    "entreprises": ("organisation", "enterprise:"),
    "projets": ("organisation", "promoter:"),
    "ecosysteme": ("organisation", "organisation:"),
    "accompagnements": ("dossier", ""),
}
"""By first word of an address, the field of a note that says whom the page is about."""


def watched(request: Any) -> str:
    """The id of what this page shows as it is now, when a colleague may write about it."""
    path = str(request.scope["path"])
    is_now = request.scope["method"] == "GET" and "au=" not in request.url.query
    return spoken_of(path)[1].rpartition(":")[2] if is_now and path.count("/") == len("//") else ""


def spoken_of(path: str) -> tuple[str, str]:
    """(field, value) of whom the page at this path speaks of; nothing when it is of nobody."""
    word, _slash, rest = path.strip("/").partition("/")
    field, kind = ABOUT.get(word, ("", ""))
    id = rest.partition("/")[0]
    return (field, kind + id) if field and is_id(id) else ("", "")
