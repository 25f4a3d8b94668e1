# language: fr
Fonctionnalité: Second facteur

  Scénario: Une fois activé, le mot de passe ne suffit plus
    Étant donné que je suis connectée avec un second facteur activé
    Quand j'ouvre une session avec mon seul mot de passe
    Alors je lis "Votre code"
    Et aucune session n'est ouverte

  Scénario: Un code de secours ouvre la session quand l'appareil manque
    Étant donné que je suis connectée avec un second facteur activé
    Quand j'ouvre une session avec un code de secours
    Alors je lis "Bonjour"

  Scénario: Un mauvais code est refusé
    Étant donné que je suis connectée avec un second facteur activé
    Quand j'ouvre une session avec le code "000000"
    Alors on me répond "Ce code n’est pas le bon"
    Et aucune session n'est ouverte
