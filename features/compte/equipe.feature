# language: fr
Fonctionnalité: L'équipe du pôle

  Scénario: Une personne invitée choisit son mot de passe et ouvre sa session
    Étant donné que je suis connectée comme administratrice
    Et "Léa Tremblay" invitée comme conseillère
    Quand "Léa Tremblay" choisit son mot de passe avec le lien reçu
    Alors "Léa Tremblay" peut ouvrir une session
    Et le lien reçu ne sert plus

  Scénario: Une invitation sans courriel est refusée et rien n'est perdu
    Étant donné que je suis connectée comme administratrice
    Quand j'invite "Léa Tremblay" sans écrire son courriel
    Alors on me répond "Écrivez le courriel où envoyer l’invitation."
    Et "Léa Tremblay" est encore dans le formulaire
    Et rien de nouveau n'est consigné

  Scénario: Un rôle accordé se voit dans l'équipe
    Étant donné que je suis connectée comme administratrice
    Et "Samuel Côté" de l'équipe, conseiller
    Quand j'accorde le rôle "privacy_officer" à "Samuel Côté" parce que "Nommé par le conseil"
    Alors je lis "Rôles 2 protection des renseignements personnels"

  Scénario: Un compte fermé ne s'ouvre plus, puis se rouvre d'un geste
    Étant donné que je suis connectée comme administratrice
    Et "Samuel Côté" de l'équipe, conseiller
    Et le compte de "Samuel Côté" fermé
    Quand j'annule la fermeture
    Alors "Samuel Côté" peut ouvrir une session

  Scénario: Le pôle garde toujours quelqu'un qui l'administre
    Étant donné que je suis connectée comme administratrice
    Quand je me retire l'administration
    Alors on me répond "Personne d’autre n’administre le pôle."
    Et rien de nouveau n'est consigné

  Scénario: Une conseillère ne voit pas la page de l'équipe
    Étant donné que je suis connectée comme conseillère
    Quand j'ouvre la page de l'équipe
    Alors la page m'est refusée
