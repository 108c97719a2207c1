"""The clinic's logo is put up and taken down, among the settings."""

from __future__ import annotations

import asyncio
from typing import Final

from fastapi import APIRouter, Request, Response
from starlette.datastructures import UploadFile

from analysis.reading import UnreadablePhotographError
from clinic.choices import LOGO
from clinic.choices.picture import MOST_BYTES, fitted
from clinic.console.choosing import SETTINGS, show
from clinic.console.desk import Here
from clinic.console.guard import Me, needs
from clinic.console.pages import go
from clinic.console.routes import ConsoleRoute
from clinic.staff.roles import May
from clinic.staff.words import words

# What a form adds to the file that it sends.
FORM_BYTES: Final = 4096
routes = APIRouter(route_class=ConsoleRoute, dependencies=[needs(May.LEAD)])


@routes.post("/settings/looks/logo")
async def put_up(request: Request, desk: Here, me: Me) -> Response:
    """Put up a picture as the logo, or take down what is there."""
    try:
        data = await _sent(request)
        png = None if data is None else await asyncio.to_thread(fitted, data)
    except UnreadablePhotographError as error:
        return await show(request, desk, me, problems={LOGO: words(f"logo.{error.reason}")})
    await asyncio.to_thread(desk.logos.choose, png, me.actor)
    # so that the page to come shows it
    await asyncio.to_thread(desk.following.look)
    return go(SETTINGS, "logo_up" if png else "logo_down", "looks")


async def _sent(request: Request) -> bytes | None:
    """Return the file of the form; None where the logo is to be taken down.

    Raises:
        UnreadablePhotographError: there is no file, or it is too large; then it is not read.
    """
    # browsers always say how much a form is
    length = request.headers.get("content-length", "")
    if not length.isdecimal() or int(length) > MOST_BYTES + FORM_BYTES:
        raise UnreadablePhotographError("too_large", "the form is too large")
    async with request.form(max_files=1, max_fields=2) as form:
        if "remove" in form:
            return None
        file = form.get("logo")
        if not isinstance(file, UploadFile) or not file.filename:
            raise UnreadablePhotographError("empty", "no file was chosen")
        return await file.read()
