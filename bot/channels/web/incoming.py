"""A message as a browser sends it: checked here, trusted from here on."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Final
from uuid import UUID

from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.gateway import bodies
from bot.gateway.refusals import RefusalError
from bot.gateway.typed import PICTURED, TOO_LONG, UNREADABLE, checked
from clinic.records import TalkTurn

# 2,000 characters outside the basic plane are 24,000 bytes as JSON escapes.
MOST_BYTES: Final = 32_000


class Incoming(BaseModel):
    """A message of the patient. The id is the browser's, the same on every attempt to send it."""

    model_config = ConfigDict(
        hide_input_in_errors=True,
        json_schema_extra={
            "examples": [
                {
                    "id": "1b4e28ba-2fa1-41d2-883f-0016d3cca427",
                    "text": "I scrub every day, and I sleep 5 hours",
                }
            ]
        },
    )

    id: UUID
    text: Annotated[str, Field(description="may be left out where a photograph speaks")] = ""
    photo: Annotated[
        str | None, Field(max_length=64, description="the id of an upload (POST /api/photos)")
    ] = None


async def read(request: Request) -> TalkTurn:
    """Return the message in a request's JSON body.

    Raises:
        RefusalError: it is too large, no JSON in UTF-8, or its text is none that a patient typed.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise RefusalError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, UNREADABLE)
    body = await read_body(request, MOST_BYTES, TOO_LONG)
    try:
        incoming = Incoming.model_validate_json(body)
    except ValidationError:
        # `from None`: the error would quote the patient in a traceback
        raise RefusalError(HTTPStatus.BAD_REQUEST, UNREADABLE) from None
    text = PICTURED if incoming.photo and not incoming.text.strip() else checked(incoming.text)
    return TalkTurn(str(incoming.id), text, photo=incoming.photo)


async def read_body(request: Request, most_bytes: int, too_large: str) -> bytes:
    """Return a request's body.

    Raises:
        RefusalError: it is larger than may be, with this sentence; the rest is not read.
    """
    try:
        return await bodies.read_body(request, most_bytes)
    except bodies.BodyTooLargeError:
        raise RefusalError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, too_large) from None
