# language: fr
Fonctionnalité: Reconnaître une municipalité, quelle que soit sa graphie

  Contexte:
    Étant donné que je suis connectée comme conseillère
    Et les municipalités du répertoire chargées

  Plan du scénario: Le nom trouve sa MRC
    Quand j'inscris l'entreprise "Coop du Bourg" à "<graphie>"
    Alors la fiche de "Coop du Bourg" montre "<mrc>"

    Exemples:
      | graphie                    | mrc     |
      | St-Tite                    | Mékinac |
      | SAINT-TITE (Québec)        | Mékinac |
      | saint tite                 | Mékinac |

  Scénario: Une municipalité inconnue est demandée
    Quand j'inscris l'entreprise "Coop du Bourg" à "Saint-Nulle-Part-des-Brumes"
    Alors on me demande la MRC de "Saint-Nulle-Part-des-Brumes"
    Et "Coop du Bourg" est encore dans le formulaire
