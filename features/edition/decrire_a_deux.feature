# language: fr
Fonctionnalité: Écrire à deux un dossier ou un projet

  Contexte:
    Étant donné que je suis connectée comme conseillère
    Et que Claire Roy travaille dans le même pôle
    Et l'entreprise "Coop du Quai" suivie par le pôle
    Et le dossier "Relance" ouvert pour "Coop du Quai"
    Et le projet "Café du bassin" de "Lison Arcand"

  Scénario: Deux conseillères renomment le même dossier
    Étant donné que j'ai sous les yeux le titre du dossier à modifier
    Et que Claire Roy titre le dossier "Relance des ventes"
    Quand j'écris le titre "Plan de relance"
    Alors on me répond "Claire Roy a écrit « Relance des ventes » à l’instant; vous avez écrit « Plan de relance »."
    Et "Plan de relance" est encore dans le formulaire
    Et rien de nouveau n'est consigné

  Scénario: Un dossier garde un titre
    Étant donné que j'ai sous les yeux le titre du dossier à modifier
    Quand j'écris le titre ""
    Alors on me répond "Écrivez le titre du dossier : quelques mots suffisent."
    Et rien de nouveau n'est consigné

  Scénario: Le titre nouveau se lit dans la chronologie, et l'ancien se rétablit
    Étant donné que Claire Roy titre le dossier "Relance des ventes"
    Quand je rétablis depuis la chronologie de "Coop du Quai" le titre du dossier
    Alors le dossier s'appelle "Relance"

  Scénario: L'une écrit le titre du projet, l'autre son idée
    Étant donné que j'ai sous les yeux la description du projet
    Et que Claire Roy écrit l'idée "Un café tenu par le quartier"
    Quand j'écris le titre de travail "Café des Quais"
    Alors le projet montre "Café des Quais"
    Et le projet montre "Un café tenu par le quartier"

  Scénario: Les deux écrivent le titre du projet
    Étant donné que j'ai sous les yeux la description du projet
    Et que Claire Roy écrit le titre de travail "Café du Port" et l'idée "Un café de quartier"
    Quand j'écris le titre de travail "Café des Quais"
    Alors on me répond "Claire Roy a écrit « Café du Port » à l’instant; vous avez écrit « Café des Quais »."
    Et "Café des Quais" est encore dans le formulaire
    Et "Un café de quartier" est encore dans le formulaire
    Et rien de nouveau n'est consigné
