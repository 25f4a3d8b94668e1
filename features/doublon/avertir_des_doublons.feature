# language: fr
Fonctionnalité: Être averti d'un doublon avant de l'inscrire

  Contexte:
    Étant donné que je suis connectée comme conseillère
    Et l'entreprise "Boulangerie de l'Œuvre" inscrite avec le NEQ "1140000017"
    Et le projet "Café du bassin" de "Lison Arcand"

  Plan du scénario: Le nom tapé fait voir la fiche qui existe, et pourquoi
    Quand je tape le nom "<nom>" pour inscrire une entreprise
    Alors on me montre "Boulangerie de l'Œuvre" parce que "<raison>"

    Exemples:
      | nom                    | raison            |
      | boulangerie de l oeuvre | même nom          |
      | Boulangeri de l'Euvre  | se prononce pareil |
      | Boulangerie de l'Oevre | nom voisin        |

  Scénario: Le NEQ tapé aussi
    Quand je tape le nom "Pains et cie" et le NEQ "1140 000 017" pour inscrire une entreprise
    Alors on me montre "Boulangerie de l'Œuvre" parce que "même NEQ"

  Scénario: Un nom qui ne ressemble à rien ne dérange pas
    Quand je tape le nom "Boulangerie du Coin" pour inscrire une entreprise
    Alors on ne me montre rien

  Scénario: Inscrire le même nom demande d'y penser
    Quand j'inscris encore l'entreprise "Boulangerie de l'oeuvre"
    Alors on me répond "Une fiche porte déjà ce nom."
    Et "Boulangerie de l'oeuvre" est encore dans le formulaire
    Et rien de nouveau n'est consigné

  Scénario: Deux entreprises peuvent porter le même nom
    Étant donné que l'inscription de "Boulangerie de l'oeuvre" m'a avertie
    Quand j'envoie de nouveau l'inscription
    Alors la liste des entreprises montre "Boulangerie de l'oeuvre"

  Scénario: La personne qui porte un projet est reconnue à l'oreille
    Quand je tape "Lizon Arquand" parmi celles qui portent un projet
    Alors on me montre "Lison Arcand" parce que "se prononce pareil"

  Scénario: La personne connue du pôle reçoit un rôle sans être récrite
    Quand je donne un rôle à "Lison Arcand" chez "Boulangerie de l'Œuvre" en la reconnaissant
    Alors le pôle connaît une seule personne
    Et la fiche de "Boulangerie de l'Œuvre" montre "Lison Arcand"

  Scénario: La personne reconnue n'est pas écrite deux fois
    Quand j'accueille le projet "Buvette" en reconnaissant "Lison Arcand"
    Alors le pôle connaît une seule personne
