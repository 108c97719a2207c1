"""Addresses of the console that lead nowhere; who is not signed in is not told that they do."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter, Request, Response

from clinic.console.guard import Me
from clinic.console.pages import page
from clinic.console.routes import ConsoleRoute
from clinic.staff.words import words

routes = APIRouter(route_class=ConsoleRoute)


@routes.get("/{elsewhere:path}")
async def nothing(request: Request, me: Me) -> Response:
    """Say that there is nothing there."""
    return page(request, "problem", me, HTTPStatus.NOT_FOUND, problem=words("problems.gone"))
