# language: fr
Fonctionnalité: Regarder le mois et reporter une étape

  Contexte:
    Étant donné que je suis connectée comme conseillère
    Et l'entreprise "Théâtre du Fil" suivie par le pôle
    Et le dossier "Préparer la relève" ouvert pour "Théâtre du Fil"

  Scénario: Le mois montre les étapes, les rencontres et les objectifs à leur jour
    Étant donné l'étape "envoyer le gabarit" pour le "2026-11-25"
    Et ma visite chez "Théâtre du Fil" il y a 3 jours, "le bail finit en mai"
    Et l'objectif "pourvoir deux sièges" pour le "2026-11-30"
    Quand j'ouvre le calendrier
    Alors le jour "2026-11-25" montre "envoyer le gabarit"
    Et le jour "2026-11-16" montre "Visite"
    Et le jour "2026-11-30" montre "pourvoir deux sièges"

  Scénario: Un mois vide explique ce qui y paraîtra
    Quand j'ouvre le calendrier de "2027-07"
    Alors je lis "Une étape fixée avec une échéance paraît ici à son jour"

  Scénario: Une étape se reporte à un autre jour
    Étant donné l'étape "envoyer le gabarit" pour le "2026-11-25"
    Quand je reporte l'étape "envoyer le gabarit" au "2026-11-27" dans le calendrier
    Alors le jour "2026-11-27" montre "envoyer le gabarit"
    Et la chronologie de "Théâtre du Fil" montre "Étape reportée au 27 nov. 2026 : envoyer le gabarit"

  Scénario: Le report s'annule, même vers une échéance passée
    Étant donné l'étape "envoyer le gabarit" pour le "2026-11-17"
    Et cette étape reportée au "2026-11-27"
    Quand j'annule le report
    Alors le jour "2026-11-17" montre "En retard : envoyer le gabarit"
    Et la chronologie de "Théâtre du Fil" montre "Report annulé : envoyer le gabarit"

  Scénario: On n'annule qu'un report
    Étant donné l'étape "envoyer le gabarit" pour le "2026-11-25"
    Quand j'annule un report qui n'a pas eu lieu
    Alors on me répond "Cette étape n'a pas été reportée : il n'y a pas d'échéance à remettre."
    Et rien de nouveau n'est consigné

  Scénario: Une étape ne se reporte pas à un jour passé
    Étant donné l'étape "envoyer le gabarit" pour le "2026-11-25"
    Quand je reporte l'étape "envoyer le gabarit" au "2026-11-12" dans le calendrier
    Alors on me répond "La nouvelle échéance doit être à venir."
    Et rien de nouveau n'est consigné
