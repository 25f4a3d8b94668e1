# language: fr
Fonctionnalité: Suivre un dossier jusqu'à son issue

  Contexte:
    Étant donné que je suis connectée comme conseillère
    Et l'entreprise "Théâtre du Fil" suivie par le pôle
    Et le dossier "Préparer la relève" ouvert pour "Théâtre du Fil"

  Scénario: Un dossier qui a encore un besoin ne se ferme pas
    Étant donné le besoin "financement" exprimé dans le dossier
    Quand je ferme le dossier
    Alors on me répond "Ce dossier a encore un besoin ouvert"
    Et rien de nouveau n'est consigné

  Scénario: Une étape ne se reporte pas au passé
    Étant donné la prochaine étape "relire le bail" pour hier
    Quand je reporte l'étape au "2026-11-02"
    Alors on me répond "La nouvelle échéance doit être à venir."
    Et rien de nouveau n'est consigné

  Scénario: Un dossier change d'étape sur le tableau
    Quand je déplace le dossier vers "Mise en œuvre" sur le tableau
    Alors l'étape "implementation" du tableau montre "Préparer la relève"

  Scénario: Le besoin comblé, le dossier se ferme
    Étant donné le besoin "financement" exprimé dans le dossier
    Et ce besoin comblé
    Quand je ferme le dossier
    Alors le dossier est fermé

  Scénario: Un dossier fermé se rouvre
    Étant donné le dossier fermé
    Quand je rouvre le dossier
    Alors le dossier est ouvert

  Scénario: Un dossier qui vise encore un objectif ne se ferme pas
    Étant donné l'objectif "pourvoir deux sièges" convenu dans le dossier
    Quand je ferme le dossier
    Alors on me répond "Ce dossier a encore un objectif visé"
    Et rien de nouveau n'est consigné

  Scénario: Un objectif se convient avec qui en répond
    Quand je conviens de l'objectif "pourvoir deux sièges", "le conseil" en répond pour dans 3 mois
    Alors le plan montre "pourvoir deux sièges" sous la responsabilité de "le conseil"
    Et la chronologie de "Théâtre du Fil" montre "Objectif convenu : pourvoir deux sièges"

  Scénario: Un objectif sans mots est refusé
    Quand je conviens de l'objectif "", "le conseil" en répond pour dans 3 mois
    Alors on me répond "Écrivez l'objectif en quelques mots."
    Et rien de nouveau n'est consigné

  Scénario: Un objectif atteint le reste dans le plan
    Étant donné l'objectif "pourvoir deux sièges" convenu dans le dossier
    Quand je dis l'objectif "pourvoir deux sièges" atteint
    Alors le plan montre "pourvoir deux sièges" atteint

  Scénario: Un dossier change d'étape
    Quand je passe le dossier à l'étape "Plan d'action"
    Alors le dossier est à l'étape "Plan d'action" depuis aujourd'hui
    Et la chronologie de "Théâtre du Fil" montre "Étape de l'accompagnement : plan d'action"

  Scénario: Un besoin se précise sans rien perdre de ce qui a été entendu
    Étant donné le besoin "financement" exprimé dans le dossier
    Quand je précise que ce besoin est "recrutement" et urgent
    Alors le dossier montre le besoin "recrutement" urgent
    Et la chronologie de "Théâtre du Fil" montre "Besoin précisé : recrutement, urgent"

  Scénario: Une orientation attend la réponse de l'organisme
    Quand j'oriente "Théâtre du Fil" vers "Fonds des Rivières"
    Alors le dossier montre l'orientation vers "Fonds des Rivières" en attente

  Scénario: L'organisme accepte
    Étant donné l'orientation de "Théâtre du Fil" vers "Fonds des Rivières"
    Quand je consigne que "Fonds des Rivières" accepte
    Alors le dossier montre l'orientation vers "Fonds des Rivières" acceptée

  Scénario: L'organisme ne lit l'orientation qu'une fois partagée, avec l'accord de la personne
    Étant donné l'orientation de "Théâtre du Fil" vers "Fonds des Rivières"
    Quand je partage l'orientation, consentement donné de vive voix
    Alors le dossier montre l'orientation partagée
    Et la chronologie de "Théâtre du Fil" montre "Orientation partagée avec Fonds des Rivières"

  Scénario: Le partage cesse
    Étant donné l'orientation de "Théâtre du Fil" vers "Fonds des Rivières"
    Quand je partage l'orientation, consentement donné de vive voix
    Et je cesse de la partager
    Alors le dossier ne montre plus l'orientation partagée

  Scénario: Une étape faite quitte ma journée
    Étant donné la prochaine étape "relire le bail" pour hier
    Quand je coche l'étape "relire le bail"
    Alors ma journée ne montre plus "relire le bail"

  Scénario: Une étape en retard se voit
    Quand je fixe la prochaine étape "relire le bail" pour hier
    Alors ma journée montre "relire le bail" en retard
