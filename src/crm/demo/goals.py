"""What the files of the demonstration agree to reach, and who answers for it."""

from typing import NamedTuple

from crm.vocabulary import Theme


class Goal(NamedTuple):
    """An objective of a plan."""

    text: str
    responsible: str
    months: int
    """From the day it is agreed to the day it is due."""


GOALS: dict[Theme, tuple[Goal, ...]] = {
    "succession": (
        Goal("Mettre par écrit les tâches de la direction", "La direction", 2),
        Goal("Adopter un plan de relève écrit", "Le conseil d’administration", 4),
        Goal("Nommer une direction adjointe", "Le conseil d’administration", 8),
    ),
    "financing": (
        Goal("Réunir les pièces du montage financier", "La direction", 1),
        Goal("Déposer une demande à deux fonds", "La trésorerie", 3),
        Goal("Retrouver trois mois de fonds de roulement", "Le conseil d’administration", 9),
    ),
    "governance": (
        Goal("Pourvoir les sièges vacants du conseil", "La présidence", 4),
        Goal("Adopter un code d’éthique", "Le comité de gouvernance", 6),
    ),
    "recruitment": (
        Goal("Récrire les deux offres d’emploi", "La direction", 1),
        Goal("Pourvoir les postes avant l’été", "La direction", 5),
    ),
}
ANY = (
    Goal("Faire le tour de la situation avec l’équipe", "La direction", 1),
    Goal("Choisir une piste et la présenter au conseil", "La direction", 3),
    Goal("Mettre la solution en place", "L’équipe", 6),
)
