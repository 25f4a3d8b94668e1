# language: fr
Fonctionnalité: Lire des rapports qui ouvrent leurs actes

  Contexte:
    Étant donné que je suis connectée comme conseillère
    Et l'entreprise "Coop de l'Éveil" suivie par le pôle

  Scénario: Chaque figure du rapport de suivi ouvre ses actes
    Étant donné un appel de "45 min" consigné avec "Coop de l'Éveil"
    Quand j'ouvre les actes du rapport de suivi
    Alors je lis "Coop de l'Éveil"

  Scénario: Ce qu'on ne sait pas n'est pas zéro
    Quand j'ouvre le rapport de relève
    Alors je lis "1 entreprise suivie"
    Et la couverture est de "0 %"
    Et aucun indicateur ne dit "0 %" quand rien n'est connu

  Scénario: Une saisie tardive ne change pas ce qui était connu
    Étant donné un appel de "45 min" consigné avec "Coop de l'Éveil" pour le mois dernier
    Quand j'ouvre le rapport de suivi tel que connu le mois dernier
    Alors le rapport de suivi ne compte aucun acte
