"""Addresses and ids of messages, such that a copy of the database tells nobody whose."""

from __future__ import annotations

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet

from clinic.secret import clinic_secret, derive
from clinic.settings import Settings


class Seals:
    """Makes keyed digests, and encrypts addresses, under keys of the clinic's secret."""

    def __init__(self, digests: bytes, addresses: bytes) -> None:
        """Use two keys of 32 bytes."""
        self._digests = digests
        self._fernet = Fernet(base64.urlsafe_b64encode(addresses))

    @classmethod
    def open(cls, settings: Settings) -> Seals:
        """Use the keys of the clinic's secret.

        Raises:
            SecretUnusableError: as of `clinic.secret`.
        """
        secret = clinic_secret(settings)
        return cls(derive(secret, "digests of messengers"), derive(secret, "addresses"))

    def digest(self, *parts: str) -> str:
        """Return an HMAC-SHA256 of the parts, in hexadecimal; each list of parts has its own."""
        told = b"".join(f"{len(part)}:{part}".encode() for part in parts)
        return hmac.new(self._digests, told, hashlib.sha256).hexdigest()

    def seal(self, address: str) -> str:
        """Return an address encrypted."""
        return self._fernet.encrypt(address.encode()).decode()

    def unseal(self, sealed: str) -> str:
        """Return the address that was sealed.

        Raises:
            cryptography.fernet.InvalidToken: it was sealed under another secret.
        """
        return self._fernet.decrypt(sealed.encode()).decode()
