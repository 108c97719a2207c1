"""The pages, and their files: to talk on, a clinic's website with the widget, the plan to print."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Any, Final

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp

from bot.channels.web.door import Here
from bot.channels.web.templates import CHAT, render
from bot.channels.web.widget import told
from clinic.records import Plan
from clinic.settings import Settings
from clinic.wording import reach

# Any website may load the widget's files; what they show is asked for by origin.
FOR_EVERY_SITE: Final = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    # browsers keep them, and ask whether they changed
    "Cache-Control": "no-cache",
}


class Files(StaticFiles):
    """The files of the widget and the pages."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        """Return a file for every site."""
        response = super().file_response(*args, **kwargs)
        response.headers.update(FOR_EVERY_SITE)
        return response


def files() -> ASGIApp:
    """Return what is served under /widget."""
    return GZipMiddleware(Files(directory=CHAT / "static"))


def router(settings: Settings) -> APIRouter:
    """Return the routes of the pages; all but the plan are the same for everybody."""
    shared = told(settings).model_dump()
    talk = render(
        "page.html", clinic=settings.clinic_name, emergency=settings.emergency, told=shared
    )
    example = render("demo.html", told=shared)
    routes = APIRouter(include_in_schema=False)

    @routes.get("/")
    async def index() -> HTMLResponse:
        """Answer the page to talk on."""
        return HTMLResponse(talk)

    @routes.get("/demo")
    async def demo() -> HTMLResponse:
        """Answer the website of an imaginary clinic, with the widget."""
        return HTMLResponse(example)

    @routes.get("/plan", name="plan")
    async def plan(door: Here, ticket: str = "") -> HTMLResponse:
        """Answer the plan that a ticket opens, to print; 404 where there is none."""
        sender = door.tickets.sender(ticket)
        found = await asyncio.to_thread(door.records.plan, sender) if sender else None
        sheet = render(
            "sheet.html",
            clinic=settings.clinic_name,
            reach=reach(settings),
            told=shared | _given(found) if found else None,
        )
        return HTMLResponse(sheet, HTTPStatus.OK if found else HTTPStatus.NOT_FOUND)

    return routes


def _given(plan: Plan) -> dict[str, Any]:
    return {"plan": plan.advice, "given_at": plan.given_at.isoformat()}
