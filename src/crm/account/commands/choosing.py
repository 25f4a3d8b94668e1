"""What a password must not be: short, somebody's own name, one that leaked, or the first that
anybody tries."""

import hashlib
import re
from functools import cache
from pathlib import Path

from crm.refusal import N_, Refusal
from crm.site.folding import fold

SHORTEST, LONGEST = 12, 1000
FEWEST_SIGNS = 5
LEAKED = Path(__file__).with_name("leaked_passwords.bin")
"""Of each password of 12 characters or more among the million most seen in leaks, the first bytes
of its SHA-256, in order; made by `scripts/vendor`."""
DIGEST = 6
FREQUENT = frozenset(
    (
        "motdepasse motdepasses monmotdepasse password passwords mypassword bienvenue welcome "
        "bonjour bonjouratous jetaime iloveyou soleil princesse dragon football hockey canadiens "
        "montreal quebec letmein changeme changezmoi secret azerty azertyuiop qwerty qwertyuiop "
        "qwertyuiopasdf qazwsxedc azertyuiopqsdf administrateur administrator administration admin "
        "trame tramecrm economiesociale poledeconomiesociale abcdefghijkl abcdefghijklm "
        "correcthorsebatterystaple loremipsum abcdef"
    ).split()
)
"""Letters alone: digits and signs around them, and the same word said again, add nothing."""


class PasswordTooShort(Refusal):
    sentence = N_("Ce mot de passe compte moins de 12 caractères. Écrivez une phrase, par exemple.")
    field = "mot_de_passe"


class PasswordTooLong(Refusal):
    sentence = N_("Ce mot de passe dépasse 1 000 caractères. Écrivez-en un plus court.")
    field = "mot_de_passe"


class PasswordTooPlain(Refusal):
    sentence = N_(
        "Ce mot de passe est parmi les premiers qu’on essaie. Écrivez plutôt une phrase à vous, de "
        "quatre ou cinq mots."
    )
    field = "mot_de_passe"


class PasswordLeaked(Refusal):
    sentence = N_(
        "Ce mot de passe figure dans des listes volées, que l’on essaie partout. Écrivez plutôt "
        "une phrase à vous, de quatre ou cinq mots."
    )
    field = "mot_de_passe"


class PasswordTellsWho(Refusal):
    sentence = N_(
        "Ce mot de passe contient votre nom ou votre courriel. Choisissez des mots qui ne vous "
        "nomment pas."
    )
    field = "mot_de_passe"


def judge(password: str, *known: str) -> None:
    """Whether this may be the password of somebody whose name and e-mail are `known`.

    Raises PasswordTooShort, PasswordTooLong, PasswordTooPlain, PasswordLeaked, PasswordTellsWho.
    """
    if len(password) < SHORTEST:
        raise PasswordTooShort
    if len(password) > LONGEST:
        raise PasswordTooLong
    if is_frequent(password):
        raise PasswordTooPlain
    if has_leaked(password):
        raise PasswordLeaked
    joined = fold(password).replace(" ", "")
    if any(word in joined for word in _words(known)):
        raise PasswordTellsWho


def is_frequent(password: str) -> bool:
    """Few different signs, no letter, or a frequent word with nothing but digits around it."""
    letters = re.sub(r"[\d ]", "", fold(password))
    once = re.sub(r"^(.+?)\1+$", r"\1", letters)
    return len(set(password)) < FEWEST_SIGNS or not letters or {letters, once} & FREQUENT != set()


def has_leaked(password: str) -> bool:
    """Whether it is in the list of passwords seen in leaks, whatever its capitals."""
    return hashlib.sha256(password.lower().encode(errors="replace")).digest()[:DIGEST] in _leaked()


@cache
def _leaked() -> frozenset[bytes]:
    kept = LEAKED.read_bytes()
    return frozenset(kept[n : n + DIGEST] for n in range(0, len(kept), DIGEST))


def _words(known: tuple[str, ...]) -> set[str]:
    """Each word of a name, each part of an address before its last dot; short ones say little."""
    said = (text.rpartition(".")[0] if "@" in text else text for text in known)
    words = {word for text in said for word in fold(text).split()}
    return {word for word in words if len(word) > 4}
