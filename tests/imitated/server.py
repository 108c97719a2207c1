"""An imitated platform's server: an ASGI application in a thread of its own, on a free port."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Self, TypeVar

import httpx
import uvicorn
from fastapi import FastAPI, Response
from starlette.types import Receive, Scope, Send

Result = TypeVar("Result")
FIRST_PAUSE_SECONDS = 0.05
LONGEST_PAUSE_SECONDS = 1.0
PATIENCE_SECONDS = 60.0


class BrokenOff(Response):
    """An answer of which the client gets the beginning alone: the connection breaks."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(b"content-length", b"100")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"{", "more_body": False})


class Platform:
    """Serves `app`, and delivers to a webhook as long as the block lasts."""

    def __init__(self) -> None:
        self.app = FastAPI(openapi_url=None)
        self.loop = asyncio.new_event_loop()
        # what each delivery was answered with
        self.statuses: list[int] = []
        self._server = uvicorn.Server(
            uvicorn.Config(self.app, host="127.0.0.1", port=0, log_level="error", lifespan="off")
        )
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._ready = threading.Event()
        self._client = httpx.AsyncClient(timeout=PATIENCE_SECONDS, trust_env=False)
        self._tasks: set[asyncio.Task[None]] = set()
        self.url = ""

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(PATIENCE_SECONDS), "the imitated platform does not start"
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(PATIENCE_SECONDS)

    @property
    def stops(self) -> bool:
        """Whether nobody may be kept waiting any more."""
        return self._server.should_exit

    def do(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Run something on the platform's own loop, and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(PATIENCE_SECONDS)

    def deliver(self, send: Callable[[httpx.AsyncClient], Awaitable[httpx.Response]]) -> None:
        """Deliver until it is answered with 200, with growing pauses; call it on the loop."""

        async def until_taken() -> None:
            pause = FIRST_PAUSE_SECONDS
            while not self._server.should_exit:
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

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)

        async def serve() -> None:
            serving = asyncio.create_task(self._server.serve())
            while not self._server.started:
                await asyncio.sleep(0.01)
            port = self._server.servers[0].sockets[0].getsockname()[1]
            self.url = f"http://127.0.0.1:{port}"
            self._ready.set()
            await serving
            for task in self._tasks:
                task.cancel()
            await self._client.aclose()

        self.loop.run_until_complete(serve())
