"""Alerts by e-mail, over SMTP."""

from __future__ import annotations

import re
from email.message import EmailMessage
from email.utils import localtime
from typing import Final

import aiosmtplib

from clinic.alerts.alert import Alert, DeliveryError
from clinic.alerts.words import body_of, subject_of
from clinic.settings import Settings

# Of each step of the conversation with the server.
PATIENCE_SECONDS: Final = 10
# RFC 3463: tells staff's administrator more than the code alone, and quotes nothing
ENHANCED: Final = re.compile(r"[245]\.\d{1,3}\.\d{1,3}\b")


class Mail:
    """One recipient: an address that fails keeps no other from its alert."""

    def __init__(self, settings: Settings, recipient: str) -> None:
        """Prepare to write to a recipient by way of the settings' server."""
        self._settings, self._recipient = settings, recipient

    @property
    def name(self) -> str:
        """The address, as staff know it."""
        return f"mail:{self._recipient}"

    async def send(self, alert: Alert) -> None:
        """Return once the server has taken the mail.

        Raises:
            DeliveryError: it has not.
        """
        settings = self._settings
        password = settings.smtp_password
        try:
            await aiosmtplib.send(
                self._message(alert),
                recipients=[self._recipient],
                hostname=settings.smtp_host,
                port=settings.smtp_port,
                username=settings.smtp_user if password else None,
                password=password.get_secret_value() if password else None,
                use_tls=settings.smtp_security == "tls",
                start_tls=settings.smtp_security == "starttls",
                timeout=PATIENCE_SECONDS,
            )
        except (aiosmtplib.SMTPException, OSError) as error:
            raise DeliveryError(_reason(error)) from None

    def _message(self, alert: Alert) -> EmailMessage:
        sender = self._settings.alert_from or ""
        message = EmailMessage()
        message["From"], message["To"] = sender, self._recipient
        message["Subject"] = subject_of(alert, self._settings.clinic_name)
        message["Date"] = localtime()
        # the same for a mail that is sent twice, so that mailboxes show it once
        origin = f"alarm-{alert.alarm}-{alert.reminder}-{alert.raised_at:%Y%m%d%H%M%S}"
        message["Message-ID"] = f"<{origin}@{sender.rpartition('@')[2]}>"
        # no answer from a mailbox that is out of office (RFC 3834)
        message["Auto-Submitted"] = "auto-generated"
        if alert.level == "now":
            message["Importance"] = "high"
        message.set_content(body_of(alert, reminders=self._settings.reminders))
        return message


def _reason(error: Exception) -> str:
    """Return the kind of an error with the server's code, but nothing that it quotes."""
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused) and error.recipients:
        error = error.recipients[0]
    kind = type(error).__name__
    if not isinstance(error, aiosmtplib.SMTPResponseException):
        return kind
    enhanced = ENHANCED.match(error.message)
    return " ".join([kind, str(error.code), *([enhanced[0]] if enhanced else [])])
