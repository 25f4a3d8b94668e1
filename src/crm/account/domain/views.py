"""Views of a list that somebody names and keeps: what an address may hold, and what is refused."""

import re
from urllib.parse import parse_qsl, urlencode

from crm.refusal import N_, Refusal

KEPT = {
    "accompagnements": ("etat", "conseil", "participe", "action", "silence", "suite"),
    "entreprises": ("mrc", "forme", "suivi", "es"),
    "projets": ("etat", "jalon"),
}
"""By list, what a view keeps of its address: codes. What is typed to search names people."""
CODE = re.compile(r"[A-Za-z0-9_.-]{1,40}", re.ASCII)
LONGEST, MOST, MOST_KEPT = 60, 30, 40


class ViewUnnamed(Refusal):
    sentence = N_("Donnez un nom à cette vue.")
    field = "nom"


class ViewNameTooLong(Refusal):
    sentence = N_("Le nom d’une vue tient en 60 caractères.")
    field = "nom"


class ViewNameTaken(Refusal):
    sentence = N_("Vous avez déjà une vue de ce nom dans cette liste. Choisissez-en un autre.")
    field = "nom"


class TooManyViews(Refusal):
    sentence = N_("Vous avez déjà 30 vues de cette liste. Supprimez-en une avant d’en garder une.")
    field = "nom"


class ViewGone(Refusal):
    sentence = N_("Cette vue n’existe plus, ou n’est pas partagée avec vous.")
    status = 404


class NotYourView(Refusal):
    sentence = N_(
        "Cette vue est à quelqu’un d’autre. Gardez-la dans vos vues pour la changer à votre façon."
    )
    status = 403


def kept(listed: str, address: str) -> str:
    """What a view keeps of the address of this list: codes it knows, and nothing typed."""
    asked = parse_qsl(address[:2_000], keep_blank_values=False)
    held = [(n, v) for n, v in asked if n in KEPT.get(listed, ()) and CODE.fullmatch(v)]
    return urlencode(held[:MOST_KEPT])


def named(name: str) -> str:
    """The name of a view. Raises ViewUnnamed, ViewNameTooLong."""
    said = " ".join(name.split())
    if not said:
        raise ViewUnnamed
    if len(said) > LONGEST:
        raise ViewNameTooLong
    return said
