"""A fact is put right: a form of its own, filled in with what is known."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request, Response

import regimen
from clinic.console.desk import Desk, Here
from clinic.console.fact_forms import Filled, filled, form_of, refilled, value_of
from clinic.console.guard import Me, glanced, needs
from clinic.console.pages import go, page
from clinic.console.routes import ConsoleRoute
from clinic.console.wanted import Id
from clinic.records.rows import UnknownIntakeError
from clinic.reviews.correcting import FIXED
from clinic.staff.accounts import Member
from clinic.staff.roles import May

routes = APIRouter(
    prefix="/intakes/{intake_id}/facts/{key}",
    route_class=ConsoleRoute,
    dependencies=[needs(May.CORRECT)],
)
# What staff can put right, in the order of the contract.
CORRECTABLE = tuple(key for key in regimen.FACT_KEYS if key not in FIXED)


@routes.get("")
async def ask(request: Request, desk: Here, me: Me, intake_id: Id, key: str) -> Response:
    """Show the form of a fact."""
    return await _form(request, desk, me, intake_id, key)


@routes.post("")
async def correct(request: Request, desk: Here, me: Me, intake_id: Id, key: str) -> Response:
    """Put the fact right; what cannot be so is told, and stays in the form."""
    _check(intake_id, key)
    async with request.form(max_fields=1000, max_part_size=10_000) as typed:
        why = str(typed.get("why", ""))
        try:
            value: Any = None
            if typed.get("unknown") != "true":
                value = value_of(form_of(key), typed)
            await asyncio.to_thread(desk.correcting.correct, intake_id, key, value, why, me)
        except ValueError as error:
            return await _form(
                request,
                desk,
                me,
                intake_id,
                key,
                problem=str(error),
                why=why,
                fields=refilled(form_of(key), typed),
            )
    return go(f"/staff/intakes/{intake_id}", "corrected", at=f"fact-{key}")


async def _form(
    request: Request,
    desk: Desk,
    me: Member,
    intake_id: int,
    key: str,
    *,
    problem: str | None = None,
    why: str = "",
    fields: Filled | None = None,
) -> Response:
    _check(intake_id, key)
    file = await asyncio.to_thread(desk.files.of, intake_id)
    await glanced(request, desk, me, intake_id)
    form, value = form_of(key), file.facts.get(key)
    return page(
        request,
        "fact",
        me,
        HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK,
        file=file,
        form=form,
        value=value,
        fields=fields or filled(form, value),
        problem=problem,
        why=why,
    )


def _check(intake_id: int, key: str) -> None:
    if key not in CORRECTABLE:
        raise UnknownIntakeError(intake_id)
