"""What is refused when somebody corrects or takes back what was recorded."""

from crm.refusal import N_, Conflict, Refusal


class ReasonMissing(Refusal):
    sentence = N_("Dites pourquoi en quelques mots : la chronologie garde le motif.")
    field = "motif"


class NothingCorrected(Refusal):
    sentence = N_("Rien n’a changé : la saisie dit déjà cela.")


class NotAnEntry(Refusal):
    sentence = N_(
        "Ce fait ne se corrige pas ainsi. Consignez plutôt ce qui le défait, par exemple une "
        "réouverture."
    )


class CorrectedMeanwhile(Conflict):
    sentence = N_(
        "Quelqu’un a corrigé ou annulé cette saisie depuis que vous l’avez ouverte. Comparez les "
        "deux, puis choisissez."
    )
