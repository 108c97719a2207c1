"""Taking a talk along: a code, and addresses that open a messenger and say it."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from bot.channels.web.door import Here, Sender, refuses, too_much
from bot.gateway.refusals import RefusalError
from bot.gateway.words import text
from clinic.http.limits import LimitReachedError
from clinic.records.links import VALID_FOR

routes = APIRouter(prefix="/link", tags=["messengers"])


class Way(BaseModel):
    """A messenger, and the address that opens it there with the code."""

    messenger: Annotated[str, Field(examples=["telegram"])]
    url: Annotated[str, Field(examples=["https://t.me/lumina_bot?start=K7MPQ2X9RB"])]


class Ways(BaseModel):
    """A code that takes the talk along, once and for a while, and where it can be said."""

    code: Annotated[str, Field(examples=["K7MPQ2X9RB"])]
    minutes: Annotated[int, Field(description="for how long it works", examples=[15])]
    ways: list[Way]


@routes.post(
    "",
    status_code=HTTPStatus.CREATED,
    responses=refuses(HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND, HTTPStatus.TOO_MANY_REQUESTS),
    summary="Go on in a messenger",
)
async def link(sender: Sender, door: Here) -> Ways:
    """Answer a code by which the caller's talk goes on in a messenger; an older one ends."""
    messengers = door.messengers
    if not messengers.ways("-"):
        raise RefusalError(HTTPStatus.NOT_FOUND, text("refusals.no_messenger"))
    try:
        await door.codes.take(sender)
    except LimitReachedError as error:
        raise too_much(error) from None
    code = await asyncio.to_thread(messengers.links.issue, sender)
    ways = [Way(messenger=name, url=url) for name, url in messengers.ways(code).items()]
    return Ways(code=code, minutes=int(VALID_FOR.total_seconds() // 60), ways=ways)
