"""A request that is turned away: a status for the client, a plain sentence for the patient."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import JSONResponse


class RefusalError(Exception):
    """The request is answered with this status and this sentence."""

    def __init__(self, status: int, problem: str) -> None:
        super().__init__(problem)
        self.status = status
        self.problem = problem


def refusal(status: int, problem: str) -> JSONResponse:
    """Return an answer whose `problem` may be shown to the patient as it is."""
    return JSONResponse({"problem": problem}, status)


async def answer_refusal(_request: Request, error: Exception) -> JSONResponse:
    """Answer a `RefusalError`."""
    assert isinstance(error, RefusalError)  # noqa: S101  # it is registered for nothing else
    return refusal(error.status, error.problem)
