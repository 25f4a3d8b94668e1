# language: fr
Fonctionnalité: Effacer ce qui est gardé sur une personne

  Contexte:
    Étant donné que je suis connectée comme conseillère
    Et le projet "Buanderie Vraincourt" de "Odile Vraincourt"
    Et l'entreprise "Coop du Moulin" suivie par le pôle
    Et la note "Odile Vraincourt viendra au conseil" au dossier de "Coop du Moulin"
    Et la note "vu M. Vraincourt, son cousin sans doute" au dossier de "Coop du Moulin"
    Et la note "toiture à refaire avant l'hiver" au dossier de "Coop du Moulin"

  Scénario: La responsable lit tout ce qui est gardé
    Quand la responsable des renseignements personnels ouvre l'effacement du projet
    Alors elle lit "Buanderie Vraincourt"
    Et rien de nouveau n'est consigné

  Scénario: Elle efface pour toujours
    Étant donné que la responsable des renseignements personnels a lu ce qui est gardé sur le projet
    Quand elle efface parce que la personne le demande
    Alors elle lit "Certificat d'effacement"
    Et elle lit "clé détruite"
    Et le registre des effacements compte 1 effacement achevé
    Et nulle part on ne lit plus "Buanderie Vraincourt"

  Scénario: Les notes d'autres dossiers sont proposées, cochées si elles la nomment
    Quand la responsable des renseignements personnels ouvre l'effacement de "Odile Vraincourt"
    Alors la note "Odile Vraincourt viendra au conseil" est proposée et cochée
    Et la note "vu M. Vraincourt, son cousin sans doute" est proposée et décochée

  Scénario: Les notes d'autres dossiers qui la nomment s'effacent avec elle
    Étant donné que la responsable des renseignements personnels a lu ce qui est gardé sur "Odile Vraincourt"
    Quand elle efface parce que la personne le demande
    Alors la chronologie de "Coop du Moulin" ne dit plus "viendra au conseil"
    Et la chronologie de "Coop du Moulin" montre "son cousin sans doute"
    Et la chronologie de "Coop du Moulin" montre "toiture à refaire"
    Et la chronologie de "Coop du Moulin" montre "[effacé]"

  Scénario: Rien ne part sans le mot qui le confirme
    Étant donné que la responsable des renseignements personnels a lu ce qui est gardé sur le projet
    Quand elle demande l'effacement sans écrire le mot, en précisant "lettre du 3 novembre"
    Alors on lui répond "Pour effacer, écrivez EFFACER"
    Et "lettre du 3 novembre" est encore dans son formulaire
    Et rien de nouveau n'est consigné

  Scénario: Rien ne part sans motif
    Étant donné que la responsable des renseignements personnels a lu ce qui est gardé sur le projet
    Quand elle demande l'effacement sans motif
    Alors on lui répond "choisissez un des trois motifs"
    Et rien de nouveau n'est consigné

  Scénario: Ce qui est déjà effacé ne s'efface pas deux fois
    Étant donné que la responsable des renseignements personnels a lu ce qui est gardé sur le projet
    Quand elle efface parce que la personne le demande
    Et elle rouvre l'effacement du projet
    Alors on lui répond "il n'y a rien à effacer"

  Scénario: Une note qui n'était pas proposée ne s'efface pas
    Étant donné que la responsable des renseignements personnels a lu ce qui est gardé sur le projet
    Quand elle force l'effacement de la note "toiture à refaire avant l'hiver"
    Alors la chronologie de "Coop du Moulin" montre "toiture à refaire"

  Scénario: Une conseillère n'efface personne
    Quand j'ouvre l'effacement du projet
    Alors on me répond "Cette page ne vous est pas ouverte"
