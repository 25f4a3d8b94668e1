# language: fr
Fonctionnalité: Accueillir un promoteur

  Contexte:
    Étant donné que je suis connectée comme conseillère

  Scénario: Le projet accueilli a sa fiche
    Quand j'accueille "Maude Pépin" et son projet "Café des Rivières", l'avis remis de vive voix
    Alors les projets montrent "Café des Rivières"

  Scénario: Sans avis, pas d'accueil
    Quand j'accueille "Maude Pépin" et son projet "Café des Rivières" sans remettre l'avis
    Alors on me répond "Remettez d’abord l’avis"
    Et rien de nouveau n'est consigné

  Scénario: Un jalon franchi se voit
    Étant donné le projet "Café des Rivières" de "Maude Pépin"
    Quand le projet franchit le jalon "faisabilité"
    Alors la fiche du projet montre le jalon "faisabilité" franchi

  Scénario: Le projet devient une entreprise, le NEQ viendra
    Étant donné le projet "Café des Rivières" de "Maude Pépin"
    Quand le projet fonde l'entreprise "Café des Rivières, coop de solidarité"
    Alors la liste des entreprises montre "Café des Rivières, coop de solidarité"

  Scénario: Un projet abandonné ne franchit plus de jalon
    Étant donné le projet "Café des Rivières" de "Maude Pépin"
    Et ce projet abandonné
    Quand le projet franchit le jalon "faisabilité"
    Alors on me répond "Ce projet est abandonné"
    Et rien de nouveau n'est consigné
