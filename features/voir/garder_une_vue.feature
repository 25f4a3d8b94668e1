# language: fr
Fonctionnalité: Garder une vue sous un nom

  Contexte:
    Étant donné que je suis connectée comme conseillère

  Scénario: Une vue gardée se rouvre
    Quand je garde la vue "silence=60" des accompagnements sous le nom "À relancer"
    Alors mes vues montrent "À relancer"

  Scénario: Une vue sans nom est refusée
    Quand je garde la vue "silence=60" des accompagnements sous le nom ""
    Alors on me répond "Donnez un nom à cette vue."

  Scénario: Un nom trop long est refusé, et rien de ce qui est écrit n'est perdu
    Quand je garde une vue sous un nom de 61 caractères
    Alors on me répond "Le nom d'une vue tient en 60 caractères."

  Scénario: Un nom déjà pris est refusé
    Étant donné ma vue "À relancer"
    Quand je garde la vue "silence=120" des accompagnements sous le nom "à relancer"
    Alors on me répond "Vous avez déjà une vue de ce nom dans cette liste. Choisissez-en un autre."

  Scénario: Trente vues suffisent à une liste
    Étant donné mes 30 vues
    Quand je garde la vue "silence=120" des accompagnements sous le nom "Une de trop"
    Alors on me répond "Vous avez déjà 30 vues de cette liste. Supprimez-en une avant d'en garder une."

  Scénario: Une collègue garde la vue partagée
    Étant donné la vue "À relancer" partagée par une collègue
    Quand j'ouvre la vue partagée et la garde
    Alors mes vues montrent "À relancer"

  Scénario: La vue d'une collègue ne se change pas
    Étant donné la vue "À relancer" partagée par une collègue
    Quand je supprime la vue partagée
    Alors on me répond "Cette vue est à quelqu'un d'autre."

  Scénario: Une vue supprimée ne s'ouvre plus
    Étant donné ma vue "À relancer"
    Et cette vue supprimée
    Quand j'ouvre la vue
    Alors on me répond "Cette vue n'existe plus, ou n'est pas partagée avec vous."

  Scénario: Une vue supprimée se rétablit
    Étant donné ma vue "À relancer"
    Et cette vue supprimée
    Quand je rétablis la vue
    Alors mes vues montrent "À relancer"
