"""A request that is turned away: a status for the client, a plain sentence for the patient."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from bot.gateway.words import text


class Problem(BaseModel):
    """What went wrong, in a sentence that may be shown to the patient as it is."""

    problem: Annotated[str, Field(examples=[text("refusals.empty")])]


class RefusalError(Exception):
    """The request is answered with this status and this sentence."""

    def __init__(self, status: int, problem: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(problem)
        self.status, self.problem, self.headers = status, problem, headers


def refusal(status: int, problem: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """Return an answer whose `problem` may be shown to the patient as it is."""
    return JSONResponse(Problem(problem=problem).model_dump(), status, headers)


async def answer_refusal(_request: Request, error: Exception) -> JSONResponse:
    """Answer a `RefusalError`."""
    assert isinstance(error, RefusalError)  # noqa: S101  # it is registered for nothing else
    return refusal(error.status, error.problem, error.headers)
