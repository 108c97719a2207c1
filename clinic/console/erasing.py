"""A patient asked staff to delete everything: who may does, and types the number to confirm."""

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
from clinic.records.holds import HeldError
from clinic.staff.roles import May
from clinic.staff.words import words

routes = APIRouter(
    prefix="/intakes/{intake_id}", route_class=ConsoleRoute, dependencies=[needs(May.ERASE)]
)


@routes.post("/erase")
async def erase(
    request: Request,
    desk: Here,
    me: Me,
    intake_id: Id,
    number: Annotated[str, Form(max_length=20)] = "",
) -> Response:
    """Erase the person behind an intake in every conversation, once the number is typed."""
    file = await asyncio.to_thread(desk.files.of, intake_id)
    if number.strip() != str(file.patient_id):
        await asyncio.to_thread(
            desk.log.note, me.actor, "erasure_refused", "patient", file.patient_id, why="number"
        )
        problem = words("problems.not_the_number").format(number=file.patient_id)
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return await show_intake(request, desk, me, intake_id, status, problem=problem)
    try:
        await asyncio.to_thread(desk.records.erase, file.sender, reason="staff", by=me.actor)
    except HeldError:
        await asyncio.to_thread(
            desk.log.note, me.actor, "erasure_refused", "patient", file.patient_id, why="hold"
        )
        problem, status = words("problems.on_hold"), HTTPStatus.CONFLICT
        return await show_intake(request, desk, me, intake_id, status, problem=problem)
    except (OSError, TimeoutError) as error:
        # its kind alone: what is left is deleted by the next try, and swept
        kind = type(error).__name__
        await asyncio.to_thread(
            desk.log.note, me.actor, "erased_in_part", "patient", file.patient_id, left=kind
        )
        return go("/staff", "erased_in_part")
    return go("/staff", "erased")
