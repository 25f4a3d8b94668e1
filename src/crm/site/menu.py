"""The menu: every place of the product, of which only those that exist are shown."""

from collections.abc import Iterable
from dataclasses import dataclass

from crm.refusal import N_
from crm.site.reader import OVERSEERS, PRIVACY


@dataclass(frozen=True)
class Place:
    """One link: where it goes, its icon, and the name of the count beside it."""

    path: str
    name: str
    icon: str
    count: str = ""
    roles: tuple[str, ...] = ()
    """Who sees it; everyone when empty."""


Groups = tuple[tuple[str, tuple[Place, ...]], ...]
"""Places under the name of their group."""
GROUPS: Groups = (
    ("", (Place("/", N_("Ma journée"), "sun", "day"),)),
    (
        N_("Suivi"),
        (
            Place("/entreprises", N_("Entreprises"), "building-store"),
            Place("/projets", N_("Projets en émergence"), "bulb"),
            Place("/accompagnements", N_("Accompagnements"), "route", "accompaniments"),
            Place("/orientations", N_("Orientations"), "arrows-right-left", "referrals"),
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
            Place("/vie-privee/demandes", N_("Demandes"), "mail", "requests", roles=PRIVACY),
            Place("/vie-privee/incidents", N_("Incidents"), "alert-triangle", roles=PRIVACY),
            Place("/vie-privee/conservation", N_("Conservation"), "hourglass", roles=PRIVACY),
            Place("/vie-privee/effacements", N_("Effacements"), "lock", roles=PRIVACY),
        ),
    ),
    (
        N_("Administration"),
        (
            Place("/equipe", N_("Équipe"), "users", roles=OVERSEERS),
            Place("/administration/vues", N_("État des vues"), "refresh", roles=OVERSEERS),
        ),
    ),
)
TABS = ("/", "/entreprises", "/accompagnements")
"""Bottom tabs of a phone, before « Noter » and « Plus »."""


@dataclass(frozen=True)
class Menu:
    """The places this running product really has."""

    groups: Groups
    paths: frozenset[str]

    def groups_of(self, role: str) -> Groups:
        """What somebody of this role is shown; a group that holds nothing for them is left out."""
        seen = (
            (name, tuple(place for place in places if not place.roles or role in place.roles))
            for name, places in self.groups
        )
        return tuple((name, places) for name, places in seen if places)

    def has(self, path: str) -> bool:
        return path in self.paths

    def tabs(self) -> list[Place]:
        known = {place.path: place for _group, places in self.groups for place in places}
        return [known[path] for path in TABS if path in known]


def menu_of(paths: Iterable[str]) -> Menu:
    """The menu of an app that answers these paths."""
    present = frozenset(paths)
    kept = (
        (name, tuple(place for place in places if place.path in present)) for name, places in GROUPS
    )
    return Menu(tuple((name, places) for name, places in kept if places), present)


def is_here(place: str, path: str) -> bool:
    """Whether a page is this place or one of its inner pages."""
    return path == place if place == "/" else path == place or path.startswith(place + "/")
