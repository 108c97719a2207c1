"""What the page asks for: the talk so far, and the answer to a message."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse

from bot.gateway import incoming, sessions
from bot.gateway.conversation import Conversations
from bot.gateway.origins import refuse_foreign
from bot.gateway.rasa import RasaUnavailableError
from bot.gateway.refusals import RefusalError, refusal
from bot.gateway.words import text
from clinic.emergency import Emergency
from clinic.records import MessageIdReusedError, TalkTurn

log = logging.getLogger(__name__)


def router(talks: Conversations, emergency: Emergency) -> APIRouter:
    """Return the routes under /api."""
    routes = APIRouter(prefix="/api", dependencies=[Depends(refuse_foreign)])

    @routes.get("/talk")
    async def talk(request: Request) -> JSONResponse:
        """Answer the caller's talk; a new caller gets a session and a greeting."""
        token = sessions.token_of(request) or sessions.new_token()
        try:
            turns = await talks.talk(sessions.sender_of(token))
            answer = JSONResponse({"turns": [_turn(each) for each in turns]})
        except RasaUnavailableError as error:
            log.warning("no greeting: %s", error)
            answer = refusal(HTTPStatus.SERVICE_UNAVAILABLE, text("refusals.greeting_failed"))
        sessions.keep(request, answer, token)
        return answer

    @routes.post("/messages")
    async def message(request: Request) -> JSONResponse:
        """Answer a message of the caller's talk."""
        token = sessions.token_of(request)
        if token is None:
            raise RefusalError(HTTPStatus.UNAUTHORIZED, text("refusals.no_session"))
        said = await incoming.read(request)
        try:
            reply = await talks.say(sessions.sender_of(token), str(said.id), said.text)
        except MessageIdReusedError:
            raise RefusalError(HTTPStatus.CONFLICT, text("refusals.reused")) from None
        except RasaUnavailableError as error:
            log.warning("no answer: %s", error)
            problem = text("refusals.unwell", emergency=emergency.number)
            raise RefusalError(HTTPStatus.SERVICE_UNAVAILABLE, problem) from None
        return JSONResponse({"messages": reply.messages, "kept": reply.kept})

    return routes


def _turn(turn: TalkTurn) -> dict[str, Any]:
    return {
        "id": turn.message_id,
        "text": turn.text if turn.shown else None,
        "messages": turn.answers,
    }
