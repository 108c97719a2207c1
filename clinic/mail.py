"""A mail on its way, over SMTP by way of the settings' server."""

from __future__ import annotations

import re
from email.message import EmailMessage
from typing import Final

import aiosmtplib

from clinic.settings import Settings

# Of each step of the conversation with the server.
PATIENCE_SECONDS: Final = 10
# RFC 3463: tells staff's administrator more than the code alone, and quotes nothing
ENHANCED: Final = re.compile(r"[245]\.\d{1,3}\.\d{1,3}\b")


class MailError(RuntimeError):
    """The server has not taken a mail; the message says why, and quotes nothing."""


async def send(settings: Settings, message: EmailMessage) -> None:
    """Return once the server has taken the mail.

    Raises:
        MailError: it has not.
    """
    password = settings.smtp_password
    try:
        await aiosmtplib.send(
            message,
            recipients=[str(message["To"])],
            hostname=settings.smtp_host,
            port=settings.smtp_port,
            username=settings.smtp_user if password else None,
            password=password.get_secret_value() if password else None,
            use_tls=settings.smtp_security == "tls",
            start_tls=settings.smtp_security == "starttls",
            timeout=PATIENCE_SECONDS,
        )
    except (aiosmtplib.SMTPException, OSError) as error:
        raise MailError(_reason(error)) from None


def _reason(error: Exception) -> str:
    """Return the kind of an error with the server's code, but nothing that it quotes."""
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused) and error.recipients:
        error = error.recipients[0]
    kind = type(error).__name__
    if not isinstance(error, aiosmtplib.SMTPResponseException):
        return kind
    enhanced = ENHANCED.match(error.message)
    return " ".join([kind, str(error.code), *([enhanced[0]] if enhanced else [])])
