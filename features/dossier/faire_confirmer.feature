# language: fr
Fonctionnalité: Faire confirmer un résultat ou une rencontre par un lien

  Contexte:
    Étant donné que je suis connectée comme conseillère
    Et l'entreprise "Coop du Moulin" suivie par le pôle
    Et le dossier "Relève" ouvert pour "Coop du Moulin"
    Et un résultat déclaré de 3 emplois créés

  Scénario: La lettre ne nomme personne, et le lien ne montre que cela
    Quand j'envoie à "dg@moulin.example" le lien pour confirmer
    Alors la lettre ne nomme personne
    Et le lien montre "3" emplois et "Deux postes à la production", rien d'autre

  Scénario: La personne accompagnée confirme
    Étant donné que j'ai envoyé à "dg@moulin.example" le lien pour confirmer
    Quand la personne répond par le lien que c'est juste
    Alors le dossier montre "Confirmé par la personne accompagnée"
    Et la chronologie de "Coop du Moulin" montre "la personne accompagnée, par un lien"

  Scénario: Elle dit ce qui n'est pas juste, dans ses mots
    Étant donné que j'ai envoyé à "dg@moulin.example" le lien pour confirmer
    Quand la personne conteste par le lien : "Nous avons créé deux emplois, non trois."
    Alors le dossier montre "Contesté par la personne accompagnée"
    Et le dossier montre "Nous avons créé deux emplois, non trois."

  Scénario: Une contestation sans mots est refusée
    Étant donné que j'ai envoyé à "dg@moulin.example" le lien pour confirmer
    Quand la personne conteste par le lien : ""
    Alors on lui répond "Dites ce qui n’est pas juste, dans vos mots."
    Et rien de nouveau n'est consigné

  Scénario: Le lien ne sert qu'une fois
    Étant donné que j'ai envoyé à "dg@moulin.example" le lien pour confirmer
    Quand la personne répond par le lien que c'est juste
    Alors le lien de confirmation ne montre plus rien

  Scénario: Un lien se retire
    Étant donné que j'ai envoyé à "dg@moulin.example" le lien pour confirmer
    Quand je retire le lien
    Alors le lien de confirmation ne montre plus rien

  Scénario: Un nouveau lien annule le précédent
    Étant donné que j'ai envoyé à "dg@moulin.example" le lien pour confirmer
    Quand j'envoie à "ca@moulin.example" le lien pour confirmer
    Alors le premier lien de confirmation ne montre plus rien

  Scénario: Un résultat annulé ferme son lien
    Étant donné que j'ai envoyé à "dg@moulin.example" le lien pour confirmer
    Quand le résultat est annulé
    Alors le lien de confirmation ne montre plus rien

  Scénario: Il faut dire ce qui est à confirmer
    Quand j'envoie un lien sans rien à confirmer
    Alors on me répond "Écrivez ce que la personne doit confirmer."
    Et rien de nouveau n'est consigné

  Scénario: Un projet qui ne consent plus au suivi ne reçoit rien
    Étant donné un dossier de projet dont le consentement au suivi est retiré
    Quand j'envoie à "maude@cafe.example" le lien pour confirmer
    Alors on me répond "Le consentement au suivi de ce projet ne tient plus"
    Et rien de nouveau n'est consigné
