# language: fr
Fonctionnalité: Consigner sans réseau

  Ce qui est écrit sur la route part plus tard, parfois plus d'une fois : une seule rencontre en
  reste, datée du jour où elle a été écrite.

  Contexte:
    Étant donné que je suis connectée comme conseillère
    Et l'entreprise "Coop de l'Éveil" suivie par le pôle

  Scénario: La réponse perdue fait partir deux fois la même ligne
    Étant donné la ligne "@éveil appel 40 min le bail avance" partie sans réponse
    Quand la même ligne part de nouveau
    Alors la chronologie de "Coop de l'Éveil" montre un seul appel

  Scénario: Une ligne écrite avant-hier garde son jour et compte ses dates de là
    Quand la ligne "@éveil appel hier suite : relire le bail demain" écrite avant-hier arrive
    Alors l'appel est daté d'il y a trois jours
    Et la suite est pour hier

  Scénario: Une étape écrite avant-hier dans un dossier est datée d'avant-hier
    Étant donné le dossier "Relève" ouvert pour "Coop de l'Éveil"
    Quand l'étape "Relire le bail" écrite avant-hier arrive
    Alors l'étape est datée d'avant-hier
    Et elle est consignée comme écrite sans réseau

  Scénario: Changée après une réponse perdue, la ligne n'est ni perdue ni consignée deux fois
    Étant donné la ligne "@éveil appel 40 min le bail avance" partie sans réponse
    Quand la même ligne part de nouveau avec "@éveil appel 40 min le bail est signé"
    Alors on me refuse avec "Cette saisie est déjà consignée, telle qu’elle est d’abord partie."
    Et rien de plus n'est consigné

  Scénario: Une rencontre renvoyée du formulaire avec un autre texte est gardée dans le formulaire
    Quand j'envoie deux fois un appel avec "Coop de l'Éveil", la note passant de "Le bail avance" à "Le bail est signé"
    Alors on me refuse avec "Cette saisie est déjà consignée"
    Et "Le bail est signé" est encore dans le formulaire

  Scénario: Envoyée de nouveau après ce refus, elle devient une autre rencontre
    Étant donné un appel avec "Coop de l'Éveil" envoyé deux fois, la note passant de "Le bail avance" à "Le bail est signé"
    Quand j'envoie le formulaire de nouveau
    Alors la chronologie de "Coop de l'Éveil" montre "Le bail avance"
    Et la chronologie de "Coop de l'Éveil" montre "Le bail est signé"

  Scénario: Une note écrite sous un autre compte attend la même personne
    Quand une ligne écrite par une autre personne part de mon navigateur
    Alors on me refuse avec "Cette note a été écrite sous un autre compte."
    Et rien de nouveau n'est consigné

  Scénario: Une session fermée entre-temps ne perd rien
    Étant donné que ma session est fermée
    Quand la ligne "@éveil appel 40 min le bail avance" arrive de mon appareil
    Alors on me répond que ma session est fermée
    Et rien de nouveau n'est consigné
