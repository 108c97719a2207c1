"""What the widget asks: a session, the talk, its events, to say something, and the plan's link."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable, AsyncIterator
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel, Field

from bot.channels.web import incoming
from bot.channels.web.door import Door, Here, Sender, refuses, too_much
from bot.channels.web.feed import Queue, TooManyListenersError
from bot.channels.web.talk import Talk, event, show_talk
from bot.gateway.refusals import RefusalError
from bot.gateway.words import text
from clinic.http.customers import customer
from clinic.http.limits import LimitReachedError
from clinic.records import MessageIdReusedError

BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": incoming.Incoming.model_json_schema()}},
    }
}
routes = APIRouter(tags=["talk"])


class Begun(BaseModel):
    """A session; its token where the widget itself must keep it, else it is in a cookie."""

    token: Annotated[str | None, Field(examples=[None])]


class Accepted(BaseModel):
    """A message is kept, and is answered by the events."""

    id: Annotated[str, Field(examples=["1b4e28ba-2fa1-41d2-883f-0016d3cca427"])]


class Link(BaseModel):
    """An address that opens the caller's plan for ten minutes."""

    url: Annotated[str, Field(examples=["https://dewy.clinic.example/plan?ticket=gAAAAAB..."])]


@routes.post("/session", summary="Begin, or go on")
async def begin(request: Request, response: Response, door: Here) -> Begun:
    """Give the caller a session, or refresh theirs; the assistant greets where nothing was said."""
    session = door.sessions.begin(request)
    token = door.sessions.hand_out(request, response, session)
    try:
        await door.talks.greet(session.sender)
    except LimitReachedError as error:
        raise too_much(error) from None
    return Begun(token=token)


@routes.get("/talk", responses=refuses(HTTPStatus.UNAUTHORIZED), summary="The talk so far")
async def talk(sender: Sender, door: Here) -> Talk:
    """Answer the caller's talk, oldest turn first."""
    return await show_talk(door.talks, sender, door.settings.emergency)


async def _listen(request: Request, sender: Sender, door: Here) -> AsyncIterator[Queue]:
    try:
        with door.feed.listener(sender, customer(request)) as queue:
            yield queue
    except TooManyListenersError:
        problem = text("refusals.too_many_tabs")
        raise RefusalError(HTTPStatus.TOO_MANY_REQUESTS, problem) from None


@routes.get(
    "/talk/events",
    response_class=EventSourceResponse,
    responses=refuses(HTTPStatus.UNAUTHORIZED, HTTPStatus.TOO_MANY_REQUESTS),
    summary="The talk as it happens",
)
async def events(
    sender: Sender, door: Here, queue: Annotated[Queue, Depends(_listen)]
) -> AsyncIterable[ServerSentEvent]:
    """Stream the talk so far (`talk`), turns as they change (`turn`), its end (`erased`)."""
    yield event("talk", await show_talk(door.talks, sender, door.settings.emergency))
    while (happened := await queue.get()) is not None:
        yield happened


@routes.post(
    "/messages",
    status_code=HTTPStatus.ACCEPTED,
    openapi_extra=BODY,
    responses=refuses(
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.CONFLICT,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        HTTPStatus.TOO_MANY_REQUESTS,
    ),
    summary="Say something",
)
async def say(request: Request, sender: Sender, door: Here) -> Accepted:
    """Keep a message, to be answered by the events; sent again with its id, it changes nothing."""
    turn = await incoming.read(request)
    if turn.photo and not await asyncio.to_thread(_has_photograph, door, sender, turn.photo):
        raise RefusalError(HTTPStatus.NOT_FOUND, text("refusals.photo_gone"))
    try:
        await door.talks.receive(sender, turn)
    except MessageIdReusedError:
        raise RefusalError(HTTPStatus.CONFLICT, text("refusals.reused")) from None
    except LimitReachedError as error:
        raise too_much(error) from None
    return Accepted(id=turn.message_id)


@routes.post(
    "/plan/link",
    status_code=HTTPStatus.CREATED,
    responses=refuses(HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND),
    summary="Open the plan to print",
)
async def link(request: Request, sender: Sender, door: Here) -> Link:
    """Answer a link to the caller's plan, for a tab that has no session."""
    if await asyncio.to_thread(door.records.plan, sender) is None:
        raise RefusalError(HTTPStatus.NOT_FOUND, text("refusals.no_plan"))
    page = request.url_for("plan").include_query_params(ticket=door.tickets.issue(sender))
    return Link(url=str(page))


def _has_photograph(door: Door, sender: str, photo: str) -> bool:
    return photo in door.photographs.received(sender) or photo in door.photographs.kept(sender)
