"""What is refused about an enterprise, with the sentence a person reads."""

from crm.refusal import N_, Refusal


class EnterpriseUnnamed(Refusal):
    sentence = N_("Le nom de l’entreprise est obligatoire.")
    field = "nom"


class AlreadyFollowed(Refusal):
    sentence = N_("Cette entreprise est déjà suivie.")


class NotFollowed(Refusal):
    sentence = N_("Cette entreprise n’est pas suivie.")


class ToolNotAdopted(Refusal):
    sentence = N_("Cette entreprise n’utilise pas cet outil.")
    field = "outil"


class ResultUnsaid(Refusal):
    sentence = N_("Dites en quelques mots ce que l’outil a donné.")
    field = "resultat"


class PortraitEmpty(Refusal):
    sentence = N_(
        "Ce portrait ne dit rien encore. Écrivez au moins un nombre, ou « inconnu » là où "
        "l’entreprise ne le sait pas."
    )
    field = "employes"


class CountsInconsistent(Refusal):
    sentence = N_(
        "Ce nombre dépasse le total. Corrigez l’un des deux : le texte déjà écrit est gardé."
    )


class PlanOver(Refusal):
    sentence = N_("Un plan de relève ne peut se terminer avant d’être adopté.")
    field = "valide_jusque"


class PlanNotInForce(Refusal):
    sentence = N_("Aucun plan de relève n’est en vigueur.")


class NeqAlreadyHeld(Refusal):
    """`holder` is the name of the one that bears it, `holder_id` its id."""

    sentence = N_("Ce NEQ est déjà celui de « {holder} ». Vérifiez le numéro, ou ouvrez sa fiche.")
    field = "neq"


class DayAhead(Refusal):
    sentence = N_("Cette date est dans l’avenir. Écrivez la date d’aujourd’hui ou une date passée.")
    field = "date"


class DayTooEarly(Refusal):
    sentence = N_("Cette date est trop ancienne. Écrivez une date à partir de 1900.")
    field = "date"


class MrcUnknown(Refusal):
    sentence = N_("Cette MRC n’est pas connue. Choisissez-la dans la liste.")
    field = "mrc"


class OpinionMissing(Refusal):
    sentence = N_("Dites en quelques mots ce qui vous fait conclure ainsi.")
    field = "avis"


class LineUnexplained(Refusal):
    sentence = N_("Dites sur quoi repose ce jugement « non conforme ».")


class VerdictsAtOdds(Refusal):
    sentence = N_(
        "Une ligne est non conforme : l’ensemble ne peut être jugé conforme. Revoyez la ligne ou "
        "la conclusion."
    )
    field = "conclusion"


class NothingAssessed(Refusal):
    sentence = N_("Rien n’est encore jugé. Donnez au moins une réponse autre que « à documenter ».")
    field = "conclusion"


class GridUnknown(Refusal):
    sentence = N_("Cette grille n’existe pas, ou ses lignes ne sont pas celles-là.")
