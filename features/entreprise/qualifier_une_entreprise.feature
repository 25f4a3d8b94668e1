# language: fr
Fonctionnalité: Qualifier une entreprise d'économie sociale

  Contexte:
    Étant donné que je suis connectée comme conseillère
    Et l'entreprise "Ateliers du Fleuve" suivie par le pôle

  Scénario: On juge ligne par ligne, puis on conclut en mots
    Quand je juge "Ateliers du Fleuve" conforme, avec l'avis "Règlements lus, tout y est."
    Alors la fiche de "Ateliers du Fleuve" montre "Est une entreprise d’économie sociale"
    Et la chronologie de "Ateliers du Fleuve" montre "Règlements lus, tout y est."

  Scénario: Une conclusion sans mots est refusée, et rien n'est perdu
    Quand je juge "Ateliers du Fleuve" conforme, avec l'avis ""
    Alors on me répond "Dites en quelques mots ce qui vous fait conclure ainsi"
    Et "Règlement 4, article 12" est encore dans le formulaire
    Et rien de nouveau n'est consigné

  Scénario: Une ligne non conforme empêche de conclure à la conformité
    Quand je juge "Ateliers du Fleuve" conforme malgré une ligne non conforme
    Alors on me répond "Une ligne est non conforme"
    Et rien de nouveau n'est consigné

  Scénario: Le jugement antérieur reste
    Étant donné "Ateliers du Fleuve" jugée à documenter, avec l'avis "Règlements demandés."
    Quand je juge "Ateliers du Fleuve" conforme, avec l'avis "Règlements reçus."
    Alors les jugements antérieurs de "Ateliers du Fleuve" montrent "Règlements demandés."

  Scénario: Ce qui n'a jamais été qualifié se trouve d'un filtre
    Quand je cherche les entreprises jamais qualifiées
    Alors la liste des entreprises montre "Ateliers du Fleuve"
