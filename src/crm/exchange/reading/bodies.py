"""Whether two records speak of one body: the same name is not enough, the same place neither."""

from typing import Literal

from crm.exchange.reading.directory import NOBODY, Directory, Known, Match, postal
from crm.exchange.reading.names import plain_words, spell
from crm.exchange.reading.slips import is_slip

Likeness = Literal["same", "perhaps", "different"]
GENERIC = frozenset({"quebec", "qc", "ville", "de", "municipalite", "la", "paroisse", "village"})


def same_body(one: Known, other: Known) -> Likeness:
    """Same: one NEQ, or one name and one place (postal code or municipality). Perhaps: one name in
    two places or in none, or a name with a slip at one postal code. Otherwise different."""
    if one.neq and other.neq:
        return "same" if one.neq == other.neq else "different"
    here = _places_agree(one, other)
    match _names_agree(one, other):
        case "yes":
            return "same" if here in ("door", "town") else "perhaps"
        case "nearly" if here == "door":
            return "same"
        case "nearly" if here == "unsaid":
            return "perhaps"
        case "slip" if here == "door":
            return "perhaps"
    return "different"


def recognise(body: Known, directory: Directory) -> Match:
    """The body already known that this record speaks of. Several candidates when a person must
    say; none when it is a new body."""
    if body.neq and (holder := directory.with_neq(body.neq)):
        return Match("match", holder.id, exact=True)
    near = (*directory.named(body.name), *directory.at_postal_code(body.postal_code))
    verdicts = {known.id: _told_apart(body, known, directory) for known in near}
    same = tuple(id for id, verdict in verdicts.items() if verdict == "same")
    if len(same) == 1:
        return Match("match", same[0], exact=True)
    doubtful = same or tuple(id for id, verdict in verdicts.items() if verdict == "perhaps")
    return Match("several_candidates", candidates=doubtful) if doubtful else NOBODY


def _told_apart(body: Known, known: Known, directory: Directory) -> Likeness:
    """One ordinary name in two places, « Maison des jeunes », is two bodies."""
    likeness = same_body(body, known)
    if likeness == "perhaps" and _places_agree(body, known) == "no":
        return likeness if directory.is_telling(body.name) else "different"
    return likeness


def _names_agree(one: Known, other: Known) -> Literal["yes", "nearly", "slip", "no"]:
    """Yes: one name. Nearly: little words apart. Slip: letters apart."""
    ours = [spell(n) for n in (one.name, *one.other_names)]
    theirs = [spell(n) for n in (other.name, *other.other_names)]
    if {s.long for s in ours} & {s.long for s in theirs} - {""}:
        return "yes"
    if {s.bare for s in ours} & {s.bare for s in theirs} - {""}:
        return "nearly"
    return "slip" if is_slip(ours[0], theirs[0], frozenset()) else "no"


def _places_agree(one: Known, other: Known) -> Literal["door", "town", "unsaid", "no"]:
    ours, theirs = postal(one.postal_code), postal(other.postal_code)
    if ours and ours == theirs:
        return "door"
    here, there = _place(one.municipality), _place(other.municipality)
    if here and there:
        return "town" if here == there else "no"
    return "no" if ours and theirs else "unsaid"


def _place(municipality: str) -> str:
    words = spell(" ".join(plain_words(municipality))).words
    return " ".join(w for w in words if w not in GENERIC)
