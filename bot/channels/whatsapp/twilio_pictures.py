"""The pictures in answers, where Twilio fetches them: at addresses that nobody else can make."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from fastapi import APIRouter, Response

from bot.gateway.channel import Pictures
from clinic.http.tickets import Tickets

PATH: Final = "/webhooks/twilio/pictures"
# What a ticket to a picture is for; it names the conversation and the picture's address.
PURPOSE: Final = "twilio pictures"


def add_pictures(routes: APIRouter, tickets: Tickets, pictures: Pictures) -> None:
    """Add the route of the pictures."""

    @routes.api_route(f"{PATH}/{{ticket}}", methods=["GET", "HEAD"])
    async def picture(ticket: str) -> Response:
        """Answer the JPEG that a ticket opens; 404 where there is none."""
        meant = tickets.meant(ticket)
        if meant is None:
            return Response(status_code=HTTPStatus.NOT_FOUND)
        try:
            data = await pictures(*meant)
        except LookupError:
            return Response(status_code=HTTPStatus.NOT_FOUND)
        return Response(data, media_type="image/jpeg")
