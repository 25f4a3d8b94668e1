"""Each figure, defined once: what is printed under it is what is computed."""

from dataclasses import dataclass

from crm.refusal import N_

STALE_AFTER = 24
"""Months after which a portrait or a declaration no longer counts."""
SMALLEST = 5
"""Below this many enterprises a figure is not given out: « n. d. »."""

STALENESS = N_("Au-delà de 24 mois, une réponse est périmée et sort du calcul.")
UNKNOWN_IS_NOT_ZERO = N_("Inconnu, refusé ou jamais demandé n’est pas compté comme zéro.")


@dataclass(frozen=True)
class Definition:
    """The meaning of one figure; its words are French sentences to translate when shown."""

    id: str
    name: str
    question: str
    unit: str
    numerator: str
    denominator: str
    sources: tuple[str, ...]
    """Stored names of the events it is counted from, without version."""
    unknowns: str = UNKNOWN_IS_NOT_ZERO
    staleness: str = STALENESS
    smallest: int = SMALLEST
    version: int = 1
    """Raised whenever the way of counting changes, so that two reports can be compared."""


_PORTRAIT = "workforce_portrait.recorded"
_PLAN = ("succession_plan.adopted", "succession_plan.lapsed", _PORTRAIT)

DEFINITIONS: dict[str, Definition] = {
    d.id: d
    for d in (
        Definition(
            id="I-01",
            name=N_("Horizon de départ des directions"),
            question=N_("Quand les directions pensent-elles partir?"),
            unit="%",
            numerator=N_(
                "Entreprises par tranche. La tranche déclarée vieillit : le temps écoulé depuis la "
                "déclaration en est retranché, et l’entreprise est rangée là où tombe la plus "
                "grande part de ce qui reste."
            ),
            denominator=N_("Entreprises suivies dont l’horizon est connu."),
            sources=("departure.declared",),
        ),
        Definition(
            id="I-02",
            name=N_("Directions qui envisagent un départ d’ici 5 ans"),
            question=N_("Quelle part des directions pense partir d’ici 5 ans?"),
            unit="%",
            numerator=N_(
                "Entreprises dont le départ tombe aujourd’hui dans les 60 prochains mois."
            ),
            denominator=N_("Entreprises suivies dont l’horizon est connu."),
            sources=("departure.declared",),
        ),
        Definition(
            id="I-03",
            name=N_("Couverture des portraits"),
            question=N_("De combien d’entreprises suivies connaît-on la relève?"),
            unit="%",
            numerator=N_("Entreprises avec un portrait ou une déclaration de moins de 24 mois."),
            denominator=N_("Entreprises suivies à cette date."),
            sources=(_PORTRAIT, "departure.declared"),
        ),
        Definition(
            id="I-04",
            name=N_("Plan de relève écrit et adopté"),
            question=N_("Quelle part des entreprises a un plan de relève en vigueur?"),
            unit="%",
            numerator=N_("Entreprises avec un plan adopté, ni échu ni levé."),
            denominator=N_(
                "Entreprises dont on sait s’il y a un plan : adoption, fin du plan ou réponse du "
                "portrait, la plus récente des trois. Ne rien savoir ne veut pas dire non."
            ),
            sources=_PLAN,
        ),
        Definition(
            id="I-05",
            name=N_("Entreprises à risque : départ d’ici 5 ans, sans plan écrit"),
            question=N_("Quelles entreprises perdront leur direction sans y être préparées?"),
            unit="%",
            numerator=N_("Entreprises dont le départ est d’ici 5 ans et sans plan en vigueur."),
            denominator=N_("Entreprises dont l’horizon et le plan sont tous deux connus."),
            sources=("departure.declared", *_PLAN),
        ),
        Definition(
            id="I-12",
            name=N_("Postes vacants"),
            question=N_("Quelle part des postes est à pourvoir?"),
            unit="%",
            numerator=N_("Postes vacants au dernier portrait qui le dit."),
            denominator=N_("Postes vacants et pourvus des mêmes portraits."),
            sources=(_PORTRAIT,),
        ),
        Definition(
            id="I-16",
            name=N_("Personnel de 55 ans et plus"),
            question=N_("Quelle part du personnel approche de la retraite?"),
            unit="%",
            numerator=N_("Personnes de 55 ans et plus au dernier portrait qui le dit."),
            denominator=N_("Effectif total des mêmes portraits."),
            sources=(_PORTRAIT,),
        ),
        Definition(
            id="I-28",
            name=N_("Emplois"),
            question=N_("Combien de personnes travaillent dans les entreprises suivies?"),
            unit="",
            numerator=N_("Somme des effectifs au dernier portrait de chaque entreprise."),
            denominator=N_("Entreprises suivies dont l’effectif est connu."),
            sources=(_PORTRAIT,),
        ),
        Definition(
            id="I-28-etc",
            name=N_("Emplois équivalents temps plein"),
            question=N_("À combien de postes à temps plein cela correspond-il?"),
            unit="",
            numerator=N_("Somme des équivalents temps plein au dernier portrait."),
            denominator=N_("Entreprises suivies dont ce nombre est connu."),
            sources=(_PORTRAIT,),
        ),
        Definition(
            id="I-28-permanents",
            name=N_("Emplois permanents"),
            question=N_("Combien de ces emplois sont permanents?"),
            unit="",
            numerator=N_("Somme des emplois permanents au dernier portrait."),
            denominator=N_("Entreprises suivies dont ce nombre est connu."),
            sources=(_PORTRAIT,),
        ),
        Definition(
            id="I-28-ecart",
            name=N_("Emplois, écart sur 12 mois"),
            question=N_("Ces entreprises emploient-elles plus de monde qu’un an plus tôt?"),
            unit="",
            numerator=N_(
                "Effectif du dernier portrait, moins celui du portrait pris 9 à 15 mois avant lui."
            ),
            denominator=N_("Entreprises suivies qui ont ces deux portraits."),
            sources=(_PORTRAIT,),
        ),
    )
}
