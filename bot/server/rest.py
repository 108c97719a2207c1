"""Rasa's REST channel, sealed: what a patient types is text, never a command, never logged."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Awaitable, Callable
from contextlib import suppress
from http import HTTPStatus
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.core.channels.rest import RestInput
from sanic import Blueprint, response
from sanic.exceptions import InvalidUsage
from sanic.request import Request
from sanic.response import HTTPResponse

# Rasa takes text that begins with "/" (after white space) as an intent. A word joiner in front is
# invisible, is no white space, and leaves the patient's words as they are.
WORD_JOINER = "\u2060"
# Longer than the gateway waits for an answer before it asks again.
REMEMBERED_SECONDS = 180

log = logging.getLogger(__name__)
Handler = Callable[[UserMessage], Awaitable[Any]]


def as_plain_text(text: str) -> str:
    """Return `text` such that Rasa cannot take it for an intent, as it does with "/restart"."""
    return WORD_JOINER + text if text.lstrip().startswith("/") else text


class SealedRestInput(RestInput):
    """The REST channel at its usual address, with typed `/intent{...}` made harmless.

    A message whose metadata have a `message_id` is answered once: asked again in the next minutes,
    while its turn is still running or after it, it gets the same answer, and the talk goes on once.

    A request without a sender or a text is refused with status 400: Rasa itself would put all such
    messages into one shared conversation. Without a loaded model every request is answered with
    503; Rasa itself would call that well.

    `/read` tells what a message states, apart from any talk.
    """

    def blueprint(self, on_new_message: Handler) -> Blueprint:
        """Return Rasa's routes, behind the check that there is a model to answer with."""
        routes: Blueprint = super().blueprint(once(_quietly(on_new_message)))
        routes.middleware("request")(_refuse_without_model)
        routes.post("/read")(_read)
        return routes

    async def _extract_sender(self, req: Request) -> str:
        return _field(req, "sender")

    def _extract_message(self, req: Request) -> str:
        return as_plain_text(_field(req, "message"))


def once(on_new_message: Handler) -> Handler:
    """Run a turn once for each `message_id`; one that failed is run again when asked again."""
    answers: dict[tuple[str, str], asyncio.Task[list[Any]]] = {}

    async def run(message: UserMessage) -> list[Any]:
        await on_new_message(message)
        return list(message.output_channel.messages)

    async def handle(message: UserMessage) -> None:
        message_id = (message.metadata or {}).get("message_id")
        if not isinstance(message_id, str):
            await on_new_message(message)
            return
        key = (str(message.sender_id), message_id)
        task = answers.get(key)
        if task is None or (task.done() and _failed(task)):
            task = answers[key] = asyncio.create_task(run(message))
            loop = asyncio.get_running_loop()
            loop.call_later(REMEMBERED_SECONDS, lambda: answers.pop(key, None))
        # shielded: the turn goes on though who asked is gone, and Rasa would log the words of one
        # that is cancelled
        with suppress(asyncio.CancelledError):
            message.output_channel.messages = await asyncio.shield(task)

    return handle


def _failed(task: asyncio.Task[list[Any]]) -> bool:
    return task.cancelled() or task.exception() is not None or not task.result()


def _quietly(on_new_message: Handler) -> Handler:
    """Log a turn that fails without the patient's words, which Rasa itself would log.

    The answer is then an empty list, as callers of this channel expect of a failure.
    """

    async def handle(message: UserMessage) -> None:
        try:
            await on_new_message(message)
        except Exception as error:
            # not the error's own message: it may quote what was said
            frames = "".join(traceback.format_tb(error.__traceback__))
            log.error("a turn failed with %s\n%s", type(error).__name__, frames)

    return handle


def _refuse_without_model(request: Request) -> HTTPResponse | None:
    agent = getattr(request.app.ctx, "agent", None)
    if agent is None or not agent.is_ready():
        return response.json({"status": "no model"}, HTTPStatus.SERVICE_UNAVAILABLE)
    return None


async def _read(request: Request) -> HTTPResponse:
    """Answer the facts of a message; nothing of it is kept."""
    text = as_plain_text(_field(request, "message"))
    try:
        read = await request.app.ctx.agent.parse_message(text)
    except Exception as error:
        # raised, it would be logged with its own message, which may quote what was said
        log.error("a message could not be read: %s", type(error).__name__)
        return response.json({}, HTTPStatus.INTERNAL_SERVER_ERROR)
    facts = [each["value"] for each in read["entities"] if each["entity"] == "facts"]
    return response.json({"facts": facts[0] if facts else {}})


def _field(request: Request, name: str) -> str:
    body: Any = request.json
    value = body.get(name) if isinstance(body, dict) else None
    if not isinstance(value, str) or not value.strip():
        raise InvalidUsage(f'"{name}" must be a text that is not empty')
    return value
