# language: fr
Fonctionnalité: Mot de passe oublié

  Scénario: Un lien reçu par courriel permet de choisir un autre mot de passe
    Étant donné que j'ai oublié mon mot de passe et demandé un lien
    Quand je choisis "quatre mots choisis seule" avec le lien reçu
    Alors je lis "Votre mot de passe est choisi."
    Et j'ouvre une session avec "quatre mots choisis seule"

  Scénario: La réponse ne dit pas qui a un compte
    Étant donné que j'ai oublié mon mot de passe et demandé un lien
    Quand je demande un lien pour une adresse inconnue
    Alors je lis la même réponse
    Et aucun courriel ne part

  Scénario: Un mot de passe trop connu est refusé
    Étant donné que j'ai oublié mon mot de passe et demandé un lien
    Quand je choisis "Motdepasse2026" avec le lien reçu
    Alors on me répond "parmi les premiers qu’on essaie"
