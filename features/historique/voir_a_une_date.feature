# language: fr
Fonctionnalité: Voir une fiche telle qu'elle était

  Contexte:
    Étant donné que je suis connectée comme conseillère
    Et l'entreprise "Radio du Haut-Pays" suivie par le pôle depuis le "2024-01-15"

  Scénario: Le nom d'avant se lit à la date d'avant
    Étant donné l'entreprise renommée "Radio des Hautes-Terres" le "2025-06-01"
    Quand j'ouvre la fiche à la date du "2025-01-01"
    Alors la fiche porte le nom "Radio du Haut-Pays"
    Et la fiche est en lecture seule

  Scénario: Aujourd'hui, elle porte son nouveau nom
    Étant donné l'entreprise renommée "Radio des Hautes-Terres" le "2025-06-01"
    Quand j'ouvre la fiche à la date d'aujourd'hui
    Alors la fiche porte le nom "Radio des Hautes-Terres"
