# language: fr
Fonctionnalité: Ce qu'un collègue a fait pendant que ma page restait ouverte

  Contexte:
    Étant donné que je suis connectée comme conseillère
    Et l'entreprise "Coop de l'Éveil" suivie par le pôle
    Et le dossier "Préparer la relève" ouvert pour "Coop de l'Éveil"
    Et le projet "Halte-garderie" de "Maude Pépin"

  Plan du scénario: Mon geste arrive après le sien, et on me le dit
    Étant donné ma page restée ouverte, alors qu'un collègue a <entre-temps>
    Quand j'y demande "<geste>"
    Alors on me répond "<phrase>"
    Et rien de nouveau n'est consigné

    Exemples: Le dossier
      | entre-temps          | geste               | phrase                                                     |
      | fermé le dossier     | Fermer le dossier   | Ce dossier est déjà fermé.                                 |
      | rouvert le dossier   | Rouvrir le dossier  | Ce dossier est ouvert : il n'y a rien à rouvrir.           |
      | fixé une autre étape | Fermer le dossier   | Ce dossier a encore une prochaine étape.                   |
      | comblé le besoin     | Combler             | Ce besoin n'est plus ouvert.                               |
      | rouvert le besoin    | Rouvrir             | Ce besoin est encore ouvert : il n'y a rien à rouvrir.     |
      | atteint l'objectif   | Atteint             | Cet objectif n'est plus visé.                              |
      | rétabli l'objectif   | Rétablir            | Cet objectif est encore visé : il n'y a rien à rétablir.   |
      | fait l'étape         | Marquer comme faite | Cette étape n'est plus à faire.                            |
      | rétabli l'étape      | Rétablir            | Cette étape est encore à faire : il n'y a rien à rétablir. |
      | retiré le document   | Retirer du dossier  | Ce document n'est plus dans le dossier.                    |

    Exemples: L'orientation
      | entre-temps      | geste             | phrase                                                                         |
      | reçu la réponse  | A accepté         | Cette orientation a déjà reçu sa réponse.                                      |
      | cessé le partage | Cesser le partage | Cette orientation n'est pas partagée.                                          |
      | cessé ce partage | Envoyer le lien   | Partagez d'abord cette orientation : un lien ne montre que ce qui est partagé. |
      | reçu un refus    | Envoyer le lien   | Cette orientation est close : il n'y a plus de réponse à attendre.             |

    Exemples: L'entreprise
      | entre-temps                  | geste                        | phrase                                    |
      | cessé de suivre l'entreprise | Terminer le suivi            | Cette entreprise n'est pas suivie.        |
      | suivi l'entreprise           | Commencer le suivi           | Cette entreprise est déjà suivie.         |
      | mis fin au plan de relève    | Consigner le plan de relève  | Aucun plan de relève n'est en vigueur.    |
      | délaissé l'outil             | Ne s'en sert plus            | Cette entreprise n'utilise pas cet outil. |
      | mis fin au rôle              | Terminer ce rôle aujourd'hui | Ce rôle est déjà terminé.                 |

    Exemples: Le projet
      | entre-temps            | geste                   | phrase                                                                         |
      | fondé l'entreprise     | Fonder l'entreprise     | Ce projet est déjà devenu une entreprise.                                      |
      | franchi le jalon       | Consigner le jalon      | Ce jalon est déjà franchi.                                                     |
      | retiré le jalon        | Annuler                 | Ce jalon n'est pas franchi : il n'y a rien à retirer.                          |
      | repris la démarche     | Reprendre la démarche   | Cette démarche n'est ni suspendue, ni abandonnée, ni réorientée.               |
      | réorienté le projet    | Consigner le jalon      | Ce projet est réorienté. Reprenez la démarche avant d'y ajouter quelque chose. |
      | vu partir le membre    | Consigner le départ     | Cette personne ne fait pas partie du groupe. Choisissez-la dans la liste.      |
      | retiré le consentement | Retirer ce consentement | Aucun consentement ne tient pour cette fin : il n'y a rien à retirer.          |

    Exemples: La chronologie
      | entre-temps     | geste              | phrase                                                                       |
      | corrigé l'appel | Annuler la saisie  | Quelqu'un a corrigé ou annulé cette saisie depuis que vous l'avez ouverte.   |
      | annulé l'appel  | Corriger la saisie | Cette saisie a été corrigée ou retirée depuis. Relisez-la, puis recommencez. |
