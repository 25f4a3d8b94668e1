# language: fr
Fonctionnalité: Dresser un portrait de main-d'œuvre

  Contexte:
    Étant donné que je suis connectée comme conseillère
    Et l'entreprise "Ateliers du Fleuve" suivie par le pôle

  Scénario: Un seul nombre fait déjà un portrait
    Quand je consigne le portrait de "Ateliers du Fleuve" avec 14 employés
    Alors la fiche de "Ateliers du Fleuve" montre "14"

  Scénario: Une partie ne dépasse pas le tout
    Quand je consigne le portrait de "Ateliers du Fleuve" avec 4 employés dont 9 de 55 ans et plus
    Alors on me répond "Ce nombre dépasse le total"
    Et rien de nouveau n'est consigné

  Scénario: Un départ prévu sans plan met l'entreprise à risque
    Étant donné le portrait de "Ateliers du Fleuve" qui dit "non" au plan de relève
    Quand je déclare que la direction de "Ateliers du Fleuve" part d'ici deux ans
    Alors le rapport de relève compte "Ateliers du Fleuve" parmi les entreprises à risque

  Scénario: Un plan adopté lève le risque dès ce jour
    Étant donné le portrait de "Ateliers du Fleuve" qui dit "non" au plan de relève
    Et le départ de la direction de "Ateliers du Fleuve" d'ici deux ans
    Quand je consigne le plan de relève adopté par "Ateliers du Fleuve"
    Alors le rapport de relève ne compte pas "Ateliers du Fleuve" parmi les entreprises à risque
