"""Photographs over HTTP: received, shown to their owner, taken back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from analysis.reading import MOST_BYTES
from bot.channels.web.door import Here, Sender, refuses, too_much
from bot.channels.web.incoming import read_body
from bot.gateway import pictures
from bot.gateway.refusals import RefusalError
from bot.gateway.words import text
from clinic.http.limits import LimitReachedError
from clinic.records.holds import HeldError

BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            kind: {"schema": {"type": "string", "format": "binary"}}
            for kind in ("image/jpeg", "image/png", "image/webp", "image/heic")
        },
    }
}
JPEG: Final[dict[int | str, dict[str, Any]]] = {
    int(HTTPStatus.OK): {"content": {"image/jpeg": {}}, "description": "The photograph."}
}
routes = APIRouter(prefix="/photos", tags=["photographs"])


class Received(BaseModel):
    """An upload, by the id that a message names it with."""

    photo: Annotated[str, Field(examples=["0uZ3kJm1Yw2uJ8cQ4r5t6v7x8y9zAbCdEfGhIjKlMnO"])]


@routes.post(
    "",
    status_code=HTTPStatus.CREATED,
    openapi_extra=BODY,
    responses=refuses(
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.SERVICE_UNAVAILABLE,
    ),
    summary="Upload a photograph",
)
async def upload(request: Request, sender: Sender, door: Here) -> Received:
    """Hold a picture until a message names it; one that no message names is deleted in a day."""
    if not request.headers.get("content-type", "").startswith("image/"):
        raise RefusalError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, pictures.KIND)
    try:
        await door.uploads.take(sender)
    except LimitReachedError as error:
        raise too_much(error) from None
    data = await read_body(request, MOST_BYTES, pictures.TOO_LARGE)
    return Received(photo=await pictures.receive(door.receiver, sender, "web", data))


async def _jpeg(look_up: Callable[..., bytes], *whose: Any) -> Response:
    """Answer what is read; where there is no such picture, say so."""
    try:
        jpeg = await asyncio.to_thread(look_up, *whose)
    except LookupError:
        raise RefusalError(HTTPStatus.NOT_FOUND, text("refusals.photo_gone")) from None
    return Response(jpeg, media_type="image/jpeg")


@routes.get(
    "/{photo}",
    response_class=Response,
    responses=JPEG | refuses(HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND),
    summary="See a photograph again",
)
async def show(photo: str, sender: Sender, door: Here) -> Response:
    """Answer one of the caller's own photographs."""
    return await _jpeg(door.photographs.read, sender, photo)


@routes.get(
    "/{photo}/overlay",
    response_class=Response,
    responses=JPEG | refuses(HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND),
    summary="See what was seen on a photograph",
)
async def overlay(photo: str, sender: Sender, door: Here) -> Response:
    """Answer the picture that shows where something was seen, with its legend."""
    return await _jpeg(door.photographs.view, sender, photo, "overlay")


@routes.get(
    "/{photo}/beside/{earlier}",
    response_class=Response,
    responses=JPEG | refuses(HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND),
    summary="See a photograph beside an earlier one",
)
async def beside(photo: str, earlier: str, sender: Sender, door: Here) -> Response:
    """Answer two of the caller's own photographs side by side, each upright over its date."""
    return await _jpeg(pictures.beside, door.photographs, door.settings, sender, photo, earlier)


@routes.delete(
    "/{photo}",
    status_code=HTTPStatus.NO_CONTENT,
    responses=refuses(HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT),
    summary="Delete a photograph",
)
async def take_back(photo: str, sender: Sender, door: Here) -> None:
    """Delete one of the caller's own photographs, such as an upload that no message names yet."""
    try:
        await asyncio.to_thread(door.photographs.discard, sender, photo)
    except LookupError:
        raise RefusalError(HTTPStatus.NOT_FOUND, text("refusals.photo_gone")) from None
    except HeldError:
        raise RefusalError(HTTPStatus.CONFLICT, text("refusals.photo_held")) from None
