# language: fr
Fonctionnalité: Répondre à la demande d'une personne sur ses renseignements

  Contexte:
    Étant donné que je suis connectée comme conseillère
    Et le projet "Buanderie Vraincourt" de "Odile Vraincourt"

  Scénario: La conseillère qui reçoit la demande la consigne
    Quand je consigne sur le projet une demande "access" de "Odile Vraincourt" reçue le "2026-11-18"
    Alors la page des demandes montre "Odile Vraincourt"
    Et la page des demandes montre "29 jours pour répondre"

  Scénario: La personne responsable voit ce qui est dû
    Étant donné une demande "access" de "Odile Vraincourt" reçue le "2026-11-18" sur le projet
    Quand la personne responsable ouvre les demandes
    Alors elle lit "En attente 1"
    Et elle lit "Odile Vraincourt"
    Et elle lit "29 jours pour répondre"
    Et le menu n'annonce aucune demande

  Plan du scénario: Elle est avertie avant le terme
    Étant donné une demande "access" de "Odile Vraincourt" reçue le "<jour>" sur le projet
    Quand la personne responsable ouvre les demandes
    Alors elle lit "<delai>"
    Et le menu annonce 1 demande

    Exemples:
      | jour       | delai                     |
      | 2026-10-30 | 10 jours pour répondre    |
      | 2026-10-23 | 3 jours pour répondre     |
      | 2026-10-20 | dernier jour pour répondre |
      | 2026-10-18 | en retard de 2 jours      |

  Scénario: Elle n'est pas avertie la veille du premier avertissement
    Étant donné une demande "access" de "Odile Vraincourt" reçue le "2026-10-31" sur le projet
    Quand la personne responsable ouvre les demandes
    Alors elle lit "11 jours pour répondre"
    Et le menu n'annonce aucune demande

  Scénario: Elle répond
    Étant donné une demande "access" de "Odile Vraincourt" reçue le "2026-10-30" sur le projet
    Quand la personne responsable règle la demande par "answered", en écrivant "dossier remis en main propre"
    Alors elle lit "Réponse donnée"
    Et elle lit "dossier remis en main propre"
    Et le menu n'annonce aucune demande

  Scénario: Elle refuse en disant pourquoi
    Étant donné une demande "portability" de "Odile Vraincourt" reçue le "2026-10-30" sur le projet
    Quand la personne responsable règle la demande par "refused", en écrivant "rien n'a été recueilli auprès d'elle"
    Alors elle lit "Refusée"
    Et elle lit "rien n'a été recueilli"

  Scénario: Un refus sans motif n'est pas consigné
    Étant donné une demande "access" de "Odile Vraincourt" reçue le "2026-10-30" sur le projet
    Quand la personne responsable règle la demande par "refused", en écrivant ""
    Alors on lui répond "Écrivez le motif"
    Et rien de nouveau n'est consigné

  Scénario: Une réponse ne précède pas la demande
    Étant donné une demande "access" de "Odile Vraincourt" reçue le "2026-10-30" sur le projet
    Quand la personne responsable date sa réponse "envoyée par la poste" du "2026-10-29"
    Alors on lui répond "précède la réception"
    Et "envoyée par la poste" est encore dans son formulaire
    Et rien de nouveau n'est consigné

  Scénario: Une demande réglée par erreur se rouvre, et son délai court encore
    Étant donné une demande "access" de "Odile Vraincourt" reçue le "2026-10-30" sur le projet
    Et la personne responsable l'a réglée par erreur
    Quand elle la rouvre parce que "réponse non partie"
    Alors elle lit "10 jours pour répondre"
    Et le menu annonce 1 demande

  Scénario: Une personne inconnue du pôle peut demander aussi
    Quand la personne responsable consigne une demande de "Roch Inconnu"
    Alors elle lit "pas encore rattachée à une fiche"
    Et elle lit "30 jours pour répondre"

  Scénario: Une demande sans nom ni objet est refusée sans rien perdre
    Quand je consigne une demande vide, en précisant "lettre du 3 novembre"
    Alors on me répond "Écrivez le nom de la personne"
    Et on me répond "Choisissez ce que la personne demande"
    Et "lettre du 3 novembre" est encore dans le formulaire
    Et rien de nouveau n'est consigné

  Scénario: Une conseillère ne lit pas les demandes
    Étant donné une demande "access" de "Odile Vraincourt" reçue le "2026-10-30" sur le projet
    Quand j'ouvre les demandes
    Alors on me répond "Cette page ne vous est pas ouverte"

  Scénario: La personne responsable est nommée là où la loi le demande
    Quand la personne responsable désigne "direction générale" au "418 555-0199"
    Alors la page des demandes montre "direction générale"
    Et la page des demandes montre "418 555-0199"

  Scénario: Elle ne peut pas être injoignable
    Quand la personne responsable désigne "direction générale" au ""
    Alors on lui répond "Donnez un courriel ou un téléphone"
    Et rien de nouveau n'est consigné

  Scénario: Un pôle porté par un organisme public adopte son délai
    Quand la personne responsable adopte un délai de "20" jours avec avertissements à "12" et "17"
    Et elle consigne une demande de "Roch Inconnu"
    Alors elle lit "20 jours pour répondre"

  Scénario: Un avertissement vient avant le terme
    Quand la personne responsable adopte un délai de "20" jours avec avertissements à "12" et "20"
    Alors on lui répond "le second avant la fin du délai"
    Et rien de nouveau n'est consigné

  Scénario: Le délai d'une demande reçue ne bouge plus
    Étant donné une demande "access" de "Odile Vraincourt" reçue le "2026-11-18" sur le projet
    Quand la personne responsable adopte un délai de "20" jours avec avertissements à "12" et "17"
    Alors la page des demandes montre "29 jours pour répondre"

  Scénario: L'effacement de la personne emporte sa demande
    Étant donné une demande "access" de "Odile Vraincourt" reçue le "2026-11-18" sur le projet
    Et la responsable des renseignements personnels a lu ce qui est gardé sur le projet
    Quand elle efface parce que la personne le demande
    Alors la page des demandes ne montre plus "Odile Vraincourt"

  Scénario: Une demande de quelqu'un d'inconnu se rattache à sa fiche
    Étant donné une demande "rectification" de "Maude Pépin" que rien ne rattache
    Quand la responsable la rattache en cherchant le nom de qui porte le projet
    Alors elle lit "Pour y répondre"
    Et elle lit "Saisies à corriger, sur la fiche du projet"
    Et le lien "Tout ce qui est gardé" l'y mène

  Scénario: Un rattachement se défait
    Étant donné une demande "access" de "Maude Pépin" que rien ne rattache
    Et que la responsable l'a rattachée
    Quand la responsable annule le rattachement
    Alors elle lit "De qui parle-t-elle"

  Scénario: Chercher demande un nom
    Étant donné une demande "access" de "Maude Pépin" que rien ne rattache
    Quand la responsable cherche sans écrire de nom
    Alors on lui répond "Écrivez le nom de la personne"
    Et rien de nouveau n'est consigné

  Scénario: L'avis dit à qui s'adresser
    Étant donné la personne responsable "direction générale", jointe à "dg@pole.example"
    Quand j'ouvre l'accueil d'un projet
    Alors la page montre "Personne responsable : direction générale, dg@pole.example"
