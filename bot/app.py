"""The `web` process: puts the door together (`uvicorn bot.gateway.app:create_app --factory`)."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from bot.gateway import api, health, pages
from bot.gateway.conversation import Conversations
from bot.gateway.headers import HEADERS, SecurityHeaders
from bot.gateway.rasa import Rasa
from bot.gateway.refusals import RefusalError, answer_refusal, refusal
from bot.gateway.words import text
from clinic.background import background
from clinic.records import Records, Transcript
from clinic.settings import Settings, load


def create_app(settings: Settings | None = None, rasa: Rasa | None = None) -> FastAPI:
    """Return the gateway.

    Args:
        settings: the clinic's; from the environment by default.
        rasa: the dialogue to ask; the one of the settings by default.

    Raises:
        SystemExit: a setting is bad.
    """
    settings = settings or load()
    # ours alone: at DEBUG the database driver's own log would quote patients
    logging.getLogger("bot").setLevel(settings.log_level)
    rasa = rasa or Rasa(settings)
    records, transcript = Records.open(settings), Transcript.open(settings)
    talks = Conversations(transcript, rasa, channel="web")

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with background(settings):
            yield
            await talks.finish()
        await rasa.close()
        transcript.dispose()
        records.dispose()

    app = FastAPI(title="Dewy", lifespan=lifespan, openapi_url=None)
    app.add_middleware(SecurityHeaders)
    app.add_exception_handler(RefusalError, answer_refusal)
    app.add_exception_handler(Exception, _answer_error)
    app.include_router(health.router(rasa))
    app.include_router(api.router(talks, settings.emergency))
    app.include_router(pages.router(settings, records))
    app.mount("/chat", pages.files())
    return app


async def _answer_error(_request: Request, _error: Exception) -> JSONResponse:
    answer = refusal(HTTPStatus.INTERNAL_SERVER_ERROR, text("refusals.broken"))
    # this answer is made outside of the middleware
    answer.headers.update(HEADERS)
    return answer
