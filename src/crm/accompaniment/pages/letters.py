"""The letters that bring a link. They name nobody: a mailbox is read by many."""

from collections.abc import Mapping

from crm.site.languages import Language

LETTERS: dict[Language, tuple[str, str]] = {
    "fr": (
        "Une orientation vous attend",
        """\
Bonjour,

{pole} vous a orienté quelqu’un. Lisez ce qui est partagé avec vous, avec son accord,
et répondez ici :

{link}

Ce lien reste valide 30 jours, tant que l’orientation est ouverte et partagée. Il ne montre rien
d’autre. Ne le transférez pas. Si vous n’attendiez pas ce message, ignorez-le.
""",
    ),
    "en": (
        "A referral is waiting for you",
        """\
Hello,

{pole} has referred somebody to you. Read what is shared with you, with their consent,
and answer here:

{link}

This link remains valid for 30 days, as long as the referral is open and shared. It shows nothing
else. Please do not forward it. If you did not expect this message, ignore it.
""",
    ),
}


CONFIRMING: dict[Language, tuple[str, str]] = {
    "fr": (
        "Une confirmation vous est demandée",
        """\
Bonjour,

{pole} vous demande si ce qui a été noté avec vous est juste. Lisez-le et répondez ici, sans
compte :

{link}

Ce lien reste valide 30 jours et ne sert qu’à une réponse. Il ne montre rien d’autre. Ne le
transférez pas. Si vous n’attendiez pas ce message, ignorez-le.
""",
    ),
    "en": (
        "You are asked to confirm something",
        """\
Hello,

{pole} asks you whether what was noted with you is right. Read it and answer here, without an
account:

{link}

This link remains valid for 30 days and serves for one answer. It shows nothing else. Please do
not forward it. If you did not expect this message, ignore it.
""",
    ),
}


def letter(
    language: Language,
    pole: str,
    link: str,
    letters: Mapping[Language, tuple[str, str]] = LETTERS,
) -> tuple[str, str]:
    """(subject, body) in the language of whoever will read it."""
    subject, body = letters[language]
    return subject, body.format(pole=pole, link=link)
