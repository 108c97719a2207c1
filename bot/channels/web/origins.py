"""Requests come from our own pages and from the clinic's websites: others are turned away."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Collection
from http import HTTPStatus

from fastapi import Request

from bot.gateway.refusals import RefusalError
from bot.gateway.words import text
from clinic.http.origins import is_foreign

log = logging.getLogger(__name__)


def refuse_foreign(allowed: Collection[str]) -> Callable[[Request], Awaitable[None]]:
    """Return a check that refuses a request which a browser sends for another site.

    Args:
        allowed: the origins of the clinic's websites, such as `https://clinic.example`.
    """

    # a coroutine, as FastAPI runs plain functions in threads: messages could overtake each other
    async def check(request: Request) -> None:
        """Refuse a request of another site.

        Raises:
            RefusalError: the request is another site's.
        """
        if is_foreign(request, allowed):
            origin = request.headers.get("origin")
            log.warning("refused a request of the site %.100r: see DEWY_ORIGINS", origin)
            raise RefusalError(HTTPStatus.FORBIDDEN, text("refusals.foreign"))

    return check
