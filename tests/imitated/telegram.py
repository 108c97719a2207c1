"""An imitation of Telegram's Bot API on loopback, as strict as its documentation.

    with Telegram() as telegram:
        asha = telegram.patient("Asha")
        asha.says("hello")
        asha.waits_for("Welcome")
        asha.presses("Yes")

Patients' calls come from any thread; the server has one of its own. See `tests.imitated.telegram_*`.
"""

from __future__ import annotations

import asyncio
import itertools
import secrets
import socket
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any, Final, Self, TypeVar

import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from starlette.datastructures import UploadFile

from tests.imitated.telegram_deliveries import Deliveries
from tests.imitated.telegram_methods import Methods
from tests.imitated.telegram_people import Group, Patient
from tests.imitated.telegram_state import ApiError, Chat, Json, State

TOKEN: Final = "123456789:AAF-imitated_token_of_thirty_five_c"
USERNAME: Final = "dewy_clinic_bot"
Result = TypeVar("Result")


class Telegram:
    """The platform for one bot; begins on entering, ends on leaving."""

    def __init__(
        self, token: str = TOKEN, *, first_pause_seconds: float = 0.05, port: int = 0
    ) -> None:
        self.state = State(token, USERNAME)
        self._first_pause, self._port = first_pause_seconds, port
        self._ids = itertools.count(5_000_001)
        self._ready = threading.Event()

    @property
    def token(self) -> str:
        return self.state.token

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @property
    def webhook_url(self) -> str:
        return self.state.webhook.url

    @property
    def deliveries(self) -> list[tuple[int, int]]:
        """The updates delivered to the webhook, with the status of each try."""
        return list(self._deliveries.made)

    @property
    def calls(self) -> list[str]:
        """The methods that were called, in order."""
        return [name for name, _ in self.state.calls]

    def patient(self, first_name: str = "Asha", number: int | None = None) -> Patient:
        """Return a person who can open a private chat with the bot."""
        number = number or next(self._ids)
        fields = {"first_name": first_name, "username": f"{first_name.lower()}_{number}"}
        return Patient(self, Chat(number, "private", fields))

    def group(self, title: str, kind: str = "supergroup") -> Group:
        """Return a group that the bot is in."""
        return Group(self, Chat(-1_000_000_000_000 - next(self._ids), kind, {"title": title}))

    def fail_next(
        self, method: str, status: int, description: str, times: int = 1, **parameters: Any
    ) -> None:
        """Have the next calls of a method fail; 429 takes `retry_after`."""
        failures = self.state.failures.setdefault(method.lower(), deque())
        for _ in range(times):
            failures.append(ApiError(status, description, **parameters))

    def limit_rate(self) -> None:
        """Take no more than a message a second in a chat."""
        self.state.limits_rate = True

    def expire_files(self) -> None:
        """Let an hour go by for the paths of files."""
        self.do(
            lambda: self.state.paths.update({p: (n, 0.0) for p, (n, _) in self.state.paths.items()})
        )

    def add(self, kind: str, content: Json) -> int | None:
        """Put an update in line; return its id."""

        def put() -> int | None:
            number = self.state.add_update(kind, content)
            self._methods.arrived.set()
            return number

        return self.do(put)

    def do(self, work: Callable[[], Result]) -> Result:
        """Do something where the server runs, and return what it returns."""

        async def doing() -> Result:
            return work()

        return asyncio.run_coroutine_threadsafe(doing(), self._loop).result(10)

    def __enter__(self) -> Self:
        listener = socket.create_server(("127.0.0.1", self._port))
        self._port = listener.getsockname()[1]
        config = uvicorn.Config(self._app(), log_level="critical", access_log=False)
        config.timeout_graceful_shutdown = 1
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=lambda: asyncio.run(self._serve(listener)), daemon=True
        )
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(10)

    async def _serve(self, listener: socket.socket) -> None:
        self._loop = asyncio.get_running_loop()
        self._methods = Methods(self.state)
        self._deliveries = Deliveries(self.state, self._first_pause)
        delivering = asyncio.create_task(self._deliveries.run(self._methods.arrived))
        self._ready.set()
        await self._server.serve(sockets=[listener])
        delivering.cancel()
        await asyncio.gather(delivering, return_exceptions=True)

    def _app(self) -> FastAPI:
        app = FastAPI(openapi_url=None)

        @app.api_route("/bot{token}/{method}", methods=["GET", "POST"])
        async def call(token: str, method: str, request: Request) -> Response:
            try:
                self._check(token)
                result = await self._methods.call(method, await _given(request))
            except ApiError as error:
                body: Json = {
                    "ok": False,
                    "error_code": error.status,
                    "description": error.description,
                }
                if error.parameters:
                    body["parameters"] = error.parameters
                return JSONResponse(body, error.status)
            return JSONResponse({"ok": True, "result": result})

        @app.get("/file/bot{token}/{path:path}")
        async def download(token: str, path: str) -> Response:
            name, until = self.state.paths.get(path, ("", 0.0))
            if not secrets.compare_digest(token, self.token) or until < time.monotonic():
                body = {"ok": False, "error_code": 404, "description": "Not Found"}
                return JSONResponse(body, 404)
            return Response(self.state.files[name], media_type="application/octet-stream")

        return app

    def _check(self, token: str) -> None:
        if ":" not in token:
            raise ApiError(404, "Not Found")
        if token != self.token:
            raise ApiError(401, "Unauthorized")


async def _given(request: Request) -> Json:
    """Return the parameters of a call: of the address, as JSON, as a form, with files."""
    given: Json = dict(request.query_params)
    if request.headers.get("content-type", "").startswith("application/json"):
        return given | await request.json()
    async with request.form() as form:
        for name, value in form.items():
            given[name] = await value.read() if isinstance(value, UploadFile) else value
    # PTB attaches files under names of its own
    return {
        name: given.get(value.removeprefix("attach://"), value)
        if isinstance(value, str) and value.startswith("attach://")
        else value
        for name, value in given.items()
    }
