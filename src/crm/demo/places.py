"""Where the invented enterprises are: real places of one region, chosen as geography only."""

from typing import NamedTuple


class Place(NamedTuple):
    """A municipality, its MRC, the beginning of its postal codes, and how many enterprises."""

    municipality: str
    mrc: str
    postal: str
    weight: int


PLACES = (
    Place("Trois-Rivières", "371", "G9A", 22),
    Place("Shawinigan", "360", "G9N", 15),
    Place("Louiseville", "510", "J5V", 7),
    Place("Saint-Alexis-des-Monts", "510", "J0K", 4),
    Place("Saint-Tite", "350", "G0X", 7),
    Place("Notre-Dame-de-Montauban", "350", "G0X", 3),
    Place("Saint-Maurice", "372", "G0X", 4),
    Place("Batiscan", "372", "G0X", 3),
    Place("La Tuque", "900", "G9X", 7),
)
STREETS = (
    "rue Principale", "rue Notre-Dame", "rue du Moulin", "rang Saint-Joseph", "avenue des Cèdres",
    "rue de la Gare", "chemin du Lac", "rue Saint-Paul", "boulevard des Érables", "rue du Quai",
)  # fmt: skip
