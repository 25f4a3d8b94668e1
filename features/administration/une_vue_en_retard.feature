# language: fr
Fonctionnalité: Une vue en retard ne coûte rien à personne

  Contexte:
    Étant donné que je suis connectée comme conseillère
    Et l'entreprise "Coop de l'Éveil" suivie par le pôle
    Et la vue des échanges qui n'entend plus les rencontres

  Scénario: La rencontre est consignée, et la page dit qu'elle est en retard
    Quand je consigne un appel de "30 min" avec "Coop de l'Éveil"
    Alors la chronologie de "Coop de l'Éveil" montre "30 min"
    Et le dossier de "Coop de l'Éveil" dit qu'il est en retard
    Et le dossier de "Coop de l'Éveil" ne montre pas encore "30 min"
    Et la liste des entreprises ne dit rien d'un retard

  Scénario: L'événement qui manque est nommé à qui administre
    Étant donné un appel de "30 min" avec "Coop de l'Éveil" que la vue n'a pas entendu
    Quand l'administratrice ouvre l'état des vues
    Alors elle lit que la vue des échanges est en retard
    Et elle lit que "Intervention consignée" lui manque, et depuis quand
    Et elle lit que le code n'est pas encore corrigé

  Scénario: Corrigée puis refaite, la vue montre la rencontre
    Étant donné un appel de "30 min" avec "Coop de l'Éveil" que la vue n'a pas entendu
    Et la vue des échanges corrigée
    Quand l'administratrice refait la vue des échanges
    Alors le dossier de "Coop de l'Éveil" montre "30 min"
    Et le dossier de "Coop de l'Éveil" ne dit plus qu'il est en retard
    Et l'état des vues dit que tout est à jour
    Et la vue refaite dit la même chose que les événements

  Scénario: Refaire une vue avant de l'avoir corrigée ne perd rien
    Étant donné un appel de "30 min" avec "Coop de l'Éveil" que la vue n'a pas entendu
    Quand l'administratrice refait la vue des échanges
    Alors elle lit que la vue des échanges est en retard
    Et la chronologie de "Coop de l'Éveil" montre "30 min"

  Scénario: L'état des vues n'est pas ouvert à toute l'équipe
    Quand j'ouvre l'état des vues comme conseillère
    Alors on me répond "Cette page ne vous est pas ouverte"
