# language: fr
Fonctionnalité: Passer ses dossiers à quelqu'un d'autre

  Contexte:
    Étant donné que je suis connectée comme conseillère
    Et l'entreprise "Théâtre du Fil" suivie par le pôle
    Et l'entreprise "Coop du Quai" suivie par le pôle
    Et le dossier "Préparer la relève" ouvert pour "Théâtre du Fil"
    Et la prochaine étape "relire le bail" pour hier
    Et le dossier "Revoir les règlements" ouvert pour "Coop du Quai"
    Et la collègue "Noé Thiffault"

  Scénario: Plusieurs dossiers passent d'un coup, avec ce qu'il faut savoir
    Quand je confie mes dossiers à "Noé Thiffault" avec la note "Je pars en congé"
    Alors le résumé de la passation montre "Théâtre du Fil", "relire le bail" et "Je pars en congé"
    Et la chronologie de "Coop du Quai" montre "Accompagnement confié à Noé Thiffault"

  Scénario: Rien n'est confié sans choisir un dossier
    Quand je confie aucun de mes dossiers à "Noé Thiffault"
    Alors on me répond "Choisissez au moins un dossier à confier."
    Et rien de nouveau n'est consigné

  Scénario: Rien n'est confié sans choisir quelqu'un, et la note reste
    Quand je confie mes dossiers à personne avec la note "Je pars en congé"
    Alors on me demande à qui les confier
    Et "Je pars en congé" est encore dans le formulaire
    Et rien de nouveau n'est consigné

  Scénario: Une collègue les a déjà confiés à la même personne
    Étant donné ma page de passation, ouverte avant qu'ils passent à "Noé Thiffault"
    Quand je les confie encore à "Noé Thiffault"
    Alors on me répond "quelqu'un d'autre : ces dossiers sont déjà à cette personne."
    Et rien de nouveau n'est consigné

  Scénario: Une passation se reprend
    Étant donné mes dossiers confiés à "Noé Thiffault"
    Quand je reprends ces dossiers
    Alors la chronologie de "Théâtre du Fil" montre "Accompagnement confié à Ariane Béland"

  Scénario: Un dossier où rien n'est prévu se voit dans ma journée
    Quand j'ouvre ma journée
    Alors ma journée montre "Coop du Quai" sans prochaine étape
