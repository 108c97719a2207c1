"""An imitated platform, and those who are shown its messages."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
from fastapi import FastAPI, Response
from starlette.types import Receive, Scope, Send

from tests.serving import Serving
from tests.waiting import PATIENCE_SECONDS, wait_until

FIRST_PAUSE_SECONDS = 0.05
LONGEST_PAUSE_SECONDS = 1.0


class BrokenOff(Response):
    """An answer of which the client gets the beginning alone: the connection breaks."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(b"content-length", b"100")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"{", "more_body": False})


class Reader:
    """Somebody who is shown messages, each with its `text`."""

    shown: list[Any]

    @property
    def texts(self) -> list[str]:
        return [each.text for each in self.shown]

    def until(self, count: int) -> list[str]:
        """Wait until so many messages were shown; return their texts."""
        wait_until(lambda: len(self.shown) >= count, f"message {count}")
        return self.texts


class Platform(Serving):
    """Serves its API, and delivers to a webhook."""

    def __init__(self) -> None:
        super().__init__(FastAPI(openapi_url=None))
        # what each delivery was answered with
        self.statuses: list[int] = []
        self._client = httpx.AsyncClient(timeout=PATIENCE_SECONDS, trust_env=False)
        self._tasks: set[asyncio.Task[None]] = set()

    def deliver(self, send: Callable[[httpx.AsyncClient], Awaitable[httpx.Response]]) -> None:
        """Deliver until it is answered with 200, with growing pauses; call it on the loop."""

        async def until_taken() -> None:
            pause = FIRST_PAUSE_SECONDS
            while not self.stops:
                try:
                    answer = await send(self._client)
                    self.statuses.append(answer.status_code)
                    if answer.status_code == httpx.codes.OK:
                        return
                except httpx.HTTPError:
                    self.statuses.append(0)
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE_SECONDS)

        task = asyncio.create_task(until_taken())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def finish(self) -> None:
        """Deliver nothing any more."""
        for task in self._tasks:
            task.cancel()
        await self._client.aclose()
