"""The log of what staff saw, changed, took out and erased, for who leads."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response

from clinic.console.desk import Here
from clinic.console.guard import Me, needs
from clinic.console.pages import page
from clinic.console.routes import ConsoleRoute
from clinic.console.wanted import Number
from clinic.staff.audit import PAGE
from clinic.staff.roles import May

Word = Annotated[str, Query(max_length=64)]
routes = APIRouter(prefix="/log", route_class=ConsoleRoute, dependencies=[needs(May.LEAD)])


@routes.get("")
async def log(  # what the log is narrowed to
    request: Request,
    desk: Here,
    me: Me,
    action: Word = "",
    who: Number = None,
    kind: Word = "",
    subject: Word = "",
    before: Number = None,
) -> Response:
    """Show the entries, the latest first."""
    wanted: dict[str, Any] = {
        "action": action or None,
        "kind": kind or None,
        "subject": subject or None,
    }
    entries = await asyncio.to_thread(
        lambda: desk.log.entries(before=before, staff_id=who, **wanted)
    )
    members = await asyncio.to_thread(desk.accounts.members)
    return page(
        request,
        "log",
        me,
        entries=entries,
        members=members,
        wanted=wanted,
        who=who,
        earlier=_earlier(entries[-1].id, who=who, **wanted) if len(entries) == PAGE else None,
    )


def _earlier(before: int, **wanted: str | int | None) -> str:
    """Return the address of the page of what was done before an entry."""
    asked = {key: value for key, value in wanted.items() if value is not None}
    return "?" + urlencode(asked | {"before": before})
