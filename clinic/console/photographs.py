"""A patient's photographs, and what was seen on them, as staff look at them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from fastapi import APIRouter, Request, Response

from clinic.console.desk import Here
from clinic.console.guard import Me, glanced
from clinic.console.pages import HEADERS
from clinic.console.routes import ConsoleRoute
from clinic.console.wanted import Id
from clinic.photographs import Photographs
from clinic.records.rows import UnknownIntakeError
from clinic.reviews.file import PatientFile, Picture

# The face's own outline, among those of what was seen.
FACE: Final = "face"
routes = APIRouter(prefix="/intakes/{intake_id}/photographs", route_class=ConsoleRoute)


@dataclass(frozen=True)
class ShownPicture:
    """A photograph on the page: its report, and where each concern was seen, as points of SVG."""

    picture: Picture
    # by metric: the contours in the frame of the upright face
    outlines: dict[str, tuple[str, ...]]
    face: tuple[str, ...]


@routes.get("/{photo}/{view}.jpg")
async def picture(
    request: Request,
    desk: Here,
    me: Me,
    intake_id: Id,
    photo: str,
    view: Literal["whole", "overlay", "portrait"],
) -> Response:
    """Show one of the photographs; that it was looked at is in the log."""
    file = await asyncio.to_thread(desk.files.of, intake_id)
    # of a person who was merged each photograph is reached by the conversation that it came in
    senders = {each.id: file.senders[each.patient_id] for each in file.pictures}
    if photo not in senders:
        raise UnknownIntakeError(intake_id)
    try:
        if view == "whole":
            jpeg = await asyncio.to_thread(desk.photographs.read, senders[photo], photo)
        else:
            jpeg = await asyncio.to_thread(desk.photographs.view, senders[photo], photo, view)
    except LookupError:
        raise UnknownIntakeError(intake_id) from None
    if view == "whole":
        await asyncio.to_thread(desk.log.note, me.actor, "viewed", "photograph", photo)
    else:
        await glanced(request, desk, me, intake_id)
    return Response(jpeg, media_type="image/jpeg", headers=HEADERS)


def shown_pictures(photographs: Photographs, file: PatientFile) -> list[ShownPicture]:
    """Return the photographs that were looked at, the latest first, with what was seen where."""
    return list(_shown(photographs, file))


def _shown(photographs: Photographs, file: PatientFile) -> Iterator[ShownPicture]:
    for each in reversed(file.pictures):
        if each.report is None:
            continue
        outlines: dict[str, Any] = {}
        if each.report["quality"]["ok"]:
            try:
                outlines = photographs.outlines(file.senders[each.patient_id], each.id)
            except LookupError:
                outlines = {}
        drawn = {
            metric: tuple(_points(contour) for contour in contours)
            for metric, contours in outlines.items()
        }
        yield ShownPicture(each, drawn, drawn.pop(FACE, ()))


def _points(contour: list[list[int]]) -> str:
    return " ".join(f"{x},{y}" for x, y in contour)
