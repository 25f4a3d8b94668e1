# language: fr
Fonctionnalité: Se connecter

  Scénario: Une conseillère se connecte avec un compte de l'équipe
    Étant donné le compte de "Ariane Béland", conseillère
    Quand je me connecte avec son adresse et son mot de passe
    Alors je lis "Bonjour"

  Scénario: Un mauvais mot de passe est refusé sans dire lequel des deux est faux
    Étant donné le compte de "Ariane Béland", conseillère
    Quand je me connecte avec un mauvais mot de passe
    Alors on me refuse l'entrée
    Et je lis "ne vont pas ensemble"

  Scénario: Sans compte, aucune fiche ne s'ouvre
    Étant donné l'entreprise "Coop de l'Éveil" suivie par le pôle
    Quand j'ouvre les entreprises sans être connectée
    Alors on m'envoie à la page de connexion
