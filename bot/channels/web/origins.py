"""Requests come from our own pages and from the clinic's websites: others are turned away."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Collection
from http import HTTPStatus
from urllib.parse import urlsplit

from fastapi import Request

from bot.gateway.refusals import RefusalError
from bot.gateway.words import text

log = logging.getLogger(__name__)


def refuse_foreign(allowed: Collection[str]) -> Callable[[Request], Awaitable[None]]:
    """Return a check that refuses a request which a browser sends for another site.

    A browser states the site in `Origin`, or where it sends none in `Sec-Fetch-Site`; a client that
    states neither is no browser, so nobody's cookie is misused.

    Args:
        allowed: the origins of the clinic's websites, such as `https://clinic.example`.
    """

    # a coroutine, as FastAPI runs plain functions in threads: messages could overtake each other
    async def check(request: Request) -> None:
        """Refuse a request of another site.

        Raises:
            RefusalError: the request is another site's.
        """
        origin = request.headers.get("origin")
        if origin is None:
            if request.headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none"):
                return
        elif origin.lower() in allowed or _is_own(origin, request):
            return
        log.warning("refused a request of the site %.100r: see DEWY_ORIGINS", origin)
        raise RefusalError(HTTPStatus.FORBIDDEN, text("refusals.foreign"))

    return check


def _is_own(origin: str, request: Request) -> bool:
    # the scheme is the proxy's affair; host and port say which site it is
    own = urlsplit(origin).netloc.lower() == request.headers.get("host", "").lower() != ""
    return own and request.headers.get("sec-fetch-site", "same-origin") == "same-origin"
