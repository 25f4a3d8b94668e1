"""Invented people: names that are heard in Québec, put together by chance."""

GIVEN = (
    "Ariane", "Mireille", "Noé", "Sylvain", "Geneviève", "Mathieu", "Océane", "Réjean", "Maïka",
    "Jean-Philippe", "Fatoumata", "Étienne", "Louise", "Samuel", "Nadia", "Yvon", "Catherine",
    "Hugo", "Marie-Ève", "Luc", "Sandrine", "Philippe", "Josée", "Karim", "Élodie", "Normand",
    "Valérie", "Alexis", "Diane", "Benoît", "Anne-Sophie", "Guillaume", "Carole", "Thomas",
    "Isabelle", "Rachid", "Mélanie", "Gaétan", "Florence", "Vincent", "Lucie", "Ousmane",
    "Chantal", "Émile", "Julie", "Raphaël", "Ginette", "Olivier", "Sophie", "Marc-André",
)  # fmt: skip

FAMILY = (
    "Tremblay-Roy", "Desaulniers", "Lafrenière", "Bournival", "Gélinas-Morin", "Thiffault",
    "Villemure", "Marchand", "Bellemare", "Toupin", "Lacerte", "Trudel-Hébert", "Duplessis",
    "Boisvert", "Champoux", "Descôteaux", "Frigon", "Grondin", "Héroux", "Isabelle", "Jacob",
    "Kouassi", "Loranger", "Milette", "Normandin", "Ouellet", "Paquin", "Quessy", "Rivard",
    "St-Arnaud", "Traoré", "Vaugeois", "Yergeau", "Benali", "Carbonneau", "Dessureault",
    "Fugère", "Garceau", "Houle", "Lampron", "Matteau", "Nobert", "Pellerin", "Ricard",
)  # fmt: skip

TEAM = (
    ("Ariane Béland", "ariane.beland@haut-rivage.example", "advisor"),
    ("Noé Thiffault", "noe.thiffault@haut-rivage.example", "advisor"),
    ("Mireille Gagnon-Roy", "mireille.gagnon-roy@haut-rivage.example", "coordination"),
    ("Sylvain Lecteur", "sylvain.lecteur@haut-rivage.example", "reader"),
    ("Solange Garant", "solange.garant@haut-rivage.example", "privacy_officer"),
    ("Aude Minville", "aude.minville@haut-rivage.example", "administrator"),
)
"""Name, e-mail and role of the accounts shown at the door."""
PARTNER = ("Élise Fontaine", "elise.fontaine@partenaire.example", "partner")
"""Who answers the referrals made to an organisation."""
POLE = "Pôle d’économie sociale du Haut-Rivage"
