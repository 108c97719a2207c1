"""The body of a request, as far as it is not too large."""

from __future__ import annotations

from fastapi import Request


class BodyTooLargeError(ValueError):
    """The body is larger than may be; the rest of it was not read."""


async def read_body(request: Request, most_bytes: int) -> bytes:
    """Return a request's body.

    Raises:
        BodyTooLargeError: it is larger than may be.
    """
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > most_bytes:
            raise BodyTooLargeError
    return bytes(body)
