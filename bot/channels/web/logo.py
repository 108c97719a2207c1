"""The clinic's logo, for its own pages and for the websites that carry the widget."""

from __future__ import annotations

import asyncio
from http import HTTPStatus

from fastapi import APIRouter, Request, Response

from bot.channels.web.door import Here
from bot.channels.web.files import FOR_EVERY_SITE, unless_known

routes = APIRouter(include_in_schema=False)


@routes.get("/logo")
async def logo(request: Request, door: Here) -> Response:
    """Answer the logo as PNG; 404 where there is none."""
    found = await asyncio.to_thread(door.logos.now)
    if not found:
        return Response(status_code=HTTPStatus.NOT_FOUND, headers=FOR_EVERY_SITE)
    return unless_known(request.headers, found.name, found.png, "image/png")
