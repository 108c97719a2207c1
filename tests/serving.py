"""An ASGI application served on loopback by a thread of this process."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any, Literal, Self, TypeVar

import uvicorn
from fastapi import FastAPI

from tests.waiting import PATIENCE_SECONDS

Result = TypeVar("Result")


class Serving:
    """Serves `app` as long as the block lasts, on a free port unless one is given."""

    def __init__(self, app: FastAPI, port: int = 0, lifespan: Literal["on", "off"] = "off") -> None:
        self.app = app
        self.loop = asyncio.new_event_loop()
        self.url = ""
        self._server = uvicorn.Server(
            uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error", lifespan=lifespan)
        )
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._ready = threading.Event()

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(PATIENCE_SECONDS) and self.url, "it does not start"
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(PATIENCE_SECONDS)

    @property
    def stops(self) -> bool:
        """Whether nobody may be kept waiting any more."""
        return self._server.should_exit

    def do(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Run something on the application's own loop, and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(PATIENCE_SECONDS)

    async def finish(self) -> None:
        """Do what is left once nobody is served any more."""

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        try:
            self.loop.run_until_complete(self._serve())
        finally:
            self._ready.set()

    async def _serve(self) -> None:
        # without the signal handlers of a process of its own
        serving = asyncio.create_task(self._server._serve())
        while not self._server.started and not serving.done():
            await asyncio.sleep(0.01)
        if self._server.started:
            port = self._server.servers[0].sockets[0].getsockname()[1]
            self.url = f"http://127.0.0.1:{port}"
            self._ready.set()
        await serving
        await self.finish()
