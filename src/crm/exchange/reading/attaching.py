"""Which organisation a row belongs to, or why a person must say."""

from msgspec import Struct

from crm.exchange.reading.directory import Directory, Match
from crm.exchange.reading.rows import Fate, FollowUpRow, PortraitRow, Reason, RowRead, Told
from crm.refusal import N_

NOBODY = N_("Aucun organisme connu ne porte le nom « {name} ».")
LOOKS_LIKE = N_("« {name} » ressemble à un organisme connu, sans certitude : confirmez-le.")
SEVERAL = N_("« {name} » peut désigner plusieurs organismes : choisissez.")


class Attached(Struct, frozen=True, kw_only=True):
    """A row, or one of the names in it, and the organisation it belongs to.

    `id` is empty unless the fate is `recorded`; `candidates` are ids to choose among.
    """

    fate: Fate
    id: str = ""
    reason: Reason = ""
    told: Told | None = None
    candidates: tuple[str, ...] = ()


def attach(row: RowRead, directory: Directory) -> Attached:
    """The organisation of a follow-up or portrait row; the row's own fate when it has another."""
    if row.fate != "recorded" or not isinstance(row.content, FollowUpRow | PortraitRow):
        return Attached(fate=row.fate, reason=row.reason, told=row.told)
    return attach_name(row.content.organisation, directory)


def attach_name(name: str, directory: Directory) -> Attached:
    """The organisation that a name as written means."""
    match = directory.match(name)
    if match.verdict == "match":
        return Attached(fate="recorded", id=match.id)
    return Attached(
        fate="undecided",
        reason=match.verdict,
        told=Told(_why(match), {"name": " ".join(name.split())}),
        candidates=match.candidates,
    )


def _why(match: Match) -> str:
    if not match.candidates:
        return NOBODY
    return LOOKS_LIKE if len(match.candidates) == 1 else SEVERAL
