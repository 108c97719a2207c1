"""Where Twilio delivers: what is not signed by it is refused, what is not kept comes again."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request, Response
from starlette.datastructures import ImmutableMultiDict
from twilio.request_validator import RequestValidator
from twilio.twiml.messaging_response import MessagingResponse

from bot.channels.whatsapp.twilio_channel import STATUS_PATH
from bot.channels.whatsapp.twilio_deliveries import MalformedError, events, report
from bot.channels.whatsapp.twilio_pictures import PictureTickets, add_pictures
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


class RefusedDeliveryError(Exception):
    """A delivery is not taken; the status is what Twilio is answered."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


def router(
    settings: Settings, take: Take, tickets: PictureTickets, pictures: Pictures
) -> APIRouter:
    """Return the routes of Twilio.

    Args:
        settings: the clinic's, with Twilio's token and the address that Twilio calls.
        take: takes an event in.
        tickets: opens the addresses of pictures.
        pictures: reads them.
    """
    assert settings.twilio_token and settings.public_url  # noqa: S101  # the settings see to it
    validator = RequestValidator(settings.twilio_token.get_secret_value())
    routes = APIRouter(include_in_schema=False)
    add_pictures(routes, tickets, pictures)

    async def delivered(request: Request, path: str) -> Form:
        query = request.scope["query_string"].decode("latin-1")
        url = f"{settings.public_url}{path}" + (f"?{query}" if query else "")
        form = await _form(request)
        signature = request.headers.get("x-twilio-signature", "")
        if not validator.validate(url, form, signature):
            raise RefusedDeliveryError(HTTPStatus.FORBIDDEN)
        return form

    @routes.post(PATH)
    async def message(request: Request) -> Response:
        """Take a message in."""
        try:
            form = await delivered(request, PATH)
            return await _taken(take, events(form, now()))
        except RefusedDeliveryError as refused:
            return Response(status_code=refused.status)
        except MalformedError:
            return Response(status_code=HTTPStatus.BAD_REQUEST)

    @routes.post(STATUS_PATH)
    async def status(request: Request, key: str = "") -> Response:
        """Take in what became of a message."""
        try:
            form = await delivered(request, STATUS_PATH)
            return await _taken(take, [report(form, key, now())])
        except RefusedDeliveryError as refused:
            return Response(status_code=refused.status)
        except MalformedError:
            return Response(status_code=HTTPStatus.BAD_REQUEST)

    return routes


async def _form(request: Request) -> Form:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise RefusedDeliveryError(HTTPStatus.BAD_REQUEST)
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            raise RefusedDeliveryError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    try:
        fields = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=bool(body),
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError:
        raise RefusedDeliveryError(HTTPStatus.BAD_REQUEST) from None
    return ImmutableMultiDict(fields)


async def _taken(take: Take, delivered: list[Event]) -> Response:
    """Answer empty TwiML; or, for the first event that must come again, that we are not ready."""
    for event in delivered:
        if not await take(event):
            return Response(status_code=HTTPStatus.SERVICE_UNAVAILABLE)
    return Response(str(MessagingResponse()), media_type="text/xml")
