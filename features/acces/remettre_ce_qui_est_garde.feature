# language: fr
Fonctionnalité: Remettre à une personne tout ce qui est gardé sur elle

  Contexte:
    Étant donné que je suis connectée comme responsable des renseignements personnels
    Et l'entreprise "Coop du Moulin" suivie par le pôle
    Et "Odile Vraincourt" siège au conseil de "Coop du Moulin"
    Et la note "Odile Vraincourt viendra au conseil" au dossier de "Coop du Moulin"
    Et la note "Odile Vraincourt et Paul Sicotte sont brouillés" au dossier de "Coop du Moulin"
    Et la note "vu M. Vraincourt, son cousin sans doute" au dossier de "Coop du Moulin"

  Scénario: La responsable lit d'abord, et rien n'est coché
    Quand j'ouvre tout ce qui est gardé sur "Odile Vraincourt" depuis la fiche de "Coop du Moulin"
    Alors la page montre "Odile Vraincourt et Paul Sicotte sont brouillés"
    Et la page montre "son cousin sans doute"
    Et aucune note n'est cochée

  Scénario: Seules les notes cochées partent
    Quand je remets le fichier structuré avec la note "Odile Vraincourt viendra au conseil"
    Alors le fichier dit "viendra au conseil"
    Et le fichier ne dit pas "Paul Sicotte"
    Et le fichier ne dit pas "cousin"
    Et le fichier dit que 2 notes sont retenues
    Et rien de nouveau n'est consigné

  Scénario: Le document est un PDF accessible, en français
    Quand je remets le document PDF avec la note "Odile Vraincourt viendra au conseil"
    Alors le document est balisé, en français, et se déclare PDF/UA
    Et le document dit "Odile Vraincourt viendra au conseil"
    Et le document dit "2 notes d'autres dossiers ne sont pas remises"
    Et le document ne dit pas "Paul Sicotte"
    Et son nom de fichier ne nomme personne

  Scénario: Une note qui n'était pas proposée ne part pas
    Quand je force la remise d'une note "toiture à refaire" du dossier de "Coop du Moulin"
    Alors le fichier ne dit pas "toiture à refaire"

  Scénario: Une conseillère ne remet rien
    Quand une conseillère ouvre tout ce qui est gardé sur "Odile Vraincourt"
    Alors elle lit que la page ne lui est pas ouverte

  Scénario: La portabilité ne remet que ce que la personne a fourni
    Étant donné que "Odile Vraincourt" a donné le courriel "=odile@courriel.example"
    Et que le rôle de "Odile Vraincourt" a pris fin parce que "brouillée avec le conseil"
    Quand je remets ce que la personne a fourni
    Alors l'archive dit "Vraincourt" et "=odile@courriel.example", avec son schéma
    Et l'archive ne dit ni "brouillée" ni "viendra au conseil"
    Et le tableau commence par la marque UTF-8 et n'a aucune formule
    Et la remise est notée parmi les consultations
