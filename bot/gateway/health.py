"""Whether this process serves, and whether a patient would be answered."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from bot.gateway.rasa import Rasa


def router(rasa: Rasa) -> APIRouter:
    """Return the routes that watch over the house."""
    routes = APIRouter()

    @routes.get("/health")
    async def health() -> dict[str, str]:
        """Answer as soon as this process serves."""
        return {"status": "ok"}

    @routes.get("/ready")
    async def ready() -> JSONResponse:
        """Answer 200 where Rasa and the action server are well too, else 503; names each."""
        parts = await rasa.parts()
        status = HTTPStatus.OK if all(parts.values()) else HTTPStatus.SERVICE_UNAVAILABLE
        return JSONResponse(parts, status)

    return routes
