"""A message as a client sends it: checked here, trusted from here on."""

from __future__ import annotations

import unicodedata
from http import HTTPStatus
from typing import Final
from uuid import UUID

from fastapi import Request
from pydantic import BaseModel, ConfigDict, ValidationError

from bot.gateway import words
from bot.gateway.refusals import RefusalError

LONGEST: Final = 2000
# 2,000 characters outside the basic plane are 24,000 bytes as JSON escapes.
MOST_BYTES: Final = 32_000
# Tab and line breaks are the only control characters that people type.
TYPED: Final = "\t\n"

UNREADABLE: Final = words.text("refusals.unreadable")
EMPTY: Final = words.text("refusals.empty")
TOO_LONG: Final = words.text("refusals.too_long", most=f"{LONGEST:,}")


class Incoming(BaseModel):
    """A message with the id that its client gave it, the same on every attempt to send it."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    id: UUID
    text: str


async def read(request: Request) -> Incoming:
    """Return the message in a request's JSON body.

    Raises:
        RefusalError: it is too large, no JSON in UTF-8, or its text is none that a patient typed.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise RefusalError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, UNREADABLE)
    try:
        incoming = Incoming.model_validate_json(await _body(request))
    except ValidationError:
        # `from None`: the error would quote the patient in a traceback
        raise RefusalError(HTTPStatus.BAD_REQUEST, UNREADABLE) from None
    return Incoming(id=incoming.id, text=checked(incoming.text))


def checked(text: str) -> str:
    """Return a patient's text without white space around it.

    Raises:
        RefusalError: it is empty to the eye, longer than `LONGEST`, or has control characters.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(text) > LONGEST:
        raise RefusalError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, TOO_LONG)
    kinds = {unicodedata.category(character) for character in text if character not in TYPED}
    if kinds & {"Cc", "Cs"}:
        raise RefusalError(HTTPStatus.BAD_REQUEST, UNREADABLE)
    # what only formats or separates shows nothing: zero-width spaces, joiners
    if kinds <= {"Cf", "Cn", "Co", "Zl", "Zp", "Zs"}:
        raise RefusalError(HTTPStatus.BAD_REQUEST, EMPTY)
    return text


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            raise RefusalError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, TOO_LONG)
    return bytes(body)
