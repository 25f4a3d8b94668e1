# language: fr
Fonctionnalité: Inscrire une entreprise

  Contexte:
    Étant donné que je suis connectée comme conseillère

  Scénario: L'entreprise inscrite se retrouve dans la liste
    Quand j'inscris l'entreprise "Boulangerie de l'Œuvre" avec le NEQ "1140000017"
    Alors la liste des entreprises montre "Boulangerie de l'Œuvre"
    Et sa fiche montre "1140 000 017"

  Plan du scénario: On la trouve sans les accents ni les ligatures
    Étant donné l'entreprise "Boulangerie de l'Œuvre" suivie par le pôle
    Quand je cherche "<mots>"
    Alors la liste des entreprises montre "Boulangerie de l'Œuvre"

    Exemples:
      | mots             |
      | oeuvre           |
      | BOULANGERIE      |
      | boulangerie de l |

  Scénario: Une entreprise sans nom est refusée
    Quand j'inscris une entreprise sans nom
    Alors on me répond "Le nom de l’entreprise est obligatoire."
    Et rien de nouveau n'est consigné

  Plan du scénario: Un NEQ mal formé est refusé et ce que j'ai écrit reste
    Quand j'inscris l'entreprise "Coop du Quai" avec le NEQ "<neq>"
    Alors on me répond "<phrase>"
    Et "Coop du Quai" est encore dans le formulaire
    Et rien de nouveau n'est consigné

    Exemples:
      | neq        | phrase                        |
      | 11400000A7 | Un NEQ compte dix chiffres    |
      | 114000001  | Un NEQ compte dix chiffres    |
      | 2240000017 | qui exploite seule            |

  Scénario: Un NEQ ne désigne qu'une entreprise
    Étant donné l'entreprise "Coop du Quai" inscrite avec le NEQ "1140000017"
    Quand j'inscris l'entreprise "Quai (Coop du)" avec le NEQ "1140000017"
    Alors on me répond "Ce NEQ est déjà celui de « Coop du Quai ». Vérifiez le numéro, ou ouvrez sa fiche."
    Et rien de nouveau n'est consigné
