# language: fr
Fonctionnalité: Importer un classeur tenu à la main

  Contexte:
    Étant donné le répertoire d'un pôle importé

  Scénario: Chaque ligne du classeur a son sort
    Quand j'importe le classeur de suivi
    Alors chaque ligne du classeur a un sort
    Et les lignes illisibles sont nommées avec leur feuille, leur ligne et une raison

  Scénario: Importer deux fois ne consigne rien de nouveau
    Étant donné le classeur de suivi importé
    Quand j'importe le classeur de suivi
    Alors l'importation dit 0 nouvel événement

  Scénario: À blanc, rien n'est consigné
    Quand j'importe le classeur de suivi à blanc
    Alors rien de nouveau n'est consigné
    Et chaque ligne du classeur a un sort

  Scénario: Un programme déguisé en classeur est refusé
    Quand j'importe un programme nommé "suivi.xlsx"
    Alors l'importation est refusée avec une phrase en français
    Et rien de nouveau n'est consigné
