"""Who is talking: a token that only this house issues, in a cookie or in the widget's storage."""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from cryptography.fernet import Fernet, InvalidToken
from fastapi import Request, Response

from bot.gateway.refusals import RefusalError
from bot.gateway.words import text
from clinic.secret import clinic_secret, derive
from clinic.settings import Settings

NAME_BYTES: Final = 32
SECONDS: Final = 30 * 24 * 60 * 60
SCHEME: Final = "Bearer "


@dataclass(frozen=True)
class Session:
    """A patient's session: the token that the browser keeps, the conversation that it opens."""

    token: str
    sender: str


class Sessions:
    """Issues tokens and knows its own; each holds 256 random bits, encrypted with their age."""

    def __init__(self, settings: Settings) -> None:
        """Use the clinic's secret; the setting `session` says where a browser keeps its token."""
        key = derive(clinic_secret(settings), "sessions")
        self._fernet = Fernet(base64.urlsafe_b64encode(key))
        self._in_cookie = settings.session == "cookie"

    def begin(self, request: Request) -> Session:
        """Return the caller's session with a token of today, or a new session."""
        token = self._token(request)
        name = self._name(token) if token else None
        name = name or secrets.token_bytes(NAME_BYTES)
        return Session(self._fernet.encrypt(name).decode(), _sender(name))

    def sender(self, request: Request) -> str:
        """Return the conversation that a request's token opens.

        Raises:
            RefusalError: it carries no token of ours, or one that is over 30 days old.
        """
        token = self._token(request)
        if token is None or (name := self._name(token)) is None:
            raise RefusalError(HTTPStatus.UNAUTHORIZED, text("refusals.no_session"))
        return _sender(name)

    def hand_out(self, request: Request, response: Response, session: Session) -> str | None:
        """Let the browser keep the token for 30 days; return it where its script must do so.

        A cookie is out of reach of scripts, and goes over https only where this is https.
        """
        if not self._in_cookie:
            return session.token
        response.set_cookie(
            _cookie(request),
            session.token,
            max_age=SECONDS,
            path="/",
            secure=_is_https(request),
            httponly=True,
            samesite="strict",
        )
        return None

    def _token(self, request: Request) -> str | None:
        if self._in_cookie:
            return request.cookies.get(_cookie(request))
        authorization = request.headers.get("authorization", "")
        is_bearer = authorization.startswith(SCHEME)
        return authorization.removeprefix(SCHEME) if is_bearer else None

    def _name(self, token: str) -> bytes | None:
        try:
            return self._fernet.decrypt(token.encode(), ttl=SECONDS)
        except (InvalidToken, UnicodeEncodeError):
            return None


def _sender(name: bytes) -> str:
    """Return the conversation's name inside the house.

    It is a digest: whoever reads the database or a log cannot take a session over.
    """
    return hashlib.sha256(name).hexdigest()


def _cookie(request: Request) -> str:
    # the prefix makes browsers refuse the cookie from a sibling domain or over plain http
    return "__Host-dewy" if _is_https(request) else "dewy"


def _is_https(request: Request) -> bool:
    return request.url.scheme == "https"
