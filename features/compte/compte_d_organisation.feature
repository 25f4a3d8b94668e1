# language: fr
Fonctionnalité: Compte d'organisation

  Contexte:
    Étant donné que le pôle offre de se connecter avec "Nuage"

  Scénario: Un compte lié ouvre la session
    Étant donné que j'ai lié mon compte "Nuage"
    Quand je continue avec "Nuage"
    Alors je lis "Bonjour"

  Scénario: Un compte inconnu n'ouvre rien, même avec le bon courriel
    Quand je continue avec "Nuage"
    Alors on me répond "Ce compte Nuage n’est lié à aucun compte de Trame"
    Et aucune session n'est ouverte

  Scénario: Le fournisseur ne répond pas
    Étant donné que j'ai lié mon compte "Nuage"
    Et que "Nuage" ne répond plus
    Quand je continue avec "Nuage"
    Alors on me répond "Nuage ne répond pas pour le moment"
    Et aucune session n'est ouverte

  Scénario: Un compte délié n'ouvre plus rien
    Étant donné que j'ai lié mon compte "Nuage"
    Et que je l'ai délié
    Quand je continue avec "Nuage"
    Alors on me répond "Ce compte Nuage n’est lié à aucun compte de Trame"
