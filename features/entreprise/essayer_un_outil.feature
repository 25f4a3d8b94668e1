# language: fr
Fonctionnalité: Un outil s'essaie, s'adopte, se délaisse

  Contexte:
    Étant donné que je suis connectée comme conseillère
    Et l'entreprise "Théâtre du Fil" suivie par le pôle

  Scénario: Un outil à l'essai
    Quand je note que "Théâtre du Fil" essaie l'outil "Gabarit de budget" en version "2026"
    Alors la fiche de "Théâtre du Fil" montre "À l'essai"
    Et la chronologie de "Théâtre du Fil" montre "Outil à l'essai : Gabarit de budget, 2026"

  Scénario: L'essai est concluant
    Étant donné l'outil "Gabarit de budget" à l'essai chez "Théâtre du Fil"
    Quand je note que "Théâtre du Fil" adopte cet outil
    Alors la fiche de "Théâtre du Fil" montre "Adopté"

  Scénario: Ce que l'outil a donné
    Étant donné l'outil "Gabarit de budget" à l'essai chez "Théâtre du Fil"
    Quand je note que cet outil a donné "Le budget est suivi chaque mois" à "Théâtre du Fil"
    Alors la fiche de "Théâtre du Fil" montre "Le budget est suivi chaque mois"
    Et la chronologie de "Théâtre du Fil" montre "Résultat de l'outil : Gabarit de budget"

  Scénario: Un résultat se dit en mots
    Étant donné l'outil "Gabarit de budget" à l'essai chez "Théâtre du Fil"
    Quand je note que cet outil a donné "" à "Théâtre du Fil"
    Alors on me répond "Dites en quelques mots ce que l’outil a donné."
    Et rien de nouveau n'est consigné

  Scénario: L'outil ne sert plus
    Étant donné l'outil "Gabarit de budget" à l'essai chez "Théâtre du Fil"
    Quand je note que "Théâtre du Fil" ne s'en sert plus
    Alors la chronologie de "Théâtre du Fil" montre "Outil délaissé : Gabarit de budget"
