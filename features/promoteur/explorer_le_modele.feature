# language: fr
Fonctionnalité: Explorer le modèle d'un projet

  Contexte:
    Étant donné que je suis connectée comme conseillère
    Et le projet "Café des Rivières" de "Maude Pépin"

  Scénario: Chaque réponse dit ce qu'elle favorise, et sur quoi elle repose
    Quand je pèse les réponses "en rendre une part aux membres, selon ce que chacun a fait avec elle"
    Alors l'exploration montre "ristourne, au prorata de leurs opérations"
    Et l'exploration montre "Loi sur les coopératives (RLRQ, c. C-67.2), art. 4"
    Et rien de nouveau n'est consigné

  Scénario: La forme retenue et son raisonnement restent au projet
    Quand je retiens "coopérative de solidarité" parce que "La clientèle et l'équipe décident."
    Alors la fiche du projet dit "Modèle exploré : coopérative de solidarité"
    Et la fiche du projet dit "La clientèle et l'équipe décident."

  Scénario: On peut explorer sans rien retenir encore
    Quand j'explore le modèle sans rien retenir
    Alors la fiche du projet dit "Modèle exploré : pas encore de forme, sur 1 réponse"

  Scénario: Une forme retenue sans raisonnement est refusée
    Quand je retiens "OBNL" parce que ""
    Alors on me répond "Dites pourquoi cette forme"
    Et rien de nouveau n'est consigné

  Scénario: Sans réponse, rien à peser
    Quand j'explore le modèle sans répondre
    Alors on me répond "Répondez à une question au moins"
    Et rien de nouveau n'est consigné

  Scénario: Deux explorations se comparent
    Étant donné ce projet exploré comme "OBNL"
    Quand je retiens "coopérative de solidarité" parce que "Le groupe s'est agrandi."
    Alors les explorations comparées montrent "a changé"

  Scénario: Un projet abandonné ne s'explore plus
    Étant donné ce projet abandonné
    Quand je retiens "OBNL" parce que "Pour la mission."
    Alors on me répond "Ce projet est abandonné"
    Et rien de nouveau n'est consigné
