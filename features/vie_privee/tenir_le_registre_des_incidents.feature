# language: fr
Fonctionnalité: Tenir le registre des incidents de confidentialité

  Contexte:
    Étant donné que je suis connectée comme conseillère

  Scénario: La personne responsable inscrit un incident
    Quand la personne responsable inscrit un incident connu le "2026-11-12" : "liste envoyée à tous"
    Alors elle lit "liste envoyée à tous"
    Et elle lit "pas encore évalué"

  Scénario: Mieux connu, il est redit, et ce qui était écrit demeure
    Étant donné un incident inscrit, connu le "2026-11-12" : "liste envoyée à tous"
    Quand elle le redit pour "12" personnes parce que "nombre vérifié"
    Alors la page de l'incident montre "12"
    Et la page de l'incident montre "nombre vérifié"
    Et la page de l'incident montre "Ce qui en a été dit 2"

  Scénario: Une redite sans motif n'est pas consignée
    Étant donné un incident inscrit, connu le "2026-11-12" : "liste envoyée à tous"
    Quand elle le redit pour "12" personnes parce que ""
    Alors on lui répond "Dites ce qui change et pourquoi"
    Et rien de nouveau n'est consigné

  Scénario: Le classeur pour la Commission ne contient pas de formule
    Étant donné un incident inscrit, connu le "2026-11-12" : "=CMD()"
    Quand la personne responsable ouvre les demandes
    Alors le classeur du registre montre "=CMD()"
    Et le classeur du registre montre "2026-11-12"

  Scénario: Les dates se suivent
    Quand la personne responsable date l'incident "clé perdue" du lendemain de sa découverte
    Alors on lui répond "ne peut être connu avant d'être survenu"
    Et "clé perdue" est encore dans son formulaire
    Et rien de nouveau n'est consigné

  Scénario: Une conseillère ne lit pas le registre
    Quand j'ouvre le registre des incidents
    Alors on me répond "Cette page ne vous est pas ouverte"
