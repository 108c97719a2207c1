"""Where Twilio delivers: what is not signed by it is refused, what is not kept comes again."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qsl

from fastapi import APIRouter, HTTPException, Request, Response
from starlette.datastructures import ImmutableMultiDict
from twilio.request_validator import RequestValidator
from twilio.twiml.messaging_response import MessagingResponse

from bot.channels.whatsapp.twilio_channel import STATUS_PATH, WhatsAppTwilio
from bot.channels.whatsapp.twilio_deliveries import MalformedError, events, report
from bot.channels.whatsapp.twilio_pictures import add_pictures
from bot.gateway.bodies import BodyTooLargeError, read_body
from bot.gateway.channel import Pictures
from bot.gateway.events import Event, Take
from clinic.records.models import now
from clinic.settings import Settings

PATH: Final = "/webhooks/twilio"
FORM: Final = "application/x-www-form-urlencoded"
MOST_BYTES: Final = 100_000
# Of a delivery, about 30 are usual.
MOST_FIELDS: Final = 300

Form = ImmutableMultiDict[str, str]


def router(settings: Settings, twilio: WhatsAppTwilio, pictures: Pictures, take: Take) -> APIRouter:
    """Return the routes of Twilio.

    Args:
        settings: the clinic's, with Twilio's token and the address that Twilio calls.
        twilio: the channel, whose addresses of pictures are opened here.
        pictures: reads the pictures.
        take: takes an event in.
    """
    assert settings.twilio_token and settings.public_url  # noqa: S101  # the settings see to it
    validator = RequestValidator(settings.twilio_token.get_secret_value())
    routes = APIRouter(include_in_schema=False)
    add_pictures(routes, twilio.tickets, pictures)

    async def signed(request: Request, path: str) -> Form:
        query = request.scope["query_string"].decode("latin-1")
        url = f"{settings.public_url}{path}" + (f"?{query}" if query else "")
        form = await _form(request)
        if not validator.validate(url, form, request.headers.get("x-twilio-signature", "")):
            raise HTTPException(HTTPStatus.FORBIDDEN)
        return form

    @routes.post(PATH)
    async def message(request: Request) -> Response:
        """Take a message in."""
        form = await signed(request, PATH)
        return await _taken(take, lambda: events(form, now()))

    @routes.post(STATUS_PATH)
    async def status(request: Request, key: str = "") -> Response:
        """Take in what became of a message."""
        form = await signed(request, STATUS_PATH)
        return await _taken(take, lambda: [report(form, key, now())])

    return routes


async def _form(request: Request) -> Form:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise HTTPException(HTTPStatus.BAD_REQUEST)
    try:
        body = await read_body(request, MOST_BYTES)
        fields = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=bool(body),
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except BodyTooLargeError:
        raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE) from None
    except ValueError:
        raise HTTPException(HTTPStatus.BAD_REQUEST) from None
    return ImmutableMultiDict(fields)


async def _taken(take: Take, read: Callable[[], list[Event]]) -> Response:
    """Answer empty TwiML; or, for the first event that must come again, that we are not ready."""
    try:
        delivered = read()
    except MalformedError:
        raise HTTPException(HTTPStatus.BAD_REQUEST) from None
    for event in delivered:
        if not await take(event):
            raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE)
    return Response(str(MessagingResponse()), media_type="text/xml")
