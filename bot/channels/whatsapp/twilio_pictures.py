"""The pictures in answers, where Twilio fetches them: at addresses that nobody else can make."""

from __future__ import annotations

import base64
import json
from http import HTTPStatus
from typing import Final

from cryptography.fernet import Fernet, InvalidToken
from fastapi import APIRouter, Response

from bot.gateway.channel import Pictures
from clinic.secret import clinic_secret, derive
from clinic.settings import Settings

SECONDS: Final = 10 * 60
PATH: Final = "/webhooks/twilio/pictures"


class PictureTickets:
    """Writes down whose picture is meant, and which, such that nobody else can read or make it."""

    def __init__(self, settings: Settings) -> None:
        """Use the clinic's secret.

        Raises:
            SecretUnusableError: as of `clinic.secret`.
        """
        key = derive(clinic_secret(settings), "twilio pictures")
        self._fernet = Fernet(base64.urlsafe_b64encode(key))

    def issue(self, sender: str, url: str) -> str:
        """Return a ticket to a picture of a conversation, good for ten minutes."""
        return self._fernet.encrypt(json.dumps([sender, url]).encode()).decode()

    def picture(self, ticket: str) -> tuple[str, str] | None:
        """Return conversation and address of a picture; None if it is none of ours, or too old."""
        try:
            sender, url = json.loads(self._fernet.decrypt(ticket.encode(), ttl=SECONDS))
        except (InvalidToken, UnicodeEncodeError):
            return None
        return sender, url


def add_pictures(routes: APIRouter, tickets: PictureTickets, pictures: Pictures) -> None:
    """Add the route of the pictures."""

    @routes.api_route(f"{PATH}/{{ticket}}", methods=["GET", "HEAD"])
    async def picture(ticket: str) -> Response:
        """Answer the JPEG that a ticket opens; 404 where there is none."""
        meant = tickets.picture(ticket)
        if meant is None:
            return Response(status_code=HTTPStatus.NOT_FOUND)
        try:
            data = await pictures(*meant)
        except LookupError:
            return Response(status_code=HTTPStatus.NOT_FOUND)
        return Response(data, media_type="image/jpeg")
