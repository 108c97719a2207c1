"""What Twilio's API and the place where its media lie answer over HTTP."""

from __future__ import annotations

import base64
import json
import time
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

if TYPE_CHECKING:
    from tests.imitated.twilio import Twilio

ACCOUNT = "AC" + "0123456789abcdef" * 2
TOKEN = "zanzibarquarktoken0123456789abcd"


class ApiError(Exception):
    def __init__(self, status: int, code: int, words: str, retry_after: int | None = None) -> None:
        super().__init__(words)
        self.status, self.code, self.words, self.retry_after = status, code, words, retry_after


class _Handler(BaseHTTPRequestHandler):
    # keeps connections alive, as Twilio does
    protocol_version = "HTTP/1.1"

    def answer(self, status: int, body: bytes, kind: str, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def api_of(twilio: Twilio) -> type[_Handler]:
    expected = "Basic " + base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()

    class Handler(_Handler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            twilio.asked.append((self.path, self.headers["Authorization"]))
            time.sleep(twilio.seconds)
            try:
                self._authorized()
                failure = twilio.fail_next.pop(0) if twilio.fail_next else None
                if isinstance(failure, ApiError):
                    raise failure
                self.close_connection = failure is not None
                if failure == "hang up":
                    return
                form: dict[str, list[str]] = {}
                for name, value in parse_qsl(body, keep_blank_values=True, strict_parsing=True):
                    form.setdefault(name, []).append(value)
                twilio.sent.append(form)
                answer: dict[str, Any] = twilio.take(self.path, form)
                if failure == "take it and hang up":
                    return
                status, headers = 201, dict[str, str]()
            except ApiError as error:
                answer = {"code": error.code, "message": error.words, "status": error.status}
                status = error.status
                headers = {"Retry_After": str(error.retry_after)} if error.retry_after else {}
            self.answer(status, json.dumps(answer).encode(), "application/json", **headers)

        def do_GET(self) -> None:
            twilio.asked.append((self.path, self.headers["Authorization"]))
            try:
                self._authorized()
            except ApiError as error:
                return self.answer(error.status, b"{}", "application/json")
            if self.path not in twilio.media:
                return self.answer(404, b"{}", "application/json")
            return self.answer(307, b"", "text/plain", Location=twilio.media_url + self.path)

        def _authorized(self) -> None:
            if self.headers["Authorization"] != expected:
                raise ApiError(401, 20003, "Authenticate")

    return Handler


def media_of(twilio: Twilio) -> type[_Handler]:
    class Handler(_Handler):
        def do_GET(self) -> None:
            twilio.media_asked.append((self.path, self.headers["Authorization"]))
            time.sleep(twilio.seconds)
            kind, data = twilio.media[self.path]
            self.answer(200, data, kind)

    return Handler
