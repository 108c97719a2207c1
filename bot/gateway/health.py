"""Whether this process serves, and whether a patient would be answered."""

from __future__ import annotations

import asyncio
from http import HTTPStatus

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlalchemy.exc import SQLAlchemyError

from bot.gateway.rasa import Rasa
from clinic.records import Transcript


class Health(BaseModel):
    """This process serves."""

    status: str = "ok"


class Readiness(BaseModel):
    """Whether each part that an answer takes is well."""

    records: bool
    rasa: bool
    actions: bool


def router(rasa: Rasa, transcript: Transcript) -> APIRouter:
    """Return the routes that watch over the house."""
    routes = APIRouter(tags=["health"])

    @routes.get("/health", summary="Health")
    async def health() -> Health:
        """Answer as soon as this process serves."""
        return Health()

    @routes.get(
        "/ready",
        responses={int(HTTPStatus.SERVICE_UNAVAILABLE): {"model": Readiness}},
        summary="Readiness",
        response_model=Readiness,
    )
    async def ready() -> JSONResponse:
        """Answer 200 where the records, Rasa and the action server are all well, else 503."""
        records, parts = await asyncio.gather(_reached(transcript), rasa.parts())
        readiness = Readiness(records=records, **parts).model_dump()
        status = HTTPStatus.OK if all(readiness.values()) else HTTPStatus.SERVICE_UNAVAILABLE
        return JSONResponse(readiness, status)

    return routes


async def _reached(transcript: Transcript) -> bool:
    try:
        await asyncio.to_thread(transcript.check)
    except SQLAlchemyError:
        return False
    return True
