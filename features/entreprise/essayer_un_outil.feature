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

  Scénario: L'outil ne sert plus
    Étant donné l'outil "Gabarit de budget" à l'essai chez "Théâtre du Fil"
    Quand je note que "Théâtre du Fil" ne s'en sert plus
    Alors la chronologie de "Théâtre du Fil" montre "Outil délaissé : Gabarit de budget"
