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

  Scénario: Un projet s'abandonne avec sa raison
    Étant donné le projet "Café des Rivières" de "Maude Pépin"
    Quand j'abandonne le projet parce que "le groupe s’est défait"
    Alors la fiche du projet dit "Démarche abandonnée : le groupe s’est défait"

  Scénario: Sans raison, pas d'abandon
    Étant donné le projet "Café des Rivières" de "Maude Pépin"
    Quand j'abandonne le projet sans dire pourquoi
    Alors on me répond "Choisissez la raison principale"
    Et rien de nouveau n'est consigné

  Scénario: Un projet réorienté dit vers qui
    Étant donné le projet "Café des Rivières" de "Maude Pépin"
    Et l'organisation "Fonds des Rivières", connue du pôle
    Quand je réoriente le projet vers "Fonds des Rivières"
    Alors la fiche du projet dit "Projet réorienté vers Fonds des Rivières"

  Scénario: La suite d'une entreprise fondée se constate
    Étant donné le projet "Café des Rivières" de "Maude Pépin"
    Et ce projet devenu l'entreprise "Café des Rivières, coop de solidarité"
    Quand je constate que l'entreprise est "toujours active"
    Alors la fiche du projet dit "Suite constatée : toujours active"
