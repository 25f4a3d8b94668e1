"""The words that every room shares: parties, actions, modes, phases, the value "unknown".

A code is for ever: a new one is a release, a withdrawn one stays readable in old events. What a
person reads for each code is in `crm.site.labels`.
"""

from typing import Literal, get_args

from msgspec import Struct

ActionCode = Literal[
    "R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8", "R9",
    "V1", "V2", "V3",
    "D1", "D2", "D3", "D4", "D5", "D6",
    "S1", "S2", "S3", "S4", "S5", "S6", "S7", "S8",
]  # fmt: skip
"""The national axes: four roles, 26 actions. A pôle may relabel or extend one, not redefine it."""

PartyKind = Literal["enterprise", "organisation", "promoter"]

Mode = Literal[
    "call", "meeting", "video", "visit", "email", "message", "background_work", "unknown"
]

Theme = Literal[
    "financing", "succession", "governance", "bylaws", "recruitment", "workforce", "marketing",
    "procurement", "digital", "business_plan", "accounting", "premises", "startup", "legal_form",
    "social_impact", "partnership", "training", "other", "unknown",
]  # fmt: skip
"""The root shared by the network; `recruitment` and `succession` are never retired (I-13, I-15)."""

Urgency = Literal["low", "normal", "high", "critical", "unknown"]

Phase = Literal[
    "idea", "prefeasibility", "feasibility", "prestartup", "constitution", "startup", "growth",
    "consolidation", "transfer",
]  # fmt: skip
"""Promoters pass the first six; measures, resources and projects may name any."""

Milestone = Literal[
    "idea", "prefeasibility", "feasibility", "prestartup", "constitution", "startup"
]

Survival = Literal["active", "ceased"]
"""What becomes of an enterprise after it was founded, on the day somebody saw it."""

WithdrawalReason = Literal[
    "group", "funding", "viability", "time", "model", "need_met", "no_news", "other", "unknown",
]  # fmt: skip
"""Why a project is given up; `unknown` is for what was said before it was asked."""

LegalForm = Literal[
    "obnl_quebec", "obnl_federal", "cooperative", "financial_cooperative", "mutual",
    "association", "public_body", "private_company", "informal_group", "other", "unknown",
]  # fmt: skip

CoopType = Literal[
    "producers", "consumers", "worker", "worker_shareholder", "solidarity", "unknown"
]

RoleKind = Literal[
    "direction", "board_chair", "board_officer", "board_member", "manager", "key_staff", "staff",
    "contact", "founder", "volunteer", "first_line_advisor", "elected_official", "funder_agent",
    "mentor", "transferor", "other",
]  # fmt: skip

Public = Literal[
    "enterprise", "first_line_advisor", "ecosystem_actor", "community_practitioner",
    "potential_promoter", "promoter", "elected_official", "youth", "general_public", "partner",
]  # fmt: skip
"""Whom an activity is for: what tells R3, R4, D4, S2 and S8 apart."""

DepartureHorizon = Literal[
    "up_to_24_months", "25_to_60_months", "61_to_120_months", "over_120_months",
    "none_foreseen", "unknown", "declined",
]  # fmt: skip
"""A window that starts the day it was declared; bounds in months leave no gap between bands."""

Unknown = Literal["unknown", "declined", "not_asked", "not_applicable"]
"""Why a count is missing: distinct from zero, and from each other."""

Count = int | Unknown
Answer = Literal["yes", "no", "unknown", "declined", "not_asked", "not_applicable"]
AccessRole = Literal[
    "advisor", "coordination", "partner", "reader", "privacy_officer", "administrator", "network"
]
Precision = Literal["day", "month", "year", "by"]
"""`by`: true at the latest on that day, since when unknown."""

ACTIONS: tuple[str, ...] = get_args(ActionCode)
MODES: tuple[str, ...] = get_args(Mode)
THEMES: tuple[str, ...] = get_args(Theme)
URGENCIES: tuple[str, ...] = get_args(Urgency)
PHASES: tuple[str, ...] = get_args(Phase)
MILESTONES: tuple[str, ...] = get_args(Milestone)
LEGAL_FORMS: tuple[str, ...] = get_args(LegalForm)
COOP_TYPES: tuple[str, ...] = get_args(CoopType)
ROLE_KINDS: tuple[str, ...] = get_args(RoleKind)
PUBLICS: tuple[str, ...] = get_args(Public)
HORIZONS: tuple[str, ...] = get_args(DepartureHorizon)
UNKNOWNS: tuple[str, ...] = get_args(Unknown)
ANSWERS: tuple[str, ...] = get_args(Answer)


class PartyRef(Struct, frozen=True):
    """Who is served or met: an enterprise, an organisation of the ecosystem, or a promoter."""

    kind: PartyKind
    id: str


class Territory(Struct, frozen=True):
    """A place as geography named it the day it was read, so that one that moves stays readable."""

    level: Literal["municipality", "mrc", "region", "pole", "quebec", "outside"]
    code: str
    edition: str
    """Date (ISO) of the geography read."""


class Address(Struct, frozen=True, omit_defaults=True):
    """Where a body is, as written; `territory` when the place is recognised."""

    lines: str = ""
    municipality: str = ""
    postal_code: str = ""
    territory: Territory | None = None
    mrc: str | None = None
    """Code of the MRC (three digits), when the place is recognised."""


def is_known(count: Count | None) -> bool:
    """Whether a count is a number: unknown, declined, not asked leave a denominator."""
    return isinstance(count, int)
