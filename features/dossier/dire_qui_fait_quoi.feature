# language: fr
Fonctionnalité: Dire qui fait quoi dans un dossier

  Contexte:
    Étant donné que je suis connectée comme conseillère
    Et l'entreprise "Ateliers du Fleuve" suivie par le pôle
    Et le dossier "Relève" ouvert pour "Ateliers du Fleuve"
    Et l'organisation "Coopérative de développement du Fleuve", connue du pôle

  Scénario: Un organisme devient chef de file
    Quand je désigne "Coopérative de développement du Fleuve" chef de file
    Alors le dossier montre "Coopérative de développement du Fleuve"
    Et la chronologie de "Ateliers du Fleuve" montre "Chef de file : Coopérative de développement du Fleuve"

  Scénario: Le même chef de file ne se désigne pas deux fois
    Étant donné "Coopérative de développement du Fleuve" chef de file du dossier
    Quand je désigne "Coopérative de développement du Fleuve" chef de file
    Alors on me répond "Ce dossier a déjà ce chef de file."
    Et rien de nouveau n'est consigné

  Scénario: Un organisme intervient, avec son rôle et sa date
    Quand "Coopérative de développement du Fleuve" intervient pour "plan financier"
    Alors le dossier montre "plan financier"
    Et le dossier montre "depuis le 19 nov. 2026"

  Scénario: Le même intervenant ne se joint pas deux fois
    Étant donné "Coopérative de développement du Fleuve" au dossier
    Quand "Coopérative de développement du Fleuve" intervient pour "plan financier"
    Alors on me répond "intervient déjà dans ce dossier"
    Et rien de nouveau n'est consigné

  Scénario: Qui répond du dossier n'a pas à s'y joindre
    Quand j'interviens moi-même dans mon dossier
    Alors on me répond "Cette personne répond déjà de ce dossier."
    Et rien de nouveau n'est consigné

  Scénario: Une intervention se termine, et la trace reste
    Étant donné "Coopérative de développement du Fleuve" au dossier
    Quand l'intervention se termine
    Alors le dossier montre "Du 19 nov. 2026 au 19 nov. 2026"
    Et la chronologie de "Ateliers du Fleuve" montre "n’intervient plus au dossier"

  Scénario: Un collègue retrouve le dossier où il intervient
    Étant donné le dossier confié à un collègue, où j'interviens
    Quand je regarde les dossiers où je participe
    Alors je lis "Relève"
