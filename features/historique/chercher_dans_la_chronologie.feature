# language: fr
Fonctionnalité: Chercher dans toute la chronologie

  Contexte:
    Étant donné que je suis connectée comme conseillère
    Et l'entreprise "Friperie du Canton" suivie par le pôle
    Et un appel de "30 min" consigné avec "Friperie du Canton" pour le mois dernier
    Et l'entreprise renommée "Friperie du Haut-Canton" le "2026-11-10"

  Scénario: Les échanges se lisent à part
    Quand je ne regarde que "echanges" dans la chronologie
    Alors la chronologie entière montre "Appel, 30 min"
    Et la chronologie entière ne montre pas "Nouveau nom"

  Scénario: Des mots se cherchent sans accents, et n'entrent pas dans l'adresse
    Quand je cherche "haut canton" dans la chronologie
    Alors la chronologie entière montre "Friperie du Haut-Canton"
    Et la chronologie entière ne montre pas "Appel"
    Et l'adresse ne dit pas "canton"

  Scénario: Rien de trouvé mène à tout revoir
    Quand je cherche "introuvable" dans la chronologie
    Alors la chronologie entière montre "Rien ne répond à cette recherche"

  Scénario: Une période mal écrite se corrige
    Quand je regarde la chronologie depuis le "32 mai"
    Alors on me répond "Cette date n'est pas reconnue."
    Et "32 mai" est encore dans le formulaire
