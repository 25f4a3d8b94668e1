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

  Scénario: Une fois dite, la MRC n'est plus demandée
    Étant donné l'entreprise "Coop du Bourg" inscrite à "Saint-Nulle-Part-des-Brumes", dans la MRC "Mékinac"
    Quand j'inscris l'entreprise "Friperie du Bourg" à "ST-NULLE-PART-DES-BRUMES"
    Alors la fiche de "Friperie du Bourg" montre "Mékinac"
