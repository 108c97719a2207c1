"""The clinic's one secret, and the keys that are derived from it, one for each purpose.

It is `DEWY_SECRET`, or else a file in the folder of the data that is made on first use. Who loses
it loses the photographs: keep a copy, but not beside the backup of the photographs.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import SecretStr

from clinic.setting_kinds import SHORTEST_SECRET

if TYPE_CHECKING:
    from clinic.settings import Settings

KEY_BYTES: Final = 32
"""Of a derived key: what AES-256 and HMAC-SHA256 take."""
FILE: Final = "secret"
_RANDOM_BYTES: Final = 48


class SecretUnusableError(Exception):
    """The file of the secret holds none that is long enough, or cannot be read or made."""


def clinic_secret(settings: Settings) -> SecretStr:
    """Return the clinic's secret: the setting, or the one of its file, which is made if missing.

    Raises:
        SecretUnusableError: there is no setting, and the file is too short or cannot be used.
    """
    if settings.secret:
        return settings.secret
    file = settings.var / FILE
    try:
        if not file.exists():
            _make(file)
        text = file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SecretUnusableError(f"{file} cannot be used: {type(error).__name__}") from None
    if len(text) < SHORTEST_SECRET:
        raise SecretUnusableError(
            f"{file} is shorter than {SHORTEST_SECRET} characters: put the right one back, or"
            " delete it for a new one; photographs under the old one then stay unreadable"
        )
    return SecretStr(text)


def derive(secret: SecretStr, purpose: str) -> bytes:
    """Return the key of a purpose, 32 bytes, by HKDF-SHA256 (RFC 5869).

    Keys of different purposes tell nothing of each other, nor of the secret.
    """
    derivation = HKDF(SHA256(), KEY_BYTES, salt=None, info=f"dewy/{purpose}".encode())
    return derivation.derive(secret.get_secret_value().encode())


def _make(file: Path) -> None:
    """Put a new secret into a file that only this user reads; of several processes the first wins.

    A whole file is linked to the name, which fails where that exists: nobody reads half a secret.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=f".{FILE}-", dir=file.parent)  # mode 0600
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as draft:
            draft.write(secrets.token_urlsafe(_RANDOM_BYTES) + "\n")
            draft.flush()
            os.fsync(draft.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(name, file)
    finally:
        Path(name).unlink()
