"""Passwords: which are good enough, and how they are kept (Argon2id, by pwdlib)."""

from __future__ import annotations

import re
import secrets
from typing import Final

from pwdlib import PasswordHash
from zxcvbn import zxcvbn

# NIST SP 800-63B-4, 3.1.1.2: 15 characters where a password is all; fewer must not be guessable.
SHORTEST: Final = 12
LONGEST: Final = 128
# zxcvbn's scale ends at 4: ten thousand million guesses, too many even for who has the hashes.
GOOD_ENOUGH: Final = 4
# What zxcvbn looks at: its time grows with the square of the length.
_LOOKED_AT: Final = 72
_HASH: Final = PasswordHash.recommended()
# Somebody who does not exist takes as long to be refused as somebody who does.
_NOBODYS: Final = _HASH.hash(secrets.token_urlsafe(16))


class WeakPasswordError(ValueError):
    """A password can be guessed; the message says what is wrong with it."""


def check(password: str, *about: str) -> None:
    """Refuse a password that can be guessed.

    Args:
        password: as it was typed.
        about: words that an attacker would try: the person's name, login, the clinic's name.

    Raises:
        WeakPasswordError: it is too short, too long, or known.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise WeakPasswordError(f"Please take {SHORTEST} to {LONGEST} characters.")
    known = {word for each in about for word in (each, *re.split(r"\W+", each)) if word}
    found = zxcvbn(password[:_LOOKED_AT], user_inputs=sorted(known))
    if found["score"] < GOOD_ENOUGH:
        hint = found["feedback"]["warning"] or "It is easy to guess."
        raise WeakPasswordError(f"{hint.rstrip('.')}. Please take another, such as four words.")


def hashed(password: str) -> str:
    """Return what is kept of a password."""
    return _HASH.hash(password)


def verified(password: str, kept: str | None) -> tuple[bool, str | None]:
    """Tell whether a password is the right one, and how it is to be kept from now on if otherwise.

    Args:
        password: as it was typed.
        kept: what `hashed` returned once; None where there is nobody, which takes as long.
    """
    right, anew = _HASH.verify_and_update(password[:LONGEST], kept or _NOBODYS)
    return (True, anew) if right and kept else (False, None)


def random_password() -> str:
    """Return a password to be shown once: 79 random bits in four groups that can be typed."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    groups = ["".join(secrets.choice(letters) for _ in range(4)) for _ in range(4)]
    return "-".join(groups)
