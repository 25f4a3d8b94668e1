"""The notice that goes before any personal information: its text by version, and to whom it went.

P-39.1 s. 8 has the person told of purposes, means, rights of access and rectification, and of the
right to withdraw, when information is collected.
"""

from typing import Literal, Self

from crm.event_store.events import Aggregate, Event, Occurrence, new_id, stored
from crm.privacy.domain.consents import Consenting
from crm.refusal import N_, Refusal

NoticeLanguage = Literal["fr", "en"]
NoticeMeans = Literal["spoken", "written", "online"]
PROPOSED = (
    N_(
        "Le pôle note votre nom et ce que vous racontez de votre projet pour vous accompagner, et "
        "pour rendre compte de son travail sans jamais vous nommer."
    ),
    N_(
        "Seules les personnes de l’équipe du pôle y ont accès. Rien n’est transmis à un "
        "partenaire sans votre accord."
    ),
    N_(
        "Vous pouvez en tout temps voir ces renseignements, les faire corriger ou retirer votre "
        "accord, auprès de la personne responsable de leur protection au pôle."
    ),
    N_("Vous pouvez refuser. Le pôle vous renseignera sans ouvrir de dossier."),
)
"""Version 0, in every language, until the pôle adopts a text of its own."""
SHORTEST_NOTICE, LONGEST_NOTICE = 40, 4_000
"""Characters."""


@stored("notice.adopted.v1")
class NoticeAdopted(Event, frozen=True, kw_only=True):
    """From that day, this text is the notice given in this language. It names nobody."""

    language: NoticeLanguage
    version: int
    text: str


@stored("notice.given.v1")
class NoticeGiven(Event, frozen=True, kw_only=True):
    """Somebody, or those who carry a project, received this version, in this way."""

    about: Consenting
    subject_id: str
    language: NoticeLanguage
    version: int
    means: NoticeMeans


class NoticeTooShort(Refusal):
    sentence = N_(
        "Écrivez l’avis en entier : pourquoi on note, qui lit, quels sont les droits de la "
        "personne et à qui elle s’adresse."
    )
    field = "avis"


class NoticeText(Aggregate, noun="notice"):
    @classmethod
    def adopt(cls, by: Occurrence, *, language: NoticeLanguage, version: int, text: str) -> Self:
        """The next version in this language. Raises NoticeTooShort."""
        if not SHORTEST_NOTICE <= len(text.strip()) <= LONGEST_NOTICE:
            raise NoticeTooShort
        said = {"language": language, "version": version, "text": text.strip()}
        return cls(new_id()).trigger(NoticeAdopted, by, **said)


class NoticeReceived(Aggregate, noun="notice_received"):
    @classmethod
    def give(
        cls,
        by: Occurrence,
        *,
        about: Consenting,
        subject_id: str,
        language: NoticeLanguage,
        version: int,
        means: NoticeMeans,
    ) -> Self:
        """This version went to them that day."""
        said = {"language": language, "version": version, "means": means}
        return cls(new_id()).trigger(NoticeGiven, by, about=about, subject_id=subject_id, **said)
