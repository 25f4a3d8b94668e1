# language: fr
Fonctionnalité: Consentir, une fin à la fois, et se raviser

  Contexte:
    Étant donné que je suis connectée comme conseillère
    Et le projet "Buanderie du Nord" de "Odile Vraincourt"

  Scénario: Un consentement se consigne avec sa preuve
    Quand je consigne le consentement du projet à "newsletter", donné "spoken" avec les mots "oui, chaque mois"
    Alors la page montre "donné le 19 nov. 2026, de vive voix, entendu par qui consigne"
    Et la page montre "oui, chaque mois"
    Et la chronologie du projet montre "Consentement donné : infolettre, de vive voix"

  Scénario: Sans preuve, ce n'est pas un consentement
    Quand je consigne le consentement du projet à "newsletter", sans preuve, avec les mots "oui, chaque mois"
    Alors on me répond "Dites comment le consentement a été donné"
    Et "oui, chaque mois" est encore dans mon formulaire
    Et rien de nouveau n'est consigné
    Et l'envoyer de nouveau avec sa preuve le consigne

  Scénario: Retirer agit aussitôt
    Étant donné que le projet consent à "newsletter"
    Quand je retire le consentement à "newsletter"
    Alors la page montre "retiré le 19 nov. 2026"
    Et le consentement à "newsletter" ne tient plus

  Scénario: Un retrait consigné par erreur s'annule le jour même
    Étant donné que le projet consent à "newsletter"
    Et que j'ai retiré le consentement à "newsletter"
    Quand j'annule ce que je viens de faire
    Alors la chronologie du projet montre "Consentement rétabli, retrait consigné par erreur"
    Et le consentement à "newsletter" tient

  Scénario: Une collègue n'annule pas le retrait d'une autre
    Étant donné que le projet consent à "newsletter"
    Et que j'ai retiré le consentement à "newsletter"
    Quand la responsable rétablit le consentement à "newsletter"
    Alors on lui répond "Un retrait ne s'annule que le jour même, par qui l'a consigné"
    Et le consentement à "newsletter" ne tient plus

  Scénario: La durée du pôle donne l'échéance
    Étant donné que la responsable a adopté "24" mois pour "research"
    Quand je consigne le consentement du projet à "research", donné "written" avec les mots ""
    Alors la page montre "jusqu'au 19 nov. 2028"

  Scénario: Ce qui vient à échéance paraît dans la liste
    Étant donné que le projet consent à "testimony" jusqu'au "2026-12-10"
    Quand la responsable ouvre les consentements du pôle
    Alors elle lit "Buanderie du Nord"
    Et elle lit "jusqu'au 10 déc. 2026"

  Scénario: Une durée qui n'en est pas une
    Quand la responsable adopte "toujours" mois pour "research"
    Alors on lui répond "Écrivez seulement des chiffres"

  Scénario: Une durée qui dépasse la vie d'un dossier
    Quand la responsable adopte "241" mois pour "research"
    Alors on lui répond "Écrivez un nombre de 0 à 240."

  Scénario: Un retrait ne précède pas le consentement
    Étant donné que le projet consent à "newsletter"
    Quand je retire le consentement à "newsletter" en date du "2026-01-05"
    Alors on me répond "Cette date précède le consentement. Vérifiez la saisie."
    Et le consentement à "newsletter" tient

  Scénario: Le pôle adopte un avis, et chacun garde la version reçue
    Étant donné que la responsable a adopté l'avis "Nous notons votre nom pour vous accompagner. Écrivez à la direction pour le voir ou le retirer."
    Quand j'accueille le projet "Café des Aulnes" de "Ida Roy" après avoir lu l'avis
    Alors les consentements du nouveau projet montrent "Version 1, français"
    Et les consentements du premier projet montrent "Texte proposé, français"

  Scénario: Un avis trop court ne dit rien
    Quand la responsable adopte l'avis "Nous notons."
    Alors on lui répond "Écrivez l'avis en entier"
    Et rien de nouveau n'est consigné

  Scénario: Partager une orientation demande un consentement au partage
    Étant donné une orientation du projet vers "CLD du Nord"
    Quand je partage l'orientation
    Alors on me répond "Aucun consentement au partage avec un partenaire ne tient pour ce projet"
    Et rien de nouveau n'est consigné

  Scénario: Le retrait ferme la page du partenaire
    Étant donné une orientation du projet vers "CLD du Nord", partagée et lue par son partenaire
    Quand je retire le consentement à "partner_sharing"
    Alors le partenaire ne lit plus l'orientation

  Scénario: Qui porte le projet suffit à le retirer
    Étant donné une orientation du projet vers "CLD du Nord", partagée et lue par son partenaire
    Quand je retire, pour "Odile Vraincourt", le consentement à "partner_sharing"
    Alors le partenaire ne lit plus l'orientation
