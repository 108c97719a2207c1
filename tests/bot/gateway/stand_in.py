"""A stand-in that speaks the shape of Rasa's REST channel, for what a real Rasa cannot be asked for.

A real one fails, hangs or answers nothing only by accident; how the gateway takes that is tested here.
What Rasa really says is tested against the real one (the mark `talk`).
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

Elements = list[dict[str, Any]]


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """Say nothing: a gateway that hangs up is what is tested."""


class StandIn:
    """Answers on a free port; `status`, `body` and `seconds` say how, `heard` what it was asked.

    `facts` is what it reads out of a message apart from any talk, which `read` are the texts of.
    """

    def __init__(self, port: int = 0, actions_port: int = 0) -> None:
        self.be_well()
        # Rasa, and an action server that is as well as it
        self._servers = [
            _Server(("127.0.0.1", each), self._handler()) for each in (port, actions_port)
        ]
        self.port, self.actions_port = (int(each.server_address[1]) for each in self._servers)

    def be_well(self) -> None:
        """Answer as a Rasa that is well, and forget what was heard."""
        self.heard: list[dict[str, Any]] = []
        self.status = 200
        self.seconds = 0.0
        self.body: Callable[[str], Any] = lambda text: [{"text": f"You said: {text}"}]
        self.facts: dict[str, Any] = {}
        self.read: list[str] = []
        self._first: list[Any] = []

    def begin_with(self, *answers: Any) -> None:
        """Answer the next messages with these, a status or a body each, and then as before."""
        self._first = list(answers)

    @property
    def texts(self) -> list[str]:
        return [each["message"] for each in self.heard]

    def __enter__(self) -> Self:
        for server in self._servers:
            threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Be gone."""
        for server in self._servers:
            server.shutdown()
            server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._send(b"{}", stand_in.status)

            def do_POST(self) -> None:
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                if self.path.endswith("/read"):
                    stand_in.read.append(asked["message"])
                    answer = json.dumps({"facts": stand_in.facts}).encode()
                    self._send(answer, stand_in.status)
                    return
                stand_in.heard.append(asked)
                time.sleep(stand_in.seconds)
                status, body = stand_in.status, None
                if stand_in._first:
                    first = stand_in._first.pop(0)
                    status, body = (first, b"") if isinstance(first, int) else (status, first)
                if body is None:
                    body = stand_in.body(asked["message"])
                self._send(body if isinstance(body, bytes) else json.dumps(body).encode(), status)

            def _send(self, body: bytes, status: int) -> None:
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        return Handler
