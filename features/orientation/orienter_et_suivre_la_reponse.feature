# language: fr
Fonctionnalité: Orienter, et suivre la réponse jusqu'au retour

  Contexte:
    Étant donné que je suis connectée comme conseillère
    Et une orientation partagée vers "CLD du Nord"

  Scénario: Un partenaire qui a un compte lit, puis accepte
    Quand le partenaire répond "accepted" depuis ses orientations reçues
    Alors la page de l'orientation montre "Acceptée"
    Et la page de l'orientation montre "Lue"
    Et la chronologie du dossier montre "Orientation lue par CLD du Nord"

  Scénario: Refuser dit pourquoi
    Quand le partenaire répond "refused" sans un mot
    Alors on lui répond "Dites en quelques mots pourquoi"
    Et rien de nouveau n'est consigné, sauf sa lecture

  Scénario: Une question se pose avec ses mots
    Quand le partenaire répond "questioned" sans un mot
    Alors on lui répond "Écrivez ce qu'il vous manque pour répondre."
    Et rien de nouveau n'est consigné, sauf sa lecture

  Scénario: L'orientation va jusqu'au retour
    Étant donné que l'organisme a accepté l'orientation
    Quand le partenaire répond "undertaken" depuis ses orientations reçues
    Alors la page de l'orientation montre "Prise en charge 19 nov. 2026"

  Scénario: Ma journée propose de relancer, après dix jours
    Étant donné une orientation vers "CJE des Rives" faite le "2026-11-09"
    Quand je relance "CJE des Rives" depuis ma journée
    Alors ma journée ne montre plus "CJE des Rives"
    Et la page de l'orientation montre "À relancer le 9 déc. 2026"

  Scénario: Sans compte, par un lien qui ne nomme personne
    Quand j'envoie le lien à "reponse@cld.example"
    Alors la lettre mène à une page qui ne montre encore rien
    Et la lettre ne nomme personne

  Scénario: Le lien montre ce qui est partagé, et reçoit la réponse
    Étant donné que j'ai envoyé le lien à "reponse@cld.example"
    Quand l'organisme répond "questioned" par le lien, avec "Quel est son chiffre d'affaires?"
    Alors il lit "Réponse consignée"
    Et la page de l'orientation montre "Quel est son chiffre d'affaires?"
    Et la chronologie du dossier montre "un partenaire, par un lien"

  Scénario: Le lien se ferme quand le partage cesse
    Étant donné que j'ai envoyé le lien à "reponse@cld.example"
    Quand je cesse le partage
    Alors le lien ne montre plus rien

  Scénario: Le lien se ferme avec l'orientation
    Étant donné que j'ai envoyé le lien à "reponse@cld.example"
    Quand l'organisme répond "refused" par le lien, avec "Hors de notre territoire"
    Alors le lien ne montre plus rien
    Et la page de l'orientation montre "Hors de notre territoire"

  Scénario: Un nouveau lien annule le précédent
    Étant donné que j'ai envoyé le lien à "reponse@cld.example"
    Quand j'envoie le lien à "autre@cld.example"
    Alors le premier lien ne montre plus rien

  Scénario: Un lien inventé n'ouvre rien
    Quand quelqu'un essaie un lien inventé
    Alors le lien ne montre plus rien

  Scénario: Un lien demande un courriel
    Quand j'envoie le lien à "pas un courriel"
    Alors on me répond "Ce courriel est incomplet"
    Et rien de nouveau n'est consigné
