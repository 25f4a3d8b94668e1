# language: fr
Fonctionnalité: Consigner une visite, et prendre en main ce qu'elle montre

  Contexte:
    Étant donné que je suis connectée comme conseillère
    Et l'entreprise "Ateliers du Fleuve" suivie par le pôle

  Scénario: Une visite remplit les portraits et la rencontre d'un coup
    Quand je consigne la visite de "Ateliers du Fleuve" : 14 employés, 2 postes vacants
    Alors la chronologie de "Ateliers du Fleuve" montre "Rencontre de la visite"
    Et la fiche de "Ateliers du Fleuve" montre "14 emplois"

  Scénario: Un départ prévu sans plan est signalé, avec ce qui le dit
    Quand je consigne la visite de "Ateliers du Fleuve" : la direction part d'ici deux ans
    Alors je lis "Départ prévu sans plan de relève"
    Et je lis "aucun plan de relève n’est en vigueur"

  Scénario: Rien n'est planifié sans que je le décide
    Quand je consigne la visite de "Ateliers du Fleuve" : 14 employés, 2 postes vacants
    Alors aucune étape n'est planifiée pour "Ateliers du Fleuve"

  Scénario: Un signal devient une étape datée du dossier
    Étant donné le dossier "Relève" ouvert pour "Ateliers du Fleuve"
    Et le départ de la direction de "Ateliers du Fleuve" d'ici deux ans
    Quand je prends en main le signal de "Ateliers du Fleuve" pour le "2026-12-15"
    Alors le dossier montre "Préparer un plan de relève avec l’entreprise"
    Et le dossier montre "15 déc. 2026"

  Scénario: Une étape ne se planifie pas dans le passé
    Étant donné le dossier "Relève" ouvert pour "Ateliers du Fleuve"
    Et le départ de la direction de "Ateliers du Fleuve" d'ici deux ans
    Quand je prends en main le signal de "Ateliers du Fleuve" pour le "2026-01-15"
    Alors on me répond "La nouvelle échéance doit être à venir."
    Et rien de nouveau n'est consigné

  Scénario: Sans dossier ouvert, on propose d'en ouvrir un
    Étant donné le départ de la direction de "Ateliers du Fleuve" d'ici deux ans
    Quand je regarde les signaux de "Ateliers du Fleuve"
    Alors je lis "Aucun dossier n’est ouvert pour cette entreprise."

  Scénario: Une partie plus grande que le tout est refusée, sans rien perdre
    Quand je consigne la visite de "Ateliers du Fleuve" : 4 employés, 9 retraites
    Alors on me répond "Ce nombre dépasse le total"
    Et "Rencontre de la visite" est encore dans le formulaire
    Et rien de nouveau n'est consigné
