"""Letters that leave Trame: into a folder, or by SMTP. What they say is never logged."""

import logging
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from crm.event_store.ids import new_id
from crm.refusal import N_, Refusal

log = logging.getLogger(__name__)
SENDER = "trame@localhost"
PATIENCE = 20
"""Seconds for which a mail server may stay silent."""


class MailNotSent(Refusal):
    sentence = N_("Le courriel n’est pas parti. Vérifiez le service de courrier, puis recommencez.")
    status = 503


class MailMisnamed(Refusal):
    sentence = N_(
        "CRM_MAIL n’est pas reconnu. Écrivez un dossier, ou "
        "smtp://compte:secret@serveur:587?de=trame@organisme.ca (smtps:// pour le port 465)."
    )


@dataclass(frozen=True)
class Mail:
    """Where letters go: `smtp://…`, `smtps://…`, or a folder that keeps them as files."""

    address: str

    def send(self, to: str, subject: str, body: str) -> None:
        """One letter of plain text. Raises MailNotSent, MailMisnamed."""
        parts = urlsplit(self.address)
        carriers: dict[str, Callable[[EmailMessage], None]] = {
            "smtp": lambda letter: _by_smtp(parts, letter),
            "smtps": lambda letter: _by_smtp(parts, letter),
            "": lambda letter: _into_folder(Path(self.address), letter),
        }
        if parts.scheme not in carriers:
            raise MailMisnamed
        try:
            letter = _letter(_sender(parts), to, subject, body)
            carriers[parts.scheme](letter)
        except (OSError, ValueError, smtplib.SMTPException) as error:
            log.error("a letter was not sent: %s", type(error).__name__)  # noqa: TRY400  # its message may quote an address
            raise MailNotSent from None


def _letter(sender: str, to: str, subject: str, body: str) -> EmailMessage:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = sender, to, subject
    letter["Date"] = format_datetime(datetime.now(UTC))
    letter["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(body, cte="8bit")
    return letter


def _into_folder(folder: Path, letter: EmailMessage) -> None:
    """One file a letter, for its owner alone."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{new_id()}.eml"
    path.touch(mode=0o600, exist_ok=False)
    path.write_bytes(letter.as_bytes())


def _by_smtp(parts: SplitResult, letter: EmailMessage) -> None:
    """Encrypted, unless the server is this machine."""
    host, trusted = parts.hostname or "localhost", ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, parts.port or 465, timeout=PATIENCE, context=trusted
        )
    else:
        server = smtplib.SMTP(host, parts.port or 587, timeout=PATIENCE)
    with server:
        if parts.scheme == "smtp" and host not in ("localhost", "127.0.0.1", "::1"):
            server.starttls(context=trusted)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(letter)


def _sender(parts: SplitResult) -> str:
    if not parts.scheme:
        return SENDER
    return parse_qs(parts.query).get("de", [SENDER])[0]
