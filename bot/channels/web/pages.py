"""The pages: the one to talk on, the plan to print, and their files."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from fastapi.staticfiles import StaticFiles

from bot.gateway import sessions
from bot.gateway.headers import STATIC_CACHE
from bot.gateway.templates import CHAT, render, told
from clinic.records import Plan, Records
from clinic.settings import Settings
from clinic.wording import reach


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


def router(settings: Settings, records: Records) -> APIRouter:
    """Return the routes of the pages; the one to talk on is the same for everybody."""
    shared = told(settings)
    page = render(
        "page.html", clinic=settings.clinic_name, emergency=settings.emergency, told=shared
    )
    routes = APIRouter()

    @routes.get("/", response_class=HTMLResponse)
    async def index() -> HTMLResponse:
        """Answer the page to talk on."""
        return HTMLResponse(page)

    @routes.get("/plan", response_class=HTMLResponse)
    async def plan(request: Request) -> HTMLResponse:
        """Answer the caller's latest plan, to print; 404 where there is none."""
        token = sessions.token_of(request)
        sender = sessions.sender_of(token) if token else None
        found = await asyncio.to_thread(records.plan, sender) if sender else None
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
