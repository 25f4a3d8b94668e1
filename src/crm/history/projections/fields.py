"""The fields of entries as a person reads them: their names, and how each value is written."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, NamedTuple

from msgspec import Struct

from crm.enterprise.commands.places import mrc_name
from crm.event_store.events import Event
from crm.refusal import N_
from crm.site.french import date_short, duration, money, number
from crm.site.labels import action_name, label
from crm.site.languages import _
from crm.vocabulary import UNKNOWNS


class Field(NamedTuple):
    """A field of an entry; `kind` says how it is written and read again in a form."""

    label: str
    kind: str = "text"
    choices: str = ""
    """Name of the list of a choice."""


FIELDS = {
    "occurred_on": Field(N_("Date"), "date"),
    "occurred_precision": Field(N_("Précision de la date"), "precision"),
    "action": Field(N_("Action du pôle"), "action"),
    "mode": Field(N_("Type d’échange"), "choice", "modes"),
    "minutes": Field(N_("Durée"), "minutes"),
    "counted_minutes": Field(N_("Durée comptée"), "minutes"),
    "preparation_minutes": Field(N_("Préparation"), "minutes"),
    "travel_minutes": Field(N_("Déplacement"), "minutes"),
    "summary": Field(N_("Ce qui s’est dit"), "note"),
    "themes": Field(N_("Thèmes"), "choices", "themes"),
    "verbatim": Field(N_("Dans ses mots"), "note"),
    "urgency": Field(N_("Urgence"), "choice", "urgencies"),
    "reason": Field(N_("Motif"), "note"),
    "version": Field(N_("Version")),
    "result": Field(N_("Ce que l’outil a donné"), "note"),
    "message": Field(N_("Message"), "note"),
    "text": Field(N_("Texte"), "note"),
    "responsible": Field(N_("Qui en répond")),
    "stage": Field(N_("Étape"), "choice", "stages"),
    "due_on": Field(N_("Échéance"), "iso"),
    "owed_by": Field(N_("Qui le doit"), "choice", "owed_by"),
    "jobs_created": Field(N_("Emplois créés"), "count"),
    "jobs_maintained": Field(N_("Emplois maintenus"), "count"),
    "investment_cents": Field(N_("Investissement"), "cents"),
    "satisfaction": Field(N_("Satisfaction"), "choice", "answers"),
    "comment": Field(N_("Commentaire"), "note"),
    "neq": Field(N_("NEQ"), "neq"),
    "name": Field(N_("Nom")),
    "legal_form": Field(N_("Forme juridique"), "choice", "legal_forms"),
    "coop_type": Field(N_("Type de coopérative"), "optional", "coop_types"),
    "address": Field(N_("Adresse"), "address"),
    "sector": Field(N_("Secteur")),
    "scian": Field(N_("Code SCIAN")),
    "status": Field(N_("Statut"), "choice", "register_statuses"),
    "source": Field(N_("Source")),
    "value": Field(N_("Coordonnée")),
    "quality": Field(N_("Façon de compter"), "choice", "qualities"),
    "headcount": Field(N_("Emplois"), "count"),
    "headcount_12_months_ago": Field(N_("Emplois il y a un an"), "count"),
    "full_time_equivalents_hundredths": Field(N_("Équivalents temps plein"), "hundredths"),
    "permanent": Field(N_("Emplois permanents"), "count"),
    "vacant_posts": Field(N_("Postes vacants"), "count"),
    "departures_12_months": Field(N_("Départs en un an"), "count"),
    "union": Field(N_("Syndicat"), "choice", "answers"),
    "succession_plan_in_force": Field(N_("Plan de relève en vigueur"), "choice", "answers"),
    "recruitment_difficulty": Field(N_("Difficulté à recruter"), "choice", "answers"),
    "aged_55_plus": Field(N_("55 ans et plus"), "count"),
    "retirements_5_years": Field(N_("Retraites d’ici 5 ans"), "count"),
    "seats": Field(N_("Sièges au conseil"), "count"),
    "filled": Field(N_("Sièges occupés"), "count"),
    "aged_35_or_less": Field(N_("35 ans et moins"), "count"),
    "women": Field(N_("Femmes"), "count"),
    "post": Field(N_("Poste"), "choice", "role_kinds"),
    "horizon": Field(N_("Horizon"), "choice", "horizons"),
    "told_by": Field(N_("Dit par"), "choice", "told_by"),
    "by_board": Field(N_("Adopté par le conseil"), "choice", "answers"),
    "valid_until": Field(N_("En vigueur jusqu’au"), "iso"),
    "working_title": Field(N_("Titre de travail")),
    "idea": Field(N_("Idée"), "note"),
    "chosen": Field(N_("Forme retenue"), "optional", "model_forms"),
    "part": Field(N_("Son rôle")),
    "reasoning": Field(N_("Raisonnement"), "note"),
    "envisioned_form": Field(N_("Forme envisagée"), "choice", "legal_forms"),
    "title": Field(N_("Titre")),
    "until": Field(N_("Jusqu’au"), "iso"),
    "paid": Field(N_("Rémunéré"), "choice", "answers"),
    "place": Field(N_("Lieu")),
    "head_count": Field(N_("Personnes présentes"), "number"),
    "as_written": Field(N_("Nom écrit")),
    "party_as_written": Field(N_("Organisme écrit")),
    "mrc": Field(N_("MRC"), "mrc"),
    "publics": Field(N_("Publics"), "choices", "publics"),
}
"""A field absent from here is an id, a reference or an interview: it is told by its name, and not
retyped."""
OF_KIND = {
    ("MissionStated", "text"): Field(N_("Mission"), "note"),
    ("EnterpriseRenamed", "kind"): Field(N_("Sorte de nom"), "choice", "name_kinds"),
    ("EnterpriseLocated", "kind"): Field(N_("Sorte d’adresse"), "choice", "seat_kinds"),
    ("WorkChannelDeclared", "kind"): Field(N_("Sorte de coordonnée"), "choice", "work_channels"),
    ("PersonalChannelProvided", "kind"): Field(
        N_("Sorte de coordonnée"), "choice", "personal_channels"
    ),
    ("ActivityHeld", "kind"): Field(N_("Sorte d’activité"), "choice", "activity_kinds"),
    ("RoleAssigned", "kind"): Field(N_("Rôle"), "choice", "role_kinds"),
    ("ActivityHeld", "title"): Field(N_("Titre de l’activité")),
}
"""Fields whose sense depends on the event."""
OWN_LISTS = {
    "name_kinds": {"usual": N_("nom usuel"), "legal": N_("nom légal")},
    "seat_kinds": {
        "head_office": N_("siège"),
        "place_of_business": N_("établissement"),
    },
    "work_channels": {
        "phone": N_("téléphone"),
        "email": N_("courriel"),
        "website": N_("site web"),
    },
    "personal_channels": {
        "phone": N_("téléphone"),
        "email": N_("courriel"),
        "address": N_("adresse"),
        "social": N_("réseau social"),
    },
    "activity_kinds": {
        "training": N_("formation"),
        "networking": N_("réseautage"),
        "awareness": N_("sensibilisation"),
        "concertation": N_("concertation"),
        "codevelopment": N_("codéveloppement"),
        "tour": N_("tournée"),
        "other": N_("autre activité"),
    },
    "owed_by": {
        "pole": N_("le pôle"),
        "beneficiary": N_("l’entreprise ou le projet"),
        "partner": N_("le partenaire"),
    },
    "precisions": {
        "day": N_("au jour"),
        "month": N_("au mois"),
        "year": N_("à l’année"),
        "by": N_("au plus tard ce jour"),
    },
    "qualities": {"counted": N_("compté"), "estimated": N_("estimé")},
    "told_by": {
        "self": N_("la personne elle-même"),
        "board": N_("le conseil"),
        "colleague": N_("une ou un collègue"),
        "advisor": N_("le pôle"),
    },
}


def field_of(kind: type[Event], name: str) -> Field | None:
    """How a field is named and written; None for one that nobody reads as such."""
    return OF_KIND.get((kind.__name__, name)) or FIELDS.get(name)


def words_of(code: str, list_name: str) -> str:
    """The words for a code of any list used by an entry."""
    own = OWN_LISTS.get(list_name)
    return _(own.get(code, code)) if own else label(code, list_name)


def shown(kind: type[Event], name: str, value: Any) -> tuple[str, str]:
    """(name, value) of a field, as a person reads both."""
    field = field_of(kind, name) or Field(name)
    return _(field.label), written(field, value)


def differences(former: Event, restated: Event) -> Iterator[tuple[str, str, str]]:
    """(name, before, after) of every field a correction changed."""
    for name in former.__struct_fields__:
        if name == "counted_minutes" and _all_counted(former) and _all_counted(restated):
            continue
        before, now = getattr(former, name), getattr(restated, name)
        if before != now and (field := field_of(type(former), name)):
            yield _(field.label), written(field, before), written(field, now)


def _all_counted(act: Event) -> bool:
    """Whether the share an act counts is its whole length, as it mostly is."""
    return getattr(act, "counted_minutes", None) == getattr(act, "minutes", None)


def written(field: Field, value: Any) -> str:
    """A value as a person reads it; empty when there is none."""
    if value is None or value in ("", ()):
        return ""
    if field.kind in ("count", "hundredths") and value in UNKNOWNS:
        return label(value, "answers")
    write = WRITERS.get(field.kind)
    return write(field, value) if write else str(value)


def _address(_field: Field, value: Struct) -> str:
    parts = (getattr(value, name) for name in ("lines", "municipality", "postal_code"))
    return ", ".join(part for part in parts if part)


def _listed(field: Field, values: tuple[str, ...]) -> str:
    return ", ".join(words_of(value, field.choices) for value in values)


WRITERS: dict[str, Callable[[Field, Any], str]] = {
    "date": lambda _f, v: str(date_short(v).striptags()),
    "iso": lambda _f, v: str(date_short(date.fromisoformat(v)).striptags()),
    "precision": lambda _f, v: words_of(v, "precisions"),
    "action": lambda _f, v: f"{v}, {action_name(v, short=True)}",
    "choice": lambda f, v: words_of(v, f.choices),
    "optional": lambda f, v: words_of(v, f.choices),
    "choices": _listed,
    "minutes": lambda _f, v: duration(v),
    "cents": lambda _f, v: money(v),
    "count": lambda _f, v: number(v) if isinstance(v, int) else str(v),
    "number": lambda _f, v: number(v),
    "hundredths": lambda _f, v: number(v / 100) if isinstance(v, int) else str(v),
    "address": _address,
    "mrc": lambda _f, v: mrc_name(v) or str(v),
}
