"""Staff in a patient's talk: take it over, write, hand it back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response

from clinic.console.desk import Desk, Here
from clinic.console.guard import Me, needs
from clinic.console.intake import show_intake
from clinic.console.pages import go
from clinic.console.routes import ConsoleRoute
from clinic.console.wanted import Id
from clinic.records.takeovers import Spoken
from clinic.reviews.taking_over import NotHeldError
from clinic.staff.roles import May
from clinic.staff.words import words

routes = APIRouter(
    prefix="/intakes/{intake_id}/talk", route_class=ConsoleRoute, dependencies=[needs(May.TALK)]
)


@routes.post("/take-over")
async def take_over(desk: Here, me: Me, intake_id: Id) -> Response:
    """Let the assistant be silent, and tell the patient who is there."""
    return await _told(desk, intake_id, desk.taking_over.take, intake_id, me)


@routes.post("/say")
async def say(
    request: Request,
    desk: Here,
    me: Me,
    intake_id: Id,
    text: Annotated[str, Form(max_length=10_000)] = "",
) -> Response:
    """Write to the patient; what cannot be sent stays in its field."""
    try:
        return await _told(desk, intake_id, desk.taking_over.say, intake_id, text, me)
    except NotHeldError:
        problem = words("problems.not_held")
    except ValueError as error:
        problem = str(error)
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    return await show_intake(request, desk, me, intake_id, status, problem=problem, said=text)


@routes.post("/hand-back")
async def hand_back(desk: Here, me: Me, intake_id: Id) -> Response:
    """Let the assistant answer again, and tell the patient so."""
    return await _told(desk, intake_id, desk.taking_over.hand_back, intake_id, me)


async def _told(
    desk: Desk, intake_id: int, work: Callable[..., tuple[str, Spoken] | None], *args: Any
) -> Response:
    if (spoken := await asyncio.to_thread(work, *args)) is not None:
        await desk.tell(*spoken)
    return go(f"/staff/intakes/{intake_id}", at="talk")
