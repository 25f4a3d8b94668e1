# language: fr
Fonctionnalité: Consigner une rencontre

  Contexte:
    Étant donné que je suis connectée comme conseillère
    Et l'entreprise "Coop de l'Éveil" suivie par le pôle

  Scénario: La rencontre se lit dans l'historique et dans le rapport
    Quand je consigne un appel de "30 min" avec "Coop de l'Éveil"
    Alors la chronologie de "Coop de l'Éveil" montre "Appel"
    Et le rapport de suivi compte "30 min"

  Scénario: D'un seul geste, le besoin et la suite sont consignés
    Quand je consigne une visite chez "Coop de l'Éveil" avec le besoin "recrutement" et la suite "envoyer le gabarit"
    Alors la fiche de "Coop de l'Éveil" montre "recrutement"
    Et ma journée montre "envoyer le gabarit"

  Scénario: On consigne aujourd'hui ce qui est arrivé il y a dix jours
    Quand je consigne un appel d'il y a dix jours avec "Coop de l'Éveil"
    Alors la chronologie de "Coop de l'Éveil" date l'appel d'il y a dix jours

  Scénario: Envoyée deux fois, la rencontre n'est consignée qu'une fois
    Quand j'envoie deux fois le même appel avec "Coop de l'Éveil"
    Alors la chronologie de "Coop de l'Éveil" montre un seul appel

  Scénario: Une date à venir est refusée et ce que j'ai écrit reste
    Quand je consigne pour le "2199-01-01" un appel avec "Coop de l'Éveil" et la note "On a parlé du bail"
    Alors on me refuse la saisie à côté de la date
    Et "On a parlé du bail" est encore dans le formulaire
    Et rien de nouveau n'est consigné

  Scénario: Une note démesurée est refusée et gardée
    Quand je consigne un appel avec "Coop de l'Éveil" et une note de 2000000 caractères
    Alors on me répond "4 000 caractères. Gardez l'essentiel ici et joignez le reste en document"
    Et rien de nouveau n'est consigné

  Scénario: Une note garde les émojis, les guillemets et le code tels quels
    Quand je consigne un appel avec "Coop de l'Éveil" et la note "🌱 <b>'; DROP TABLE events;--"
    Alors la chronologie de "Coop de l'Éveil" montre "🌱 <b>'; DROP TABLE events;--"

  Scénario: Une ligne dit plusieurs besoins et plusieurs personnes
    Étant donné "Lucie Roy" qui travaille pour "Coop de l'Éveil"
    Quand je note "@éveil rencontre 1 h le 3 #financement #recrutement @lucie @« Jean Bédard »"
    Alors la chronologie de "Coop de l'Éveil" montre "Lucie Roy et Jean Bédard"
    Et la fiche de "Coop de l'Éveil" montre "financement"
    Et la fiche de "Coop de l'Éveil" montre "recrutement"

  Scénario: Une ligne qui convient à deux organisations demande laquelle
    Étant donné l'entreprise "Coop de l'Étoile" suivie par le pôle
    Quand j'écris la ligne "@coop appel 30 min"
    Alors je lis "De qui s’agit-il?"
    Et rien de nouveau n'est consigné
