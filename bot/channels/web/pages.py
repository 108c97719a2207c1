"""The pages: to talk on, a clinic's website that shows the widget, the plan to print."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from bot.channels.web.door import Here
from bot.channels.web.templates import render
from bot.channels.web.widget import told
from clinic.records import Plan
from clinic.settings import Settings
from clinic.wording import reach


def router(settings: Settings) -> APIRouter:
    """Return the routes of the pages; all but the plan are the same for everybody."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/")
    async def index() -> HTMLResponse:
        """Answer the page to talk on."""
        shared = told(settings).model_dump()
        return HTMLResponse(
            render(
                "page.html", clinic=settings.clinic_name, emergency=settings.emergency, told=shared
            )
        )

    @routes.get("/demo")
    async def demo() -> HTMLResponse:
        """Answer the website of an imaginary clinic, with the widget."""
        return HTMLResponse(render("demo.html", told=told(settings).model_dump()))

    @routes.get("/plan", name="plan")
    async def plan(door: Here, ticket: str = "") -> HTMLResponse:
        """Answer the plan that a ticket opens, to print; 404 where there is none."""
        meant = door.tickets.meant(ticket)
        found = await asyncio.to_thread(door.records.plan, *meant) if meant else None
        sheet = render(
            "sheet.html",
            clinic=settings.clinic_name,
            logo=settings.logo,
            reach=reach(settings),
            told=told(settings).model_dump() | _given(found) if found else None,
        )
        return HTMLResponse(sheet, HTTPStatus.OK if found else HTTPStatus.NOT_FOUND)

    return routes


def _given(plan: Plan) -> dict[str, Any]:
    return {"plan": plan.advice, "given_at": plan.given_at.isoformat()}
