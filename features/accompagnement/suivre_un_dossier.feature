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

  Scénario: Le besoin comblé, le dossier se ferme
    Étant donné le besoin "financement" exprimé dans le dossier
    Et ce besoin comblé
    Quand je ferme le dossier
    Alors le dossier est fermé

  Scénario: Un dossier fermé se rouvre
    Étant donné le dossier fermé
    Quand je rouvre le dossier
    Alors le dossier est ouvert

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
