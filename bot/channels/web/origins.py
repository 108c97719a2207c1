"""Requests come from our own pages and from the clinic's websites: others are turned away."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Collection
from http import HTTPStatus
from typing import Final

from fastapi import Request
from fastapi.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.gateway.refusals import RefusalError
from bot.gateway.words import text
from clinic.http.origins import is_foreign
from clinic.settings import Settings

# What the clinic's websites use. The console is not theirs: its cookie comes with every request of
# a page on a sibling domain, whose scripts must not read the answer.
SHARED: Final = ("/api/", "/widget/", "/logo")
log = logging.getLogger(__name__)


class SharedWithWebsites:
    """ASGI middleware that lets the clinic's websites read what is `SHARED`, and nothing else."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._shared = CORSMiddleware(
            app,
            allow_origins=settings.origins,
            allow_credentials=settings.session == "cookie",
            allow_methods=["GET", "POST", "DELETE"],
            allow_headers=["Authorization", "Content-Type"],
            expose_headers=["Retry-After"],
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, by way of CORS where it is shared."""
        is_shared = scope["type"] == "http" and scope["path"].startswith(SHARED)
        await (self._shared if is_shared else self._app)(scope, receive, send)


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
