"""The mail with a link by which somebody of the staff sets a password."""

from __future__ import annotations

import logging
from email.message import EmailMessage
from email.utils import localtime, make_msgid

from clinic import mail
from clinic.settings import Settings
from clinic.staff.accounts import Member
from clinic.staff.words import words

log = logging.getLogger(__name__)


def can_send(settings: Settings) -> bool:
    """Tell whether links can be mailed: by a server, and with an address that is surely ours."""
    return settings.smtp_host is not None and settings.public_url is not None


async def send_link(settings: Settings, member: Member, link: str) -> bool:
    """Mail a link to somebody whose login is an address; return whether the server took it."""
    sender = settings.alert_from or ""
    message = EmailMessage()
    message["From"], message["To"] = sender, member.login
    message["Subject"] = str(words("mail.subject")).format(clinic=settings.clinic_name)
    message["Date"] = localtime()
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    body = str(words("mail.body"))
    message.set_content(body.format(name=member.name, clinic=settings.clinic_name, link=link))
    try:
        await mail.send(settings, message)
    except mail.MailError as error:
        log.error("a link for a password was not sent: %s", error)
        return False
    return True
