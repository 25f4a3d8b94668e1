"""The map of personal data: of each sealed field, why it is held, how long, and where it is from.

The law asks for it before any system is acquired, developed or overhauled (P-39.1, s. 3.3). A test
compares it with the events themselves: a sealed field that is not here fails, and so does a line
about a field that is no more.
"""

from typing import Literal, NamedTuple

Purpose = Literal["follow_up", "emergence", "succession", "reporting", "team", "proof"]
Keeping = Literal[
    "inactive_promoter", "former_contact", "with_its_file", "with_its_account", "proof"
]
Origin = Literal["provided", "observed", "inferred"]
"""Told by the person; written by the team of what it saw or decided; deduced by a computation."""


class Datum(NamedTuple):
    """What the map says of one field."""

    purpose: Purpose
    keeping: Keeping
    origin: Origin


PURPOSES: dict[Purpose, str] = {
    "follow_up": "accompany the bodies of the social economy, and reach who answers for them",
    "emergence": "accompany those who carry a project, until it is founded or given up",
    "succession": "see departures coming, and help a body prepare for them",
    "reporting": "say who took part in an activity, and count each person once",
    "team": "recognise who signs in, and say who did what",
    "proof": "prove what was decided about information, and why",
}
KEPT: dict[Keeping, str] = {
    "inactive_promoter": "the pôle's rule for a project without news: then erased, or prolonged",
    "former_contact": "the pôle's rule for a person without a role: then erased, or prolonged",
    "with_its_file": "as long as its file; silenced with whoever it names, at an erasure",
    "with_its_account": "as long as the account stands behind an act; no rule of time yet",
    "proof": "kept with the decision it explains; its key can be destroyed on its own",
}
_FILE = Datum("follow_up", "with_its_file", "observed")
_CONTACT = Datum("follow_up", "former_contact", "provided")
_PROJECT = Datum("emergence", "inactive_promoter", "provided")
_PROJECT_NOTE = Datum("emergence", "inactive_promoter", "observed")
_PORTRAIT = Datum("succession", "with_its_file", "provided")
_TEAM = Datum("team", "with_its_account", "provided")
_TEAM_NOTE = Datum("team", "with_its_account", "observed")
_PROOF = Datum("proof", "proof", "observed")

DATA_MAP: dict[str, Datum] = {
    "access.granted reason": _TEAM_NOTE,
    "access.revoked reason": _TEAM_NOTE,
    "accompaniment.closed summary": _FILE,
    "accompaniment.entrusted note": _FILE,
    "accompaniment.opened title": _FILE,
    "accompaniment.reopened reason": _FILE,
    "accompaniment.titled title": _FILE,
    "account.closed reason": _TEAM_NOTE,
    "account.opened email": _TEAM,
    "account.opened name": _TEAM,
    "account.reopened reason": _TEAM_NOTE,
    "attendance.confirmed as_written": Datum("reporting", "with_its_file", "provided"),
    "board_portrait.recorded aged_35_or_less": _PORTRAIT,
    "board_portrait.recorded women": _PORTRAIT,
    "co_intervener.joined part": _FILE,
    "confirmation.asked words": _FILE,
    "consent.given words": Datum("proof", "proof", "provided"),
    "departure.declared horizon": _PORTRAIT,
    "document.attached title": _FILE,
    "entry.corrected reason": _FILE,
    "entry.taken_back reason": _FILE,
    "erasure.decided reason": _PROOF,
    "intervention.recorded summary": _FILE,
    "model.explored reasoning": _PROJECT_NOTE,
    "need.clarified note": _FILE,
    "need.expressed verbatim": Datum("follow_up", "with_its_file", "provided"),
    "need.left_unanswered reason": _FILE,
    "next_step.dropped reason": _FILE,
    "next_step.planned text": _FILE,
    "next_step.postponed reason": _FILE,
    "outcome.contested words": Datum("follow_up", "with_its_file", "provided"),
    "objective.agreed responsible": _FILE,
    "objective.agreed text": _FILE,
    "objective.dropped reason": _FILE,
    "passkey.removed reason": _TEAM_NOTE,
    "person.registered as_written": _CONTACT,
    "person.registered family_name": _CONTACT,
    "person.registered given_name": _CONTACT,
    "person.renamed family_name": _CONTACT,
    "person.renamed given_name": _CONTACT,
    "personal_channel.provided value": _CONTACT,
    "promoter.paused reason": _PROJECT_NOTE,
    "promoter.welcomed idea": _PROJECT,
    "promoter.welcomed working_title": _PROJECT,
    "promoter.redirected reason": _PROJECT_NOTE,
    "promoter.withdrawn reason": _PROJECT_NOTE,
    "promoter_project.described idea": _PROJECT,
    "promoter_project.described working_title": _PROJECT,
    "qualification.assessed evidence": _FILE,
    "qualification.assessed opinion": _FILE,
    "red_flag.taken_up flag": Datum("succession", "with_its_file", "inferred"),
    "referral.made message": _FILE,
    "referral.questioned words": _FILE,
    "referral.refused reason": _FILE,
    "result.declared comment": _FILE,
    "request.answered answer": _PROOF,
    "request.closed reason": _PROOF,
    "request.received details": Datum("proof", "proof", "provided"),
    "request.received requester": Datum("proof", "proof", "provided"),
    "request.refused reason": _PROOF,
    "request.reopened reason": _PROOF,
    "retention.prolonged reason": _PROOF,
    "role.ended reason": Datum("succession", "former_contact", "observed"),
    "row.set_aside raw": _FILE,
    "second_factor.removed reason": _TEAM_NOTE,
    "tool.abandoned reason": _FILE,
    "tool_result.observed result": _FILE,
    "workforce_portrait.recorded aged_55_plus": _PORTRAIT,
    "workforce_portrait.recorded retirements_5_years": _PORTRAIT,
}
"""By stored name without its version, then the field."""
