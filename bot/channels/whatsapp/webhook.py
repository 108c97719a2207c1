"""Where Meta verifies the webhook, and delivers."""

from __future__ import annotations

import asyncio
import hmac
import json
from collections import defaultdict
from collections.abc import Sequence
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.responses import PlainTextResponse
from pywa.utils import webhook_updates_validator

from bot.channels.whatsapp.deliveries import events_of
from bot.gateway.bodies import BodyTooLargeError, read_body
from bot.gateway.events import Event, Take
from clinic.settings import Settings

PATH: Final = "/webhooks/whatsapp"
# Meta's own limit of a delivery.
MOST_BYTES: Final = 3 * 1024 * 1024
SCHEME: Final = "sha256="
AGAIN_SECONDS: Final = "5"


def router(settings: Settings, take: Take) -> APIRouter:
    """Return the routes of the webhook; only what the app's secret signs is heard."""
    routes = APIRouter(include_in_schema=False)
    secret, token, phone_id = (
        settings.whatsapp_app_secret,
        settings.whatsapp_verify_token,
        settings.whatsapp_phone_id,
    )
    assert secret and token and phone_id  # noqa: S101  # the settings ask for them

    @routes.get(PATH)
    async def verify(
        mode: Annotated[str, Query(alias="hub.mode")] = "",
        given: Annotated[str, Query(alias="hub.verify_token")] = "",
        challenge: Annotated[str, Query(alias="hub.challenge")] = "",
    ) -> Response:
        """Answer the challenge to who knows the clinic's word."""
        is_known = hmac.compare_digest(given.encode(), token.get_secret_value().encode())
        if mode != "subscribe" or not is_known:
            return Response(status_code=HTTPStatus.FORBIDDEN)
        return PlainTextResponse(challenge)

    @routes.post(PATH)
    async def deliver(
        request: Request, x_hub_signature_256: Annotated[str, Header()] = ""
    ) -> Response:
        """Take a delivery in; 503 asks Meta to deliver it again, and what is taken stays so."""
        try:
            body = await read_body(request, MOST_BYTES)
        except BodyTooLargeError:
            return Response(status_code=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        if not _is_signed(body, x_hub_signature_256, secret.get_secret_value()):
            return Response(status_code=HTTPStatus.UNAUTHORIZED)
        try:
            events = events_of(json.loads(body), phone_id=phone_id)
        except ValueError:
            return Response(status_code=HTTPStatus.BAD_REQUEST)
        if await _take(events, take):
            return Response()
        return Response(
            status_code=HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": AGAIN_SECONDS}
        )

    return routes


def _is_signed(body: bytes, signature: str, secret: str) -> bool:
    if not signature.startswith(SCHEME) or not signature.isascii():
        return False
    return webhook_updates_validator(secret, body, signature)


async def _take(events: Sequence[Event], take: Take) -> bool:
    """Take events in: of each person one after the other, of several at the same time."""
    people: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        people[event.address].append(event)

    async def in_order(of_person: Sequence[Event]) -> bool:
        for event in of_person:
            if not await take(event):
                return False
        return True

    return all(await asyncio.gather(*(in_order(each) for each in people.values())))
