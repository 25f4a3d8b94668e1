"""Invented enterprises: name, legal form, type of cooperative, sector, mission, size."""

# ruff: noqa: E501 - a sentence keeps its line

from typing import NamedTuple

from crm.vocabulary import CoopType, LegalForm


class Body(NamedTuple):
    """One enterprise as the register would show it; `size` is about how many employees."""

    name: str
    form: LegalForm
    coop: CoopType | None
    sector: str
    mission: str
    size: int


def _obnl(name: str, sector: str, mission: str, size: int) -> Body:
    return Body(name, "obnl_quebec", None, sector, mission, size)


def _coop(name: str, coop: CoopType, sector: str, mission: str, size: int) -> Body:
    return Body(name, "cooperative", coop, sector, mission, size)


CARE, FOOD, HOME = "services à domicile", "alimentation", "habitation"
CHILD, ARTS, MEDIA = "petite enfance", "arts et culture", "médias"
LEISURE, WORK, REUSE = "loisirs et tourisme", "insertion", "réemploi"
WOOD, ROAD, LAND = "forêt", "transport collectif", "agriculture"

BODIES = (
    _coop("Coop de solidarité Le Vieux-Quai", "solidarity", FOOD, "Tenir l’épicerie du village avec ceux qui y vivent.", 9),
    _coop("Coop de travail La Fournée du Coteau", "worker", FOOD, "Faire du pain au levain et de bons emplois.", 11),
    _coop("Coop de producteurs Terres d’en Haut", "producers", LAND, "Mettre en marché ensemble les récoltes de 24 fermes.", 7),
    _coop("Coop forestière du Haut-Rivage", "worker", WOOD, "Aménager la forêt en gardant les emplois ici.", 64),
    _coop("Coop de solidarité Santé Rive-Nord", "solidarity", CARE, "Garder une clinique ouverte au village.", 14),
    _coop("Coop d’habitation Les Pignons rouges", "consumers", HOME, "Loger 38 ménages à prix abordable.", 1),
    _coop("Coop d’habitation Le Moulin blanc", "consumers", HOME, "Loger 22 ménages au centre-ville.", 0),
    _coop("Coop de câble La Vallée branchée", "consumers", MEDIA, "Relier les rangs à Internet.", 6),
    _coop("Coop de travail Pixel et Racines", "worker", "numérique", "Faire des sites clairs pour les organismes.", 5),
    _coop("Coop de travail Ébène Charpente", "worker", "construction", "Bâtir en bois, à huit associés.", 8),
    _coop("Coop de solidarité Les Jardins suspendus", "solidarity", LAND, "Cultiver en serre toute l’année.", 12),
    _coop("Coop funéraire du Passage", "consumers", "services funéraires", "Accompagner les familles avec dignité.", 10),
    _coop("Coop de transport L’Aller-retour", "solidarity", ROAD, "Mener chacun à ses rendez-vous.", 9),
    _coop("Coop étudiante La Page pliée", "consumers", "commerce de détail", "Vendre les livres du collège au juste prix.", 7),
    _coop("Coop de travail Brasserie du Draveur", "worker", FOOD, "Brasser à douze et partager les surplus.", 12),
    _coop("Coop jeunesse de services La Relève verte", "solidarity", "jeunesse", "Faire vivre un premier emploi à 14 ans.", 2),
    _obnl("Centre de la petite enfance Les Pas légers", CHILD, "Accueillir 80 enfants dans le quartier.", 24),
    _obnl("Centre de la petite enfance La Ribambelle", CHILD, "Accueillir 60 enfants dès six heures.", 19),
    _obnl("Garderie communautaire Trottinette", CHILD, "Garder les enfants des parents aux horaires brisés.", 8),
    _obnl("Aide chez soi du Haut-Rivage", CARE, "Permettre aux aînés de rester à la maison.", 58),
    _obnl("Les Mains tendues, services à domicile", CARE, "Offrir répit, repas et entretien ménager.", 33),
    _obnl("Popote roulante Le Chaudron", FOOD, "Livrer 140 repas chauds par semaine.", 5),
    _obnl("Cuisine collective La Marmite ouverte", FOOD, "Cuisiner ensemble pour manger mieux.", 3),
    _obnl("Marché public de la Place", FOOD, "Réunir 30 producteurs du samedi.", 2),
    _obnl("Comptoir alimentaire La Huche", FOOD, "Récupérer et redonner 90 tonnes d’aliments.", 6),
    _obnl("Ressourcerie La Deuxième Vie", REUSE, "Réparer et revendre meubles et vélos.", 17),
    _obnl("Friperie Le Fil retrouvé", REUSE, "Trier les vêtements et former des gens.", 9),
    _obnl("Récup-Ordi des Chutes", REUSE, "Remettre des ordinateurs en état.", 6),
    _obnl("Atelier d’insertion Bois debout", WORK, "Former par l’ébénisterie.", 21),
    _obnl("Buanderie sociale La Vapeur", WORK, "Intégrer au travail en lavant le linge des auberges.", 15),
    _obnl("Entreprise adaptée Les Gestes sûrs", WORK, "Donner du travail durable à 40 personnes handicapées.", 46),
    _obnl("Traiteur solidaire La Table longue", WORK, "Servir des buffets qui forment la relève.", 13),
    _obnl("Radio communautaire du Haut-Pays", MEDIA, "Donner une voix aux 12 villages.", 7),
    _obnl("Journal communautaire L’Écho des rangs", MEDIA, "Raconter la vie d’ici chaque mois.", 4),
    _obnl("Télévision communautaire Canal Rivage", MEDIA, "Filmer les conseils et les fêtes.", 5),
    _obnl("Théâtre de la Scierie", ARTS, "Créer dans une ancienne scierie.", 6),
    _obnl("Centre d’artistes L’Établi", ARTS, "Prêter ateliers et outils aux créateurs.", 4),
    _obnl("École de musique La Portée", ARTS, "Apprendre la musique sans frais d’entrée.", 9),
    _obnl("Festival des Eaux vives", ARTS, "Fêter la rivière chaque juillet.", 3),
    _obnl("Musée de la Drave et du Flottage", ARTS, "Garder la mémoire des draveurs.", 6),
    _obnl("Cinéma de quartier Le Balcon", ARTS, "Montrer des films d’ici, au prix d’ici.", 5),
    _obnl("Auberge du Sentier", LEISURE, "Loger les marcheurs, former les jeunes.", 12),
    _obnl("Base de plein air Les Trois Lacs", LEISURE, "Amener les écoles dehors.", 16),
    _obnl("Camp de jour La Cabane à Lou", LEISURE, "Offrir un été à 200 enfants.", 4),
    _obnl("Centre de ski de fond La Clairière", LEISURE, "Entretenir 45 km de pistes, avec 60 bénévoles.", 3),
    _obnl("Maison des jeunes Le Radeau", "jeunesse", "Ouvrir un lieu sûr après l’école.", 4),
    _obnl("Habitations Le Toit partagé", HOME, "Bâtir des logements abordables pour aînés.", 5),
    _obnl("Résidence Les Berges paisibles", HOME, "Loger 42 aînés autonomes.", 18),
    _obnl("Office du logement La Clef des champs", HOME, "Rénover sans évincer.", 3),
    _obnl("Écocentre de la Rive", REUSE, "Détourner 2 000 tonnes de l’enfouissement.", 10),
    _obnl("Ferme école Le Sillon", LAND, "Former maraîchers et maraîchères.", 7),
    _obnl("Jardin collectif La Butineuse", LAND, "Cultiver la ville, apprendre les abeilles.", 2),
    _obnl("Transport adapté La Navette bleue", ROAD, "Transporter 300 personnes à mobilité réduite.", 14),
    _obnl("Vélo libre-service La Roulante", ROAD, "Prêter 60 vélos de mai à octobre.", 2),
    _obnl("Centre de rénovation Le Bon Clou", "construction", "Aider à rénover à coût juste.", 8),
    _obnl("Forêt d’enseignement du Lac-à-l’Orme", WOOD, "Apprendre la forêt en forêt.", 5),
    _obnl("Sentiers de la Grande Ourse", LEISURE, "Ouvrir le ciel étoilé au public.", 3),
    _obnl("Imprimerie sociale Les Caractères", WORK, "Imprimer et former depuis 1994.", 12),
    _obnl("Espace de travail partagé La Filature", "services aux entreprises", "Louer des bureaux et tisser des liens.", 3),
    _obnl("Centre de services L’Addition", "services aux entreprises", "Tenir la comptabilité de 55 organismes.", 11),
    _obnl("Lieu d’échange La Remise", REUSE, "Prêter outils et savoir-faire.", 1),
    _obnl("Répit Les Lucioles", CARE, "Offrir une fin de semaine aux proches aidants.", 13),
    _obnl("Centre équestre thérapeutique Le Galop doux", "santé", "Soigner par le cheval.", 6),
    _obnl("Clinique dentaire sociale Le Sourire", "santé", "Soigner selon les moyens.", 10),
    _obnl("Hébergement étudiant Le Dortoir", HOME, "Loger 90 personnes aux études.", 4),
    _obnl("Société d’histoire vivante", ARTS, "Faire parler les archives.", 1),
    _obnl("Fab lab La Puce à l’oreille", "numérique", "Fabriquer, réparer, comprendre.", 3),
    _obnl("Nettoyage écologique Brin de savon", WORK, "Nettoyer sans polluer, avec des personnes en parcours.", 19),
    _obnl("Refuge animalier Patte blanche", "services à la collectivité", "Soigner et placer 400 bêtes par an.", 5),
    _obnl("Épicerie zéro déchet Le Bocal", FOOD, "Vendre en vrac, réduire à la source.", 4),
)  # fmt: skip

CHANGED_NAMES = {
    "Journal communautaire L’Écho des rangs": "L’Écho du Haut-Rivage",
    "Habitations Le Toit partagé": "Habitations Les Toits partagés",
    "Centre de rénovation Le Bon Clou": "Le Bon Clou, coop de services",
}
