"""A link that opens a plan for a short while, where no cookie can: in a tab of its own."""

from __future__ import annotations

import base64
from typing import Final

from cryptography.fernet import Fernet, InvalidToken

from clinic.secret import clinic_secret, derive
from clinic.settings import Settings

SECONDS: Final = 10 * 60


class Tickets:
    """Writes a conversation's name such that nobody else can read or make it."""

    def __init__(self, settings: Settings) -> None:
        """Use the clinic's secret."""
        self._fernet = Fernet(base64.urlsafe_b64encode(derive(clinic_secret(settings), "plans")))

    def issue(self, sender: str) -> str:
        """Return a ticket to a conversation's plan."""
        return self._fernet.encrypt(sender.encode()).decode()

    def sender(self, ticket: str) -> str | None:
        """Return whose plan a ticket opens; None where it is none of ours, or too old."""
        try:
            return self._fernet.decrypt(ticket.encode(), ttl=SECONDS).decode()
        except (InvalidToken, UnicodeEncodeError):
            return None
