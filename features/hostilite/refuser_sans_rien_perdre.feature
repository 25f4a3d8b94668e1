# language: fr
Fonctionnalité: Refuser une saisie impossible sans rien perdre

  Contexte:
    Étant donné que je suis connectée comme conseillère
    Et l'entreprise "Coop de l'Éveil" suivie par le pôle
    Et son dossier, son projet et son appel

  Plan du scénario: Ce qui ne se lit pas est refusé à côté de son champ
    Quand je force "<valeur>" dans "<champ>" du formulaire "<formulaire>"
    Alors on me refuse la saisie à côté de "<champ>"
    Et ce que j'ai écrit ailleurs est encore là
    Et rien de nouveau n'est consigné

    Exemples:
      | formulaire                     | champ         | valeur                 |
      | inscrire une entreprise        | neq           | 11400000A7             |
      | inscrire une entreprise        | mrc           | 999                    |
      | inscrire une entreprise        | date          | 2999-12-31             |
      | inscrire une entreprise        | date          | 🦊                      |
      | inscrire une entreprise        | forme         | '; DROP TABLE events-- |
      | préciser l'adresse             | mrc           | 999                    |
      | changer le nom                 | date          | le 32 mai              |
      | dresser un portrait            | employes      | -3                     |
      | dresser un portrait            | aines         | 99999999999999999999   |
      | déclarer un départ             | horizon       | bientôt                |
      | consigner un plan              | valide_jusque | 🦊                      |
      | ajouter une personne           | role          | espion                 |
      | adopter un outil               | date          | 2999-12-31             |
      | consigner une rencontre        | date          | 0000-00-00             |
      | consigner une rencontre        | duree         | trois lunes            |
      | consigner une rencontre        | duree         | 1 h 99                 |
      | consigner une rencontre        | mode          | télépathie             |
      | consigner une rencontre        | action        | Z9                     |
      | consigner une rencontre        | orientation   | '; DROP TABLE events-- |
      | consigner une rencontre        | outil         | zzz                    |
      | consigner une rencontre        | personne      | zzz                    |
      | consigner une rencontre        | echeance      | 🦊                      |
      | ouvrir un dossier              | conseil       | zzz                    |
      | ouvrir un dossier              | date          | 2999-12-31             |
      | fixer une étape                | echeance      | 🦊                      |
      | consigner un résultat          | emplois_crees | beaucoup               |
      | fermer un dossier              | issue         | victoire               |
      | accueillir un projet           | mrc           | 999                    |
      | accueillir un projet           | avis          | murmuré                |
      | accueillir un projet           | date          | 2999-12-31             |
      | franchir un jalon              | jalon         | la lune                |
      | franchir un jalon              | cout          | '; DROP TABLE events-- |
      | fonder une entreprise          | forme         | secte                  |
      | corriger un appel              | duree         | trois lunes            |
      | corriger un appel              | date          | 2999-12-31             |
      | orienter vers un partenaire    | orientation   | zzz                    |
      | orienter vers un partenaire    | orientation   |                        |
      | remettre un outil              | outil         | '; DROP TABLE events-- |
      | dresser un portrait du conseil | sieges        | plein                  |
      | déclarer un départ             | date          | 2999-12-31             |
      | décrire un projet              | mrc           | 999                    |
      | ajouter un membre              | date          | 2999-12-31             |
      | consigner un départ du groupe  | personne      | zzz                    |
      | suspendre un projet            | date          | 2999-12-31             |
      | abandonner un projet           | date          | 0000-00-00             |
      | abandonner un projet           | raison        | la lune                |
      | réorienter un projet           | orientation   | zzz                    |
      | changer le mot de passe        | actuel        | pas le bon             |

  Plan du scénario: Un texte de deux millions de caractères est refusé et gardé
    Quand j'écris 2000000 caractères dans "<champ>" du formulaire "<formulaire>"
    Alors on me refuse la saisie en français
    Et tout le texte est encore dans le formulaire
    Et rien de nouveau n'est consigné

    Exemples:
      | formulaire              | champ   |
      | inscrire une entreprise | nom     |
      | inscrire une entreprise | mission |
      | consigner une rencontre | note    |
      | consigner une rencontre | suite   |
      | ajouter un besoin       | propos  |
      | fermer un dossier       | bilan   |
      | accueillir un projet    | idee    |
      | corriger un appel       | motif   |
      | annuler un appel        | motif   |

  Plan du scénario: Un formulaire venu d'un autre site est refusé
    Quand j'envoie le formulaire "<formulaire>" avec le jeton d'un autre site
    Alors on me répond "Ce formulaire n’est plus valable"
    Et rien de nouveau n'est consigné

    Exemples:
      | formulaire              |
      | inscrire une entreprise |
      | dresser un portrait     |
      | consigner une rencontre |
      | fermer un dossier       |
      | accueillir un projet    |
      | corriger un appel       |
      | changer le mot de passe |

  Plan du scénario: Une adresse qui ne mène à rien le dit
    Quand j'ouvre <adresse>
    Alors on me répond "<phrase>"

    Exemples:
      | adresse                               | phrase                        |
      | une entreprise qui n'existe pas       | Cette page est introuvable    |
      | une entreprise à l'adresse mal écrite | Cette page est introuvable    |
      | un dossier qui n'existe pas           | introuvable                   |
      | un projet à l'adresse mal écrite      | Cette page est introuvable    |
      | la fiche à la date "abc"              | Cette date n'est pas reconnue |
      | la fiche à la date "2999-01-01"       | Cette date n'est pas reconnue |
      | le rapport de suivi du "abc"          | Cette date n'est pas reconnue |
      | le rapport de relève au "2999-01-01"  | Cette date n'est pas reconnue |

  Plan du scénario: Une page de liste demandée n'importe comment revient au début
    Quand j'ouvre <liste> à la page <page>
    Alors la liste s'affiche

    Exemples:
      | liste              | page                 |
      | les entreprises    | 99999999999999999999 |
      | les entreprises    | '; DROP TABLE        |
      | les projets        | 9999-99-99.zzz       |
      | les dossiers       | 0001-01-01_zzz       |
      | les actes du suivi | 99999999999999999999 |

  Scénario: Un nom étrange est gardé tel quel
    Quand j'inscris l'entreprise "🦊 <i>Robert'); DROP TABLE events;--"
    Alors la liste des entreprises montre "🦊 <i>Robert'); DROP TABLE events;--"
