"""Alerts by e-mail, over SMTP."""

from __future__ import annotations

from email.message import EmailMessage
from email.utils import localtime

from clinic import mail
from clinic.alerts.alert import Alert, DeliveryError
from clinic.alerts.words import body_of, subject_of
from clinic.settings import Settings


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
        try:
            await mail.send(self._settings, self._message(alert))
        except mail.MailError as error:
            raise DeliveryError(str(error)) from None

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
