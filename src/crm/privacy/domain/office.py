"""Who answers for personal information in the pôle, and in how many days persons are answered.

Both are decisions with a history: each stands until a later one, and the earlier stay readable.
"""

from typing import Literal, Self

from crm.event_store.events import Aggregate, Event, Occurrence, new_id, stored
from crm.refusal import N_, Refusal

Capacity = Literal["highest_authority", "delegate"]
"""P-39.1 s. 3.1: the person of highest authority, unless delegated in writing."""
PrivacyAct = Literal["P-39.1", "A-2.1"]
"""Of private enterprises, OBNL included; or of public bodies, which house some pôles."""
ANSWER_DAYS, WARNING_DAYS = 30, (20, 27)
"""P-39.1 s. 32: days to answer a request, silence being a refusal; days after which we warn."""
LONGEST_DELAY = 90


@stored("privacy_officer.designated.v1")
class PrivacyOfficerDesignated(Event, frozen=True, kw_only=True):
    """From that day, this title answers for personal information. It is published with its
    contact (P-39.1 s. 3.1): neither is sealed."""

    title: str
    capacity: Capacity
    email: str = ""
    phone: str = ""


@stored("answer_delay.adopted.v1")
class AnswerDelayAdopted(Event, frozen=True, kw_only=True):
    """From that day, requests received are answered within these days, and warned of before."""

    act: PrivacyAct
    answer_days: int
    first_warning_days: int
    second_warning_days: int


class OfficerUntitled(Refusal):
    sentence = N_("Écrivez le titre de la personne responsable, tel que vous le publiez.")
    field = "titre"


class OfficerUnreachable(Refusal):
    sentence = N_(
        "Donnez un courriel ou un téléphone : la loi demande de publier comment la joindre."
    )
    field = "courriel"


class WarningsDisordered(Refusal):
    sentence = N_(
        "Le premier avertissement vient avant le second, et le second avant la fin du délai."
    )
    field = "second"


class PrivacySetting(Aggregate, noun="privacy_setting"):
    @classmethod
    def designate(
        cls, by: Occurrence, *, title: str, capacity: Capacity, email: str = "", phone: str = ""
    ) -> Self:
        """Who answers from that day. Raises OfficerUntitled, OfficerUnreachable."""
        if not title.strip():
            raise OfficerUntitled
        if not (email.strip() or phone.strip()):
            raise OfficerUnreachable
        said = {"title": title.strip(), "email": email.strip(), "phone": phone.strip()}
        return cls(new_id()).trigger(PrivacyOfficerDesignated, by, capacity=capacity, **said)

    @classmethod
    def adopt_delay(
        cls, by: Occurrence, *, act: PrivacyAct, answer_days: int, first: int, second: int
    ) -> Self:
        """Days to answer, and days after which the officer is warned. Raises WarningsDisordered."""
        if not 0 < first < second < answer_days <= LONGEST_DELAY:
            raise WarningsDisordered
        return cls(new_id()).trigger(
            AnswerDelayAdopted,
            by,
            act=act,
            answer_days=answer_days,
            first_warning_days=first,
            second_warning_days=second,
        )
