"""A person on hold: who leads sets it from a patient's page, and lifts it there."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from clinic.console.desk import Here
from clinic.console.guard import Me, needs
from clinic.console.intake import show_intake
from clinic.console.pages import go
from clinic.console.routes import ConsoleRoute
from clinic.console.wanted import Id
from clinic.reviews.holding import HoldError
from clinic.staff.roles import May

routes = APIRouter(
    prefix="/intakes/{intake_id}/holds", route_class=ConsoleRoute, dependencies=[needs(May.LEAD)]
)


@routes.post("")
async def hold(
    request: Request,
    desk: Here,
    me: Me,
    intake_id: Id,
    why: Annotated[str, Form(max_length=10_000)] = "",
) -> Response:
    """Put the person behind an intake on hold; a reason that cannot be kept stays in its field."""
    try:
        await asyncio.to_thread(desk.holding.hold, intake_id, why, me)
    except HoldError as error:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return await show_intake(request, desk, me, intake_id, status, problem=str(error), why=why)
    return go(f"/staff/intakes/{intake_id}", "on_hold", "kept")


@routes.post("/{hold_id}/lift")
async def lift(desk: Here, me: Me, intake_id: Id, hold_id: Id) -> Response:
    """Lift a hold."""
    await asyncio.to_thread(desk.holding.lift, hold_id, me)
    return go(f"/staff/intakes/{intake_id}", "lifted", "kept")
