"""Where Telegram delivers updates."""

from __future__ import annotations

import hmac
import json
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Header, Request, Response

from bot.channels.telegram.bot import PATH, Telegram
from bot.gateway.bodies import BodyTooLargeError, read_body
from bot.gateway.events import Take

MOST_BYTES: Final = 1024 * 1024
AGAIN_SECONDS: Final = "5"


def router(telegram: Telegram, take: Take) -> APIRouter:
    """Return the route of the webhook; only who knows its secret is heard."""
    routes = APIRouter(include_in_schema=False)

    @routes.post(PATH)
    async def deliver(
        request: Request,
        x_telegram_bot_api_secret_token: Annotated[str, Header()] = "",
    ) -> Response:
        """Take an update in; 503 asks Telegram to deliver it again."""
        given = x_telegram_bot_api_secret_token.encode()
        if not hmac.compare_digest(given, telegram.secret.encode()):
            return Response(status_code=HTTPStatus.UNAUTHORIZED)
        try:
            data = json.loads(await read_body(request, MOST_BYTES))
        except BodyTooLargeError:
            return Response(status_code=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        except (ValueError, RecursionError):
            # the second where it is nested too deep
            return Response(status_code=HTTPStatus.BAD_REQUEST)
        if not isinstance(data, dict):
            return Response(status_code=HTTPStatus.BAD_REQUEST)
        update = telegram.parse(data)
        if update is None or await telegram.take(update, take):
            # what cannot be read now could not be read later either
            return Response()
        return Response(
            status_code=HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": AGAIN_SECONDS}
        )

    return routes
