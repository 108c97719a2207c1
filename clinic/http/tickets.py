"""Addresses that open something of a patient's for a short while, and that nobody else can make."""

from __future__ import annotations

import base64
import json
from typing import Final

from cryptography.fernet import Fernet, InvalidToken

from clinic.secret import clinic_secret, derive
from clinic.settings import Settings

SECONDS: Final = 10 * 60


class Tickets:
    """Writes down what is meant such that nobody else can read or make it."""

    def __init__(self, settings: Settings, purpose: str) -> None:
        """Use the clinic's secret; a ticket of one purpose opens nothing of another.

        Raises:
            SecretUnusableError: as of `clinic.secret`.
        """
        self._fernet = Fernet(base64.urlsafe_b64encode(derive(clinic_secret(settings), purpose)))

    def issue(self, *meant: str) -> str:
        """Return a ticket, good for ten minutes."""
        return self._fernet.encrypt(json.dumps(meant).encode()).decode()

    def meant(self, ticket: str) -> list[str] | None:
        """Return what a ticket means; None where it is none of ours, or too old."""
        try:
            found: list[str] = json.loads(self._fernet.decrypt(ticket.encode(), ttl=SECONDS))
        except (InvalidToken, UnicodeEncodeError):
            return None
        return found
