# language: fr
Fonctionnalité: Ne garder que le temps qu'il faut

  Contexte:
    Étant donné que je suis connectée comme conseillère
    Et le projet "Buanderie du Nord" accueilli le "2023-01-10" et resté sans nouvelles
    Et le projet "Coop des Aulnes" accueilli le "2023-01-10", dont on a parlé le "2026-10-01"

  Scénario: Ce qui est échu attend une décision
    Quand la responsable ouvre la conservation
    Alors elle lit "À décider 1"
    Et elle lit "Buanderie du Nord"
    Et elle lit "dernière nouvelle le 10 janv. 2023"
    Et elle ne lit pas "Coop des Aulnes"

  Scénario: Le pôle adopte une autre durée
    Quand la responsable adopte "60" mois pour les projets sans nouvelles
    Alors elle lit "À décider 0"
    Et elle lit "Adoptée le 19 nov. 2026"

  Scénario: Une durée qui n'en est pas une
    Quand la responsable adopte "mille" mois pour les projets sans nouvelles
    Alors on lui répond "Écrivez seulement des chiffres"
    Et "mille" est encore dans son formulaire
    Et rien de nouveau n'est consigné

  Scénario: Garder plus longtemps, en disant pourquoi
    Quand la responsable garde "Buanderie du Nord" jusqu'au "2027-06-30" parce que "vérification du financement"
    Alors elle lit "À décider 0"
    Et la chronologie du projet échu montre "Conservation prolongée jusqu'au 30 juin 2027"

  Scénario: Garder plus longtemps demande une date à venir
    Quand la responsable garde "Buanderie du Nord" jusqu'au "2026-01-01" parce que "vérification"
    Alors on lui répond "Cette date est passée"
    Et "vérification" est encore dans son formulaire
    Et rien de nouveau n'est consigné

  Scénario: Garder plus longtemps demande une raison
    Quand la responsable garde "Buanderie du Nord" jusqu'au "2027-06-30" parce que ""
    Alors on lui répond "obligatoire"
    Et rien de nouveau n'est consigné

  Scénario: Effacer ce qui est échu
    Quand la responsable efface "Buanderie du Nord" depuis la liste
    Alors la conservation ne demande plus rien

  Scénario: Une conseillère n'en décide pas
    Quand j'ouvre la conservation
    Alors on me répond "Cette page ne vous est pas ouverte"
