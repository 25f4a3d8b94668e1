# language: fr
Fonctionnalité: Préparer une visite sur une page

  Contexte:
    Étant donné que je suis connectée comme conseillère
    Et l'entreprise "Théâtre du Fil" suivie par le pôle
    Et le dossier "Préparer la relève" ouvert pour "Théâtre du Fil"

  Scénario: Avant la première visite, tout est nouveau
    Quand je prépare la visite de "Théâtre du Fil"
    Alors je lis "Vous n'y avez encore consigné aucune rencontre"
    Et la page de visite montre "Suivi commencé" dans "Du nouveau"

  Scénario: Ce qui s'est passé depuis ma dernière visite
    Étant donné ma visite chez "Théâtre du Fil" il y a 3 jours, "le bail finit en mai"
    Et un appel de ma collègue avec "Théâtre du Fil" aujourd'hui, "le bail est signé"
    Quand je prépare la visite de "Théâtre du Fil"
    Alors la page de visite montre "le bail est signé" dans "Du nouveau"
    Et la page de visite ne montre pas "le bail finit en mai" dans "Du nouveau"
    Et je lis "il y a 3 jours"

  Scénario: Les promesses se lisent dans les deux sens
    Étant donné l'étape "envoyer le gabarit" dont le pôle s'occupe
    Et l'étape "envoyer les états financiers" dont l'organisation s'occupe
    Quand je prépare la visite depuis le dossier
    Alors la page de visite montre "envoyer le gabarit" dans "Nous avons promis"
    Et la page de visite montre "envoyer les états financiers" dans "Ils ont promis"

  Scénario: La page tient sur une feuille
    Étant donné l'étape "envoyer le gabarit" dont le pôle s'occupe
    Quand j'emporte la visite de "Théâtre du Fil" sur papier
    Alors le document d'une page dit "Nous avons promis" et "envoyer le gabarit"

  Scénario: La page se lit comme elle était
    Étant donné l'étape "envoyer le gabarit" dont le pôle s'occupe
    Quand je prépare la visite de "Théâtre du Fil" au "2026-11-01"
    Alors la page de visite ne montre pas "envoyer le gabarit" dans "Nous avons promis"

  Scénario: Une date qui ne se lit pas est refusée
    Quand je prépare la visite de "Théâtre du Fil" au "après-demain"
    Alors on me répond "Cette date n'est pas reconnue ou est dans l'avenir."
