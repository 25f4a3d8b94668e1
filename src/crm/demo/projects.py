"""Invented projects of promoters, partners, tools and activities."""

# ruff: noqa: E501 - a sentence keeps its line

from typing import NamedTuple

from crm.activity.domain import ActivityKind
from crm.ecosystem.domain import OrganisationKind
from crm.vocabulary import LegalForm, Public, Theme


class Project(NamedTuple):
    """A project: title, idea, form in mind, and how far it goes (0 welcome to 6 startup)."""

    title: str
    idea: str
    form: LegalForm
    reach: int
    state: str = "active"


PROJECTS = (
    Project("Épicerie du 7e Rang", "Rouvrir l’épicerie fermée, avec les résidents comme membres.", "cooperative", 2),
    Project("Atelier de vélos-cargos", "Fabriquer et entretenir des vélos pour les commerces.", "cooperative", 3),
    Project("Buanderie de quartier", "Laver, plier et former, près des logements.", "obnl_quebec", 1),
    Project("Serre quatre saisons", "Légumes d’hiver pour les écoles.", "cooperative", 4),
    Project("Maison de répit Le Nid", "Répit de nuit pour les proches aidants.", "obnl_quebec", 3),
    Project("Boulangerie Le Pain quotidien d’ici", "Reprise de la boulangerie par ses employés.", "cooperative", 5),
    Project("Garderie de nuit", "Garder les enfants des équipes de soir.", "obnl_quebec", 2),
    Project("Studio de balado communautaire", "Donner la parole aux aînés.", "obnl_quebec", 1),
    Project("Coop de covoiturage rural", "Partager les trajets vers l’hôpital.", "cooperative", 4),
    Project("Verger collectif", "Planter 300 pommiers sur un terrain municipal.", "obnl_quebec", 2),
    Project("Cidrerie des Trois Clochers", "Transformer les pommes perdues.", "cooperative", 6, "founded"),
    Project("Café-librairie La Marge", "Lire, manger, veiller, au cœur du village.", "cooperative", 6, "founded"),
    Project("Service de paie partagé", "Faire la paie de vingt organismes.", "obnl_quebec", 5, "founded"),
    Project("Camp nature Les Explorateurs", "Camp d’été à prix modulé.", "obnl_quebec", 3),
    Project("Ferme florale", "Fleurs de saison, en autocueillette.", "cooperative", 1),
    Project("Ressourcerie de matériaux", "Détourner les matériaux des chantiers.", "obnl_quebec", 4),
    Project("Habitation intergénérationnelle", "Vingt logements, un jardin, une cuisine.", "cooperative", 3, "paused"),
    Project("Fromagerie de la Rivière", "Fromage de brebis avec quatre éleveurs.", "cooperative", 2, "paused"),
    Project("Cinéma en plein air", "Projections dans douze villages.", "obnl_quebec", 1, "withdrawn"),
    Project("Micro-brasserie étudiante", "Brasser et apprendre.", "cooperative", 2, "withdrawn"),
    Project("Traiteur des nouveaux arrivants", "Cuisines du monde, premiers emplois.", "obnl_quebec", 4),
    Project("Épicerie solidaire du Bassin", "Un prix pour chacun, une même table.", "obnl_quebec", 2, "redirected"),
    Project("Laiterie mobile", "Transformer le lait à la ferme.", "cooperative", 0),
    Project("Taxi-bus des rangs", "Un trajet par jour vers la ville.", "obnl_quebec", 0),
    Project("Atelier de couture solidaire", "Réparer et créer, en groupe.", "obnl_quebec", 1),
    Project("Coop de soins infirmiers", "Soins à domicile, par et pour les infirmières.", "cooperative", 5),
    Project("Pépinière de plantes indigènes", "Reboiser les berges.", "cooperative", 0),
)  # fmt: skip

PARTNERS: tuple[tuple[str, OrganisationKind], ...] = (
    ("Fonds solidaire du Haut-Rivage", "funder"),
    ("Caisse d’épargne des Rivières", "funder"),
    ("Fonds d’investissement Racine", "funder"),
    ("Service d’emploi La Passerelle", "support"),
    ("Centre de transfert d’entreprise du Rivage", "support"),
    ("Coopérative de développement du Fleuve", "support"),
    ("Collège du Confluent", "college"),
    ("Développement économique Les Chutes", "mrc"),
    ("Bureau régional de l’économie", "ministry"),
    ("Fédération des ressourceries d’ici", "federation"),
    ("Comité sectoriel de la main-d’œuvre collective", "federation"),
    ("Clinique juridique L’Appui", "support"),
)

TOOLS: tuple[tuple[str, tuple[Theme, ...]], ...] = (
    ("Guide de planification de la relève", ("succession",)),
    ("Modèle de plan de relève de la direction", ("succession",)),
    ("Gabarit de budget de trésorerie", ("financing",)),
    ("Grille d’évaluation du conseil", ("governance",)),
    ("Règlements généraux annotés", ("bylaws",)),
    ("Comparatif des formes juridiques", ("legal_form", "startup")),
    ("Canevas de plan d’affaires collectif", ("business_plan",)),
    ("Bilan social en six indicateurs", ("social_impact",)),
    ("Guide d’accueil du personnel", ("recruitment", "workforce")),
    ("Liste de vérification numérique", ("digital",)),
)


class Yearly(NamedTuple):
    """An activity held each year: title, kind, public, minutes, month, people expected."""

    title: str
    kind: ActivityKind
    public: Public
    minutes: int
    month: int
    people: int


YEARLY = (
    Yearly("Lire ses états financiers sans peur", "training", "enterprise", 180, 2, 14),
    Yearly("Le rôle du conseil d’administration", "training", "enterprise", 150, 4, 18),
    Yearly("Préparer la relève de la direction", "training", "enterprise", 180, 5, 12),
    Yearly("Recruter et garder son monde", "training", "enterprise", 180, 9, 13),
    Yearly("Outiller la première ligne en économie sociale", "training", "first_line_advisor", 360, 10, 11),
    Yearly("L’économie sociale pour les élus et élues", "training", "elected_official", 90, 3, 9),
    Yearly("Reconnaître un projet collectif", "training", "community_practitioner", 120, 6, 10),
    Yearly("Entreprendre ensemble, soirée d’information", "awareness", "potential_promoter", 120, 1, 16),
    Yearly("5 à 7 du Mois de l’économie sociale", "networking", "enterprise", 180, 11, 30),
    Yearly("Rencontre des directions", "networking", "enterprise", 120, 8, 15),
    Yearly("Table régionale de concertation", "concertation", "partner", 150, 10, 12),
)  # fmt: skip
