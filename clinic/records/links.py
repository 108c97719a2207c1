"""Codes by which a patient takes a talk along to a messenger: short, for a while, and for once."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Final

from sqlalchemy import delete, select

from clinic.records.messenger_models import LinkCode
from clinic.records.models import now
from clinic.records.seals import Seals
from clinic.records.store import Store
from clinic.settings import Settings

VALID_FOR: Final = dt.timedelta(minutes=15)
# Without those that are read for another: 32 of them, so that 10 hold 50 bits.
LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
LENGTH: Final = 10


class LinkCodes(Store):
    """The codes that are open; the database holds only their keyed digests."""

    def __init__(self, url: str, seals: Seals) -> None:
        """Open them at a database's address; it must be migrated already."""
        super().__init__(url)
        self._seals = seals

    @classmethod
    def open(cls, settings: Settings) -> LinkCodes:
        """Open them where the settings say.

        Raises:
            SecretUnusableError: as of `clinic.secret`.
        """
        return cls(settings.records_url, Seals.open(settings))

    def issue(self, sender: str) -> str:
        """Return a new code for a conversation; one that it had before no longer works."""
        code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
        with self._session.begin() as session:
            session.execute(delete(LinkCode).where(LinkCode.sender == sender))
            session.add(LinkCode(key=self.key(code), sender=sender, expires_at=now() + VALID_FOR))
        return code

    def whose(self, code: str) -> str | None:
        """Return the conversation of a code; None where there is no such code, or no more.

        Who takes the talk along uses the code up in the same transaction (`arrivals.take`).
        """
        with self._session.begin() as session:
            return session.scalar(
                select(LinkCode.sender).where(
                    LinkCode.key == self.key(code), LinkCode.expires_at > now()
                )
            )

    def forget_expired(self) -> None:
        """Delete what nobody used in time."""
        with self._session.begin() as session:
            session.execute(delete(LinkCode).where(LinkCode.expires_at <= now()))

    def key(self, code: str) -> str:
        """Return the keyed digest of a code."""
        return self._seals.digest("link", code.upper())
