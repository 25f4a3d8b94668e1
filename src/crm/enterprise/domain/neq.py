"""The Québec enterprise number: ten digits, the first two say what kind of body holds it."""

import re

from crm.refusal import N_, Refusal

_NEQ = re.compile(r"(11|22|33|88)\d{8}")


class NeqMalformed(Refusal):
    sentence = N_(
        "Un NEQ compte dix chiffres et commence par 11, 33 ou 88. "
        "Vérifiez les chiffres : par exemple 1140139735."
    )
    field = "neq"


class NeqOfIndividual(Refusal):
    sentence = N_(
        "Un NEQ qui commence par 22 est celui d’une personne qui exploite seule son entreprise : "
        "ce n’est pas une entreprise d’économie sociale."
    )
    field = "neq"


def read_neq(text: str) -> str:
    """Ten digits, spaces and dashes forgiven. No check digit exists in public rules: none is asked.

    Raises NeqMalformed, or NeqOfIndividual for a number that begins with 22.
    """
    digits = re.sub(r"[\s\u00a0\u202f.\-]", "", text)
    if not _NEQ.fullmatch(digits):
        raise NeqMalformed
    if digits.startswith("22"):
        raise NeqOfIndividual
    return digits
