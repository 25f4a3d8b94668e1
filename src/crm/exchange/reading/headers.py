"""The titles that columns bear, by kind of sheet, in the words people use.

Titles are compared without accents, capitals, spaces, or what stands between parentheses.
"""

import re
from typing import Literal

from rapidfuzz import fuzz

from crm.exchange.reading.names import plain_words

Kind = Literal[
    "directory", "register", "follow_up", "promoters", "portraits", "trainings", "unknown"
]
CLOSE = 88
"""Likeness, out of 100, from which a title is one of the known ones, slip included."""
BODY = "nomentreprise nomdelentreprise entreprise organisme organisation nomorganisme denomination "
BODY += "raisonsociale nomdelorganisme nomlegal ees organismeentreprise client association"
PLACE = "municipalite ville localite villemunicipalite"
DATE = "date datedelarencontre datedelactivite datedintervention datesuivi jour quand"
NEQ = "neq numeroneq noneq numerodentreprise numerodentrepriseduquebec"
ADDRESS = {
    "address": "adresse adressecivique rue adresseligne1 adresselign1",
    "address_more": "adresselign3 adresseligne3 adresselign2 adresseligne2 adresse2 complement",
    "municipality": PLACE,
    "postal_code": "codepostal cp codep",
}
TITLES: dict[Kind, dict[str, str]] = {
    "register": {
        "neq": NEQ,
        "name": BODY + " nom",
        **ADDRESS,
        "sector": "secteuractivite secteurdactivite secteur activite activiteprincipale",
        "legal_form": "formejuridique forme formelegale",
        "latitude": "lat latitude",
        "longitude": "long longitude lon",
    },
    "directory": {
        "name": BODY + " nom",
        **ADDRESS,
        "territory": "territoire mrc territoiremrc mrcterritoire",
        "website": "siteweb site siteinternet web url",
        "email": "courriel email adressecourriel",
        "phone": "telephone tel notelephone",
        "neq": NEQ,
        "legal_form": "formejuridique forme formelegale",
        "sector": "secteuractivite secteurdactivite secteur",
    },
    "follow_up": {
        "date": DATE,
        "organisation": BODY + " nom",
        "person": "personnerencontree personne contact interlocuteur participant avecqui",
        "mode": "typedecontact type mode moyen typedintervention modedecontact nature",
        "minutes": "duree temps heures nbheures nombredheures minutes dureeenminutes tempspasse",
        "need": "besoinsujet besoin sujet besoins theme objet besoinexprime besoinssujets",
        "notes": "notes note commentaires commentaire remarques resume compterendu details",
        "tool": "outilremis outil outils outilpartage outilsremis",
        "referred_to": "referea reference referevers referencea partenaire dirigevers",
        "next_step": "suiteadonner suite suites prochaineetape actionasuivre asuivre suivi",
        "due_on": "arelancerle relance echeance daterelance relancer datederelance pourle",
        "advisor": "conseillerere conseiller conseillere responsable par intervenant agent",
    },
    "promoters": {
        "project": "projet nomduprojet titreduprojet titre idee",
        "persons": "promoteurs promoteur promotrices porteurs porteur promoteurtrice nom noms",
        "email": "courriel email adressecourriel",
        "phone": "telephone tel cellulaire",
        "municipality": PLACE,
        "first_contact": "premiercontact date datedupremiercontact accueil datedaccueil depuis",
        "stage": "etape phase avancement stade",
        "legal_form": "formeenvisagee forme formejuridique modele",
        "neq": NEQ,
        "notes": "statutremarques statut remarques notes commentaires remarque",
    },
    "portraits": {
        "organisation": BODY + " nom",
        "date": "dateduportrait date datedeclaration dateportrait endatedu",
        "headcount": "employes nombredemployes nbemployes effectif personnel salaries",
        "aged_55_plus": "55ansetplus employes55ansetplus 55ans plusde55ans",
        "vacant_posts": "postesvacants postesapourvoir postesouverts vacants",
        "departures_12_months": "departs12mois departs departsdelannee departs12derniersmois",
        "horizon": "departdgprevu departdg departprevu horizondedepart departdirection",
        "plan": "plandereleve planreleve planderelevedg planecrit",
        "seats": "siegesca sieges nombredesieges siegesauca",
        "vacant_seats": "cavacants siegesvacants postesvacantsca",
        "aged_35_or_less": "ca35anset ca35ansetmoins 35ansetmoins jeunesca",
        "women": "cafemmes femmes femmesca femmesauca",
        "union": "syndique syndicat syndiquee",
    },
    "trainings": {
        "date": DATE,
        "title": "titre formation activite nomdelactivite sujet theme",
        "public": "public publiccible clientele pourqui",
        "place": "lieu endroit salle ou",
        "minutes": "duree heures nbheures temps",
        "participants": "participants participantes presences personnespresentes inscrits",
    },
}
NEEDED: dict[Kind, tuple[frozenset[str], int]] = {
    "register": (frozenset({"neq", "name"}), 4),
    "directory": (frozenset({"name"}), 3),
    "follow_up": (frozenset({"date", "organisation"}), 4),
    "promoters": (frozenset({"persons"}), 4),
    "portraits": (frozenset({"organisation"}), 4),
    "trainings": (frozenset({"title", "participants"}), 3),
}
"""Without these a sheet is not of the kind; and how many known titles it takes in all."""
TELLING: dict[Kind, frozenset[str]] = {
    "register": frozenset({"sector", "legal_form", "latitude"}),
    "directory": frozenset({"municipality", "postal_code", "address", "territory"}),
    "follow_up": frozenset({"mode", "need", "minutes", "next_step", "notes"}),
    "promoters": frozenset({"project", "stage", "first_contact"}),
    "portraits": frozenset({"headcount", "seats", "horizon", "plan", "aged_55_plus"}),
    "trainings": frozenset({"date", "title"}),
}
"""One of these at least sets the kind apart."""


def title_key(title: str) -> str:
    """A column's title in its comparable form."""
    whole = "".join(plain_words(re.sub(r"\([^()]*\)", " ", title)))
    return whole or "".join(plain_words(title))


def recognise_columns(titles: list[str]) -> tuple[Kind, dict[str, int]]:
    """The kind of sheet whose columns bear these titles, and where each known field stands."""
    keys = [title_key(title) for title in titles]
    best: tuple[Kind, dict[str, int]] = ("unknown", {})
    for kind in NEEDED:
        fields = _fields(kind, keys)
        if _is(kind, fields) and len(fields) > len(best[1]):
            best = kind, fields
    return best


def _is(kind: Kind, fields: dict[str, int]) -> bool:
    needed, least = NEEDED[kind]
    return needed <= fields.keys() and len(fields) >= least and bool(TELLING[kind] & fields.keys())


def _fields(kind: Kind, keys: list[str]) -> dict[str, int]:
    """Each field takes the first column that bears exactly one of its titles, then the nearest."""
    found: dict[str, int] = {}
    for exact in (True, False):
        for field, titles in TITLES[kind].items():
            if field in found:
                continue
            free = (n for n, key in enumerate(keys) if key and n not in found.values())
            column = next((n for n in free if _bears(keys[n], titles.lower(), exact)), None)
            if column is not None:
                found[field] = column
    return found


def _bears(key: str, titles: str, exact: bool) -> bool:
    known = titles.split()
    if exact:
        return key in known
    return len(key) > 4 and any(fuzz.ratio(key, t) >= CLOSE for t in known if len(t) > 4)
