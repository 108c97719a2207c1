"""Who is talking: an unguessable name in a cookie that scripts cannot read."""

from __future__ import annotations

import hashlib
import re
import secrets
from typing import Final

from fastapi import Request, Response

BYTES: Final = 32
SECONDS: Final = 30 * 24 * 60 * 60
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{43}")


def new_token() -> str:
    """Return a session's token, 256 random bits."""
    return secrets.token_urlsafe(BYTES)


def token_of(request: Request) -> str | None:
    """Return the token that a request carries, or None where it has none of our kind."""
    token = request.cookies.get(_cookie(request), "")
    return token if _TOKEN.fullmatch(token) else None


def keep(request: Request, response: Response, token: str) -> None:
    """Let the browser keep the token for 30 days from now, over https only where this is https."""
    response.set_cookie(
        _cookie(request),
        token,
        max_age=SECONDS,
        path="/",
        secure=_is_https(request),
        httponly=True,
        samesite="strict",
    )


def sender_of(token: str) -> str:
    """Return the conversation's name inside the house.

    It is a digest: whoever reads the database or a log cannot take a session over.
    """
    return hashlib.sha256(token.encode()).hexdigest()


def _cookie(request: Request) -> str:
    # the prefix makes browsers refuse the cookie from a sibling domain or over plain http
    return "__Host-dewy" if _is_https(request) else "dewy"


def _is_https(request: Request) -> bool:
    return request.url.scheme == "https"
