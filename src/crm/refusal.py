"""A refusal is an answer, not a failure: a named class that carries the sentence a person reads."""

from typing import ClassVar


def N_(sentence: str) -> str:
    """Marks a French sentence for translation; whoever shows it asks for the reader's language."""
    return sentence


class Refusal(Exception):
    """The command asks for something that a rule of the trade refuses; no event is recorded.

    `field` names the form field that the sentence stands beside; `status` is the HTTP status.
    `values` fill the placeholders of the sentence.
    """

    sentence: ClassVar[str] = ""
    status: ClassVar[int] = 422
    field: str | None = None

    def __init__(self, field: str | None = None, **values: object) -> None:
        super().__init__(type(self).__name__)
        self.values = values
        if field is not None:
            self.field = field


class Unknown(Refusal):
    """Nothing of this kind has this id, at least not in this pôle."""

    sentence = N_("Cet élément est introuvable.")
    status = 404


class Conflict(Refusal):
    """Somebody else wrote in between, or holds what may be held only once."""

    sentence = N_("Quelqu’un vient de modifier la même chose. Relisez, puis recommencez.")
    status = 409


class Superseded(Conflict):
    """The entry was restated or taken back since it was read."""

    sentence = N_("Cette saisie a été corrigée ou retirée depuis. Relisez-la, puis recommencez.")


class SaidMeanwhile(Conflict):
    """The value that a form replaces is no longer the one it showed."""

    sentence = N_(
        "Quelqu’un a écrit ce renseignement pendant que vous l’écriviez. Comparez, puis choisissez."
    )


class StillNeeded(Conflict):
    """Later events of the stream make no sense without the entry as it stands."""

    sentence = N_("D’autres saisies dépendent de celle-ci. Corrigez-les d’abord.")


class AlreadyHeld(Conflict):
    """Another one holds what only one may hold: `values` name the rows and the columns."""

    sentence = N_("Une autre fiche porte déjà cette valeur.")
