"""The page to talk on, and its files."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response
from fastapi.staticfiles import StaticFiles
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.gateway.headers import STATIC_CACHE
from bot.gateway.names import names
from clinic.emergency import Emergency
from clinic.settings import Settings

CHAT: Final = Path(__file__).parents[1] / "chat"


class Files(StaticFiles):
    """The page's files: browsers keep them, and ask whether they changed."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        """Return a file, to be asked for again."""
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = STATIC_CACHE
        return response


def files() -> StaticFiles:
    """Return what is served under /chat."""
    return Files(directory=CHAT / "static")


def router(settings: Settings) -> APIRouter:
    """Return the route of the page; it is rendered once, as it is the same for everybody."""
    templates = Environment(
        loader=FileSystemLoader(CHAT),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page = templates.get_template("page.html").render(
        clinic=settings.clinic_name,
        emergency=settings.emergency,
        told={"names": names(), "helplines": _helplines(settings.emergency)},
    )
    routes = APIRouter()

    @routes.get("/", response_class=HTMLResponse)
    async def index() -> HTMLResponse:
        """Answer the page."""
        return HTMLResponse(page)

    return routes


def _helplines(emergency: Emergency) -> list[dict[str, str]]:
    """Return what a patient can call with one touch where the assistant's words name the number."""
    lines = {emergency.number: "", emergency.crisis_number: emergency.crisis_name}
    return [
        {"number": number, "name": name}
        for number, name in lines.items()
        if number.replace(" ", "").isdigit()
    ]
