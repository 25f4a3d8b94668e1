# language: fr
Fonctionnalité: Corriger une écriture sans rien effacer

  Contexte:
    Étant donné que je suis connectée comme conseillère
    Et l'entreprise "Friperie du Canton" suivie par le pôle
    Et un appel de "30 min" consigné avec "Friperie du Canton"

  Scénario: La durée corrigée change le rapport, et l'historique garde les deux
    Quand je corrige la durée de l'appel pour "1 h 30" parce que "mauvaise ligne"
    Alors le rapport de suivi compte "1 h 30"
    Et la chronologie de "Friperie du Canton" montre "30 min" puis "1 h 30" et le motif "mauvaise ligne"

  Scénario: Une correction dit pourquoi
    Quand je corrige la durée de l'appel pour "1 h 30" sans dire pourquoi
    Alors on me refuse la saisie à côté du motif
    Et on me répond "Dites pourquoi en quelques mots : la chronologie garde le motif."
    Et rien de nouveau n'est consigné

  Scénario: Ce qui n'est pas une saisie ne se corrige pas
    Quand j'ouvre la correction de l'inscription de l'entreprise
    Alors on me répond "Ce fait ne se corrige pas ainsi. Consignez plutôt ce qui le défait"

  Scénario: Un appel annulé quitte le rapport
    Quand j'annule l'appel parce que "saisi deux fois"
    Alors le rapport de suivi ne compte aucun acte

  Scénario: Un appel annulé par erreur se rétablit
    Étant donné l'appel annulé
    Quand je rétablis l'appel
    Alors le rapport de suivi compte "30 min"
