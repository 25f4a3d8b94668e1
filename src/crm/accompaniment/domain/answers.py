"""What the organisation referred to does of a referral, before and after it accepts."""

from datetime import date
from typing import Annotated

from crm.accompaniment.domain.events import FileEvent
from crm.event_store.events import stored
from crm.event_store.sealing import Sealed


@stored("referral_link.sent.v1")
class ReferralLinkSent(FileEvent, frozen=True, kw_only=True):
    """A letter left with a link that shows what is shared, without an account, until a day. Where
    it went is not kept."""

    referral_id: str
    until: date


@stored("referral.seen.v1")
class ReferralSeen(FileEvent, frozen=True, kw_only=True):
    """The organisation opened it for the first time."""

    referral_id: str


@stored("referral.questioned.v1")
class ReferralQuestioned(FileEvent, frozen=True, kw_only=True):
    """The organisation needs to know more before it answers."""

    referral_id: str
    words: Annotated[str, Sealed("note", of="referral_id")]


@stored("referral.undertaken.v1")
class ReferralUndertaken(FileEvent, frozen=True, kw_only=True):
    """The organisation has begun: the party is in its hands."""

    referral_id: str
