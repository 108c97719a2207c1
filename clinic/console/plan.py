"""A plan is approved as it is, or changed and approved; the patient gets what is new."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response
from starlette.datastructures import FormData

from clinic.console.desk import Desk, Here
from clinic.console.guard import Me, glanced, needs
from clinic.console.intake import show_intake
from clinic.console.pages import go, page
from clinic.console.routes import ConsoleRoute
from clinic.console.wanted import Id
from clinic.reviews.approving import PARTS, NoPlanError
from clinic.staff.accounts import Member
from clinic.staff.roles import May
from clinic.staff.words import words

# Rows below those that are filled in.
SPARE = 2
FIELDS = ("step", "with", "why")
NOT_SO = HTTPStatus.UNPROCESSABLE_ENTITY
routes = APIRouter(
    prefix="/intakes/{intake_id}/plan",
    route_class=ConsoleRoute,
    dependencies=[needs(May.APPROVE)],
)


@routes.post("/approve")
async def approve(
    request: Request,
    desk: Here,
    me: Me,
    intake_id: Id,
    text: Annotated[str, Form(max_length=10_000)] = "",
) -> Response:
    """Stand by the plan as it is."""
    try:
        told = await asyncio.to_thread(desk.approving.approve, intake_id, me, text)
    except NoPlanError:
        problem = words("problems.no_plan")
        return await show_intake(request, desk, me, intake_id, NOT_SO, problem=problem)
    except ValueError as error:
        return await show_intake(request, desk, me, intake_id, NOT_SO, problem=str(error))
    if told is not None:
        await desk.tell(*told)
    return go(f"/staff/intakes/{intake_id}", "approved", at="plan")


@routes.get("")
async def ask(request: Request, desk: Here, me: Me, intake_id: Id) -> Response:
    """Show the steps of the plan as fields."""
    return await _form(request, desk, me, intake_id)


@routes.post("")
async def change(request: Request, desk: Here, me: Me, intake_id: Id) -> Response:
    """Change the steps and stand by them; what cannot be so is told, and stays in the form."""
    async with request.form(max_fields=200, max_part_size=10_000) as typed:
        text, rows = str(typed.get("text", "")), {part: list(_rows(typed, part)) for part in PARTS}
    steps = {
        part: [row for row in rows[part] if any(row[key] for key in FIELDS[:2])] for part in PARTS
    }
    try:
        told = await asyncio.to_thread(desk.approving.approve, intake_id, me, text, steps)
    except NoPlanError:
        return await _form(request, desk, me, intake_id, problem=words("problems.no_plan"))
    except ValueError as error:
        return await _form(request, desk, me, intake_id, problem=str(error), steps=steps, text=text)
    if told is not None:
        await desk.tell(*told)
    return go(f"/staff/intakes/{intake_id}", "approved", at="plan")


async def _form(
    request: Request,
    desk: Desk,
    me: Member,
    intake_id: int,
    *,
    problem: str | None = None,
    steps: Mapping[str, list[Any]] | None = None,
    text: str = "",
) -> Response:
    file = await asyncio.to_thread(desk.files.of, intake_id)
    await glanced(request, desk, me, intake_id)
    routine = (file.advice or {}).get("routine") or {part: [] for part in PARTS}
    empty = dict.fromkeys(FIELDS, "")
    rows = {part: [*(steps or routine)[part], *[empty] * SPARE] for part in PARTS}
    return page(
        request,
        "plan",
        me,
        NOT_SO if problem else HTTPStatus.OK,
        file=file,
        rows=rows,
        text=text,
        problem=problem,
    )


def _rows(typed: FormData, part: str) -> Iterator[dict[str, str]]:
    columns = [typed.getlist(f"{part}-{field}") for field in FIELDS]
    for row in zip(*columns, strict=False):
        yield {field: str(each).strip() for field, each in zip(FIELDS, row, strict=True)}
