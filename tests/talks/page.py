"""A patient on the clinic's website: what the widget asks the gateway, without the widget."""

from __future__ import annotations

import json
import time
import uuid
from typing import Any, Self

import httpx
import pytest

PATIENCE_SECONDS = 60
LOOK_SECONDS = 0.1


class Page(httpx.Client):
    """A session at the gateway."""

    def __init__(self, web_url: str) -> None:
        super().__init__(base_url=web_url, headers={"Origin": web_url}, timeout=PATIENCE_SECONDS)

    def __enter__(self) -> Self:
        super().__enter__()
        self.post("/api/session").raise_for_status()
        return self

    def says(self, text: str, photo: str | None = None) -> str:
        """Send a message; return its answer as JSON, or nothing where the talk was erased."""
        message = {"id": str(uuid.uuid4()), "text": text, "photo": photo}
        self.post("/api/messages", json=message).raise_for_status()
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            turn = next((each for each in self.turns if each["id"] == message["id"]), None)
            if turn is None:
                return ""
            if turn["messages"] is not None:
                return json.dumps(turn["messages"])
            time.sleep(LOOK_SECONDS)
        pytest.fail("the page had no answer")

    def uploads(self, picture: bytes) -> str:
        """Upload a photograph; return its id."""
        headers = {"Content-Type": "image/jpeg"}
        answer = self.post("/api/photos", content=picture, headers=headers).raise_for_status()
        return str(answer.json()["photo"])

    @property
    def turns(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.get("/api/talk").raise_for_status().json()["turns"]
        return found
