# language: fr
Fonctionnalité: Dire pourquoi une saisie est refusée, dans les mots du métier

  Contexte:
    Étant donné que je suis connectée comme conseillère
    Et l'entreprise "Coop de l'Éveil" suivie par le pôle
    Et son dossier, son projet et son appel

  Plan du scénario: La phrase se lit à côté du champ
    Quand je force "<valeur>" dans "<champ>" du formulaire "<formulaire>"
    Alors on me répond "<phrase>"
    Et ce que j'ai écrit ailleurs est encore là
    Et rien de nouveau n'est consigné

    Exemples: L'accompagnement
      | formulaire              | champ        | valeur     | phrase                                                               |
      | consigner une rencontre | duree        | 101 h      | une durée va jusqu'à 100 heures.                                     |
      | consigner une rencontre | date         | 2027-01-01 | Cette date est dans l'avenir.                                        |
      | consigner une rencontre | date         | 1850-01-01 | Cette date est avant 1900. Vérifiez l'année.                         |
      | ouvrir un dossier       | organisation |            | Écrivez le nom de l'entreprise ou du projet rencontré.               |
      | fixer une étape         | suite        |            | Écrivez la prochaine étape en quelques mots.                         |
      | ajouter un besoin       | besoin       |            | Choisissez au moins un thème de besoin, ou « autre ».                |
      | consigner un résultat   | resultat     |            | Ce résultat ne dit rien encore. Écrivez un nombre ou un commentaire. |

    Exemples: L'entreprise
      | formulaire              | champ         | valeur     | phrase                                                                                |
      | inscrire une entreprise | neq           | 2240139735 | Un NEQ qui commence par 22 est celui d'une personne qui exploite seule son entreprise |
      | préciser l'adresse      | mrc           | 999        | Cette MRC n'est pas connue. Choisissez-la dans la liste.                              |
      | changer le nom          | date          | 2027-01-01 | Cette date est dans l'avenir. Écrivez la date d'aujourd'hui ou une date passée.       |
      | changer le nom          | date          | 1850-01-01 | Cette date est trop ancienne. Écrivez une date à partir de 1900.                      |
      | dresser un portrait     | permanents    |            | Ce portrait ne dit rien encore.                                                       |
      | consigner un plan       | valide_jusque | 2020-01-01 | Un plan de relève ne peut se terminer avant d'être adopté.                            |
      | ajouter une personne    | nom           |            | Écrivez au moins une partie du nom de la personne.                                    |
      | qualifier               | conclusion    | qualified  | Rien n'est encore jugé. Donnez au moins une réponse autre que « à documenter ».       |
      | qualifier               | C1            | not_met    | Dites sur quoi repose ce jugement « non conforme ».                                   |

    Exemples: Le projet
      | formulaire           | champ       | valeur     | phrase                                                                        |
      | accueillir un projet | personnes   |            | Écrivez au moins le nom d'une personne qui porte le projet.                   |
      | accueillir un projet | avis        |            | Remettez d'abord l'avis sur les renseignements personnels                     |
      | réorienter un projet | orientation |            | Choisissez dans la liste l'organisation qui prend la suite.                   |
      | constater la suite   | constat     | active     | Ce projet n'est pas encore devenu une entreprise : il n'y a rien à constater. |
      | consentir            | echeance    | 2020-01-01 | L'échéance vient après le jour où le consentement est donné.                  |

    Exemples: La chronologie
      | formulaire        | champ | valeur | phrase                                     |
      | corriger un appel | motif |        | Rien n'a changé : la saisie dit déjà cela. |
