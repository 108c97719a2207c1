"""Requests come from our own page: other sites are turned away."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urlsplit

from fastapi import Request

from bot.gateway.refusals import RefusalError
from bot.gateway.words import text


async def refuse_foreign(request: Request) -> None:
    """Refuse a request that a browser sends for another site.

    A browser states the site in `Sec-Fetch-Site` and, with a POST, in `Origin`; a client that
    states neither is no browser, so nobody's cookie is misused.

    Raises:
        RefusalError: the request is another site's.
    """
    # a coroutine, as FastAPI runs plain functions in threads: messages could overtake each other
    site = request.headers.get("sec-fetch-site", "same-origin")
    origin = request.headers.get("origin")
    if site not in ("same-origin", "none") or not (origin is None or _is_own(origin, request)):
        raise RefusalError(HTTPStatus.FORBIDDEN, text("refusals.foreign"))


def _is_own(origin: str, request: Request) -> bool:
    # the scheme is the proxy's affair; host and port say which site it is
    return urlsplit(origin).netloc.lower() == request.headers.get("host", "").lower() != ""
