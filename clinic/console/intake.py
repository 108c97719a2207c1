"""A patient's page: all that matters before the consult, and what staff do about it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Form, Request, Response

from clinic.console.charts import scores_over_time
from clinic.console.correcting import CORRECTABLE
from clinic.console.desk import Desk, Here
from clinic.console.guard import Me, glanced, is_by_itself, needs
from clinic.console.pages import HEADERS, go, page
from clinic.console.photographs import shown_pictures
from clinic.console.routes import ConsoleRoute
from clinic.console.wanted import Id, Number
from clinic.records.reviews import STATUSES
from clinic.reviews.file import PatientFile
from clinic.reviews.summary import advice_now, summary
from clinic.staff.accounts import Member
from clinic.staff.roles import May
from clinic.staff.words import words

Typed = Annotated[str, Form(max_length=10_000)]
TEND = [needs(May.TEND)]
NOT_SO: Final = HTTPStatus.UNPROCESSABLE_ENTITY
routes = APIRouter(prefix="/intakes/{intake_id}", route_class=ConsoleRoute)


@routes.get("")
async def intake(request: Request, desk: Here, me: Me, intake_id: Id) -> Response:
    """Show the page; that it was looked at is in the log."""
    if not is_by_itself(request):
        await asyncio.to_thread(desk.tending.see, intake_id, me)
    return await show_intake(request, desk, me, intake_id)


@routes.post("/status", dependencies=TEND)
async def set_status(desk: Here, me: Me, intake_id: Id, status: Typed) -> Response:
    """Say how far the intake is."""
    return await _done(intake_id, "status", desk.tending.set_status, intake_id, status, me)


@routes.post("/assign", dependencies=TEND)
async def assign(
    desk: Here, me: Me, intake_id: Id, to: Annotated[Number, Form()] = None
) -> Response:
    """Assign the intake to somebody, or to nobody."""
    return await _done(intake_id, "assigned", desk.tending.assign, intake_id, to, me)


@routes.post("/name", dependencies=TEND)
async def call(request: Request, desk: Here, me: Me, intake_id: Id, name: Typed = "") -> Response:
    """Say what staff call the patient."""
    try:
        return await _done(intake_id, "changed", desk.tending.call, intake_id, name, me)
    except ValueError as error:
        return await show_intake(request, desk, me, intake_id, NOT_SO, problem=str(error))


@routes.post("/notes", dependencies=TEND)
async def note(request: Request, desk: Here, me: Me, intake_id: Id, text: Typed = "") -> Response:
    """Leave a note for the staff; one that cannot be kept stays in its field."""
    try:
        return await _done(intake_id, "noted", desk.tending.note, intake_id, text, me, at="notes")
    except ValueError as error:
        return await show_intake(
            request, desk, me, intake_id, NOT_SO, problem=str(error), noted=text
        )


@routes.get("/chart.svg")
async def chart(request: Request, desk: Here, me: Me, intake_id: Id) -> Response:
    """Show how the scores of the photographs changed."""
    file = await asyncio.to_thread(desk.files.of, intake_id)
    await glanced(request, desk, me, intake_id)
    svg = await asyncio.to_thread(scores_over_time, file.pictures, desk.settings.zone)
    # a picture's own styles; as a picture it runs no script
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    headers = HEADERS | {"Content-Security-Policy": policy}
    return Response(svg, media_type="image/svg+xml", headers=headers)


async def _done(
    intake_id: int, said: str, work: Callable[..., None], *args: Any, at: str = ""
) -> Response:
    await asyncio.to_thread(work, *args)
    return go(f"/staff/intakes/{intake_id}", said, at)


async def show_intake(
    request: Request,
    desk: Desk,
    me: Member,
    intake_id: int,
    status: HTTPStatus = HTTPStatus.OK,
    *,
    problem: str | None = None,
    noted: str = "",
    said: str = "",
    why: str = "",
) -> Response:
    """Return the page.

    Args:
        request: what is answered.
        desk: what the page is made of.
        me: who looks.
        intake_id: the intake.
        status: of HTTP.
        problem: what could not be done, and why.
        noted: what stays in the field of a note, as it could not be kept.
        said: what stays in the field of a message, as it could not be sent.
        why: what stays in the field of a hold's reason, as it could not be set.

    Raises:
        UnknownIntakeError: there is no such intake.
    """
    shown = await asyncio.to_thread(_look, desk, intake_id)
    await glanced(request, desk, me, intake_id)
    typed = {"noted": noted, "said": said, "why": why}
    return page(request, "intake", me, status, problem=problem, typed=typed, **shown)


def _look(desk: Desk, intake_id: int) -> dict[str, Any]:
    version = desk.queue.version()
    file: PatientFile = desk.files.of(intake_id)
    return {
        "version": version,
        "file": file,
        "summary": summary(file),
        "correctable": CORRECTABLE,
        "now_differs": _differs(file),
        "holder": desk.taking_over.holder(file.sender),
        "suggestions": desk.merging.suggestions(intake_id),
        "pictures": shown_pictures(desk.photographs, file),
        "members": [each for each in desk.accounts.members() if each.left_at is None],
        "statuses": STATUSES,
        "entries": desk.log.entries(kind="intake", subject=str(intake_id), limit=20),
        "metrics": words("metrics"),
    }


def _differs(file: PatientFile) -> bool:
    """Tell whether the rules would warn of something else than the plan that was given does."""
    if file.advice is None:
        return False
    then, now = file.advice["warnings"], advice_now(file)["warnings"]
    return {each["id"] for each in then} != {each["id"] for each in now}
