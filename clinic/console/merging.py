"""Patients who are one person: staff merge them from a patient's page, and undo it there."""

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
from clinic.console.wanted import HIGHEST, Id
from clinic.records.holds import HeldError
from clinic.reviews.merging import MergeError
from clinic.staff.roles import May
from clinic.staff.words import words

routes = APIRouter(
    prefix="/intakes/{intake_id}/same-person",
    route_class=ConsoleRoute,
    dependencies=[needs(May.CORRECT)],
)


@routes.post("")
async def merge(
    request: Request,
    desk: Here,
    me: Me,
    intake_id: Id,
    patient: Annotated[int, Form(ge=1, le=HIGHEST)],
) -> Response:
    """Say that the intake's patient and another are one person."""
    try:
        await asyncio.to_thread(desk.merging.merge, intake_id, patient, me)
    except MergeError as error:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return await show_intake(request, desk, me, intake_id, status, problem=str(error))
    return go(f"/staff/intakes/{intake_id}", "merged", "person")


@routes.post("/{merge_id}/undo")
async def undo(request: Request, desk: Here, me: Me, intake_id: Id, merge_id: Id) -> Response:
    """Undo a merge; of a person on hold only who leads may."""
    try:
        await asyncio.to_thread(desk.merging.undo, merge_id, me)
    except HeldError:
        problem, status = words("problems.merged_on_hold"), HTTPStatus.CONFLICT
        return await show_intake(request, desk, me, intake_id, status, problem=problem)
    return go(f"/staff/intakes/{intake_id}", "unmerged", "person")
