# language: fr
Fonctionnalité: Modifier un renseignement sans rien faire perdre à personne

  Contexte:
    Étant donné que je suis connectée comme conseillère
    Et que Claire Roy travaille dans le même pôle
    Et l'entreprise "Coop du Quai" suivie par le pôle
    Et j'ai sous les yeux le téléphone de "Coop du Quai" à modifier

  Scénario: Deux conseillères écrivent le même renseignement
    Étant donné que Claire Roy écrit le téléphone "819 555-0101" pour "Coop du Quai"
    Quand j'écris le téléphone "819 555-0202"
    Alors on me répond "Claire Roy a écrit « 819 555-0101 » à l’instant; vous avez écrit « 819 555-0202 ». Rien n’est encore consigné."
    Et "819 555-0202" est encore dans le formulaire
    Et rien de nouveau n'est consigné

  Scénario: Je mets le mien à la suite du sien
    Étant donné que Claire Roy écrit le téléphone "819 555-0101" pour "Coop du Quai"
    Et que mon téléphone "819 555-0202" attend mon choix
    Quand je choisis de mettre le mien
    Alors la fiche de "Coop du Quai" montre "819 555-0202"
    Et la chronologie de "Coop du Quai" montre "819 555-0101"

  Scénario: Pendant que je choisis, elle écrit encore
    Étant donné que Claire Roy écrit le téléphone "819 555-0101" pour "Coop du Quai"
    Et que mon téléphone "819 555-0202" attend mon choix
    Et que Claire Roy écrit le téléphone "819 555-0303" pour "Coop du Quai"
    Quand je choisis de mettre le mien
    Alors on me répond "Claire Roy a écrit « 819 555-0303 »"
    Et rien de nouveau n'est consigné

  Scénario: Elle a écrit la même chose
    Étant donné que Claire Roy écrit le téléphone "819 555-0202" pour "Coop du Quai"
    Quand j'écris le téléphone "819 555-0202"
    Alors je lis le message "Claire Roy vient d’écrire la même chose. Rien de plus à consigner."
    Et rien de nouveau n'est consigné

  Scénario: Un autre renseignement de la même fiche ne gêne pas
    Étant donné que Claire Roy écrit le courriel "info@quai.example" pour "Coop du Quai"
    Quand j'écris le téléphone "819 555-0202"
    Alors la fiche de "Coop du Quai" montre "819 555-0202"
    Et la fiche de "Coop du Quai" montre "info@quai.example"

  Scénario: Une valeur d'avant se rétablit depuis la chronologie
    Étant donné que Claire Roy écrit le téléphone "819 555-0101" pour "Coop du Quai"
    Et que Claire Roy écrit le téléphone "819 555-0303" pour "Coop du Quai"
    Quand je rétablis depuis la chronologie le téléphone "819 555-0101" de "Coop du Quai"
    Alors les renseignements de "Coop du Quai" montrent "819 555-0101"
    Et la chronologie de "Coop du Quai" montre "819 555-0303"

  Scénario: Une valeur rétablie se défait depuis le message
    Étant donné que Claire Roy écrit le téléphone "819 555-0101" pour "Coop du Quai"
    Et que Claire Roy écrit le téléphone "819 555-0303" pour "Coop du Quai"
    Et que j'ai rétabli depuis la chronologie le téléphone "819 555-0101" de "Coop du Quai"
    Quand j'annule depuis le message
    Alors les renseignements de "Coop du Quai" montrent "819 555-0303"
