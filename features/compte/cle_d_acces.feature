# language: fr
Fonctionnalité: Clé d'accès

  Scénario: Une clé ouvre la session sans mot de passe
    Étant donné que j'ai une clé d'accès nommée "Téléphone"
    Quand j'ouvre une session avec ma clé d'accès
    Alors je lis "Bonjour"

  Scénario: Une clé vaut le second facteur
    Étant donné que je suis connectée avec un second facteur activé
    Et que j'ai une clé d'accès nommée "Téléphone"
    Quand j'ouvre une session avec ma clé d'accès
    Alors je lis "Bonjour"

  Scénario: Il faut son mot de passe pour ajouter une clé
    Étant donné que je suis connectée comme conseillère
    Quand j'ajoute une clé d'accès nommée "Téléphone" avec un mauvais mot de passe
    Alors la page me dit "Ce n’est pas votre mot de passe"
    Et rien de nouveau n'est consigné

  Scénario: Une clé retirée n'ouvre plus rien
    Étant donné que j'ai une clé d'accès nommée "Téléphone"
    Et que je l'ai retirée
    Quand j'ouvre une session avec ma clé d'accès
    Alors on me répond "Cette clé d’accès n’ouvre aucun compte ici"
    Et aucune session n'est ouverte

  Scénario: Une clé déjà montrée ne l'est pas deux fois
    Étant donné que j'ai une clé d'accès nommée "Téléphone"
    Quand on rejoue ce que mon appareil a répondu
    Alors on me répond "Le délai pour montrer votre clé d’accès est passé"
    Et aucune session n'est ouverte

  Scénario: Un appareil qui ne reconnaît personne n'ouvre rien
    Étant donné que j'ai une clé d'accès nommée "Téléphone"
    Quand j'ouvre une session avec ma clé d'accès sans m'identifier sur l'appareil
    Alors on me répond "Votre appareil n’a pas vérifié que c’est vous"
    Et aucune session n'est ouverte
