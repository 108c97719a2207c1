"""Where Telegram delivers its updates: POST /webhooks/telegram."""

from __future__ import annotations

import json
import secrets
from http import HTTPStatus
from typing import Final

from fastapi import APIRouter, Request, Response

from bot.channels.telegram.telegram import PATH, Telegram
from bot.channels.telegram.updates import read
from bot.gateway.events import Take

HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"
MOST_BYTES: Final = 1024 * 1024
RETRY_SECONDS: Final = 5


def routes(telegram: Telegram, take: Take) -> APIRouter:
    """Return the webhook of a bot; none where it is asked by polling. `take` takes the events."""
    routes = APIRouter()
    if telegram.webhook is None:
        return routes
    secret = telegram.webhook.secret

    @routes.post(PATH, include_in_schema=False)
    async def deliver(request: Request) -> Response:
        """Take an update in; anything but 200 has Telegram deliver it again."""
        if not _is_telegram(request, secret):
            return Response(status_code=HTTPStatus.UNAUTHORIZED)
        body = await _body(request)
        if body is None:
            return Response(status_code=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        try:
            update = json.loads(body)
        except (ValueError, RecursionError):
            update = None
        if not isinstance(update, dict):
            return Response(status_code=HTTPStatus.BAD_REQUEST)
        event = read(update, telegram.me)
        if event is None or await take(event):
            return Response(status_code=HTTPStatus.OK)
        again = {"Retry-After": str(RETRY_SECONDS)}
        return Response(status_code=HTTPStatus.SERVICE_UNAVAILABLE, headers=again)

    return routes


def _is_telegram(request: Request, secret: str) -> bool:
    told = request.headers.get(HEADER, "")
    return secrets.compare_digest(told.encode(), secret.encode())


async def _body(request: Request) -> bytes | None:
    """Return the body; None where it is too large, of which no more is read than that."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            return None
    return bytes(body)
