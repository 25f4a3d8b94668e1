# language: fr
Fonctionnalité: Joindre un document à un dossier

  Contexte:
    Étant donné que je suis connectée comme conseillère
    Et l'entreprise "Théâtre du Fil" suivie par le pôle
    Et le dossier "Préparer la relève" ouvert pour "Théâtre du Fil"

  Scénario: Un document joint se lit tel quel
    Quand je joins le PDF "Statuts 2026"
    Alors le dossier montre le document "Statuts 2026"
    Et je le lis tel que je l'ai joint
    Et la chronologie de "Théâtre du Fil" montre "Document joint : Statuts 2026"

  Scénario: Sans titre, le document garde le nom de son fichier
    Quand je joins le PDF ""
    Alors le dossier montre le document "statuts"

  Scénario: Un programme déguisé en PDF est refusé, et le titre reste
    Quand je joins un programme sous le titre "Budget"
    Alors on me répond "Ce fichier n'est pas un document que Trame garde."
    Et "Budget" est encore dans le formulaire
    Et rien de nouveau n'est consigné

  Scénario: Un fichier trop lourd est refusé
    Quand je joins un fichier de plus de 10 Mo
    Alors on me répond "Ce fichier dépasse 10 Mo"
    Et rien de nouveau n'est consigné

  Scénario: Un envoi sans fichier est refusé
    Quand je joins sans choisir de fichier
    Alors on me répond "Choisissez un fichier qui n'est pas vide."
    Et rien de nouveau n'est consigné

  Scénario: Une nouvelle édition garde l'ancienne
    Étant donné le document "Statuts 2026" joint au dossier
    Quand j'en joins une nouvelle édition
    Alors le dossier montre l'édition 2 de "Statuts 2026"

  Scénario: Un document retiré revient
    Étant donné le document "Statuts 2026" joint au dossier
    Quand je retire le document
    Alors le dossier ne montre plus "Statuts 2026", qui revient si j'annule

  Scénario: Une édition se joint à un document de son dossier
    Étant donné le document "Statuts 2026" joint au dossier
    Quand j'en joins une édition sous l'adresse d'un autre dossier
    Alors on me répond "Ce document n'est plus dans le dossier."
    Et rien de nouveau n'est consigné
