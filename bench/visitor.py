"""A patient of the website, as the bench plays one."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx


class Visitor:
    """A patient of the website: says something, and waits for the answer by the stream."""

    def __init__(self, client: httpx.AsyncClient, lines: AsyncIterator[str]) -> None:
        self._client, self._lines = client, lines

    async def say(self, text: str, photo: str | None = None) -> float:
        """Return the seconds until the answer was there."""
        message_id = str(uuid.uuid4())
        message = {"id": message_id, "text": text, "photo": photo}
        began = time.perf_counter()
        accepted = await self._client.post("/api/messages", json=message)
        accepted.raise_for_status()
        await self.answered(message_id)
        return time.perf_counter() - began

    async def upload(self, jpeg: bytes) -> str:
        """Return the id of a photograph that was taken in."""
        answer = await self._client.post(
            "/api/photos", content=jpeg, headers={"Content-Type": "image/jpeg"}
        )
        answer.raise_for_status()
        photo: str = answer.json()["photo"]
        return photo

    async def answered(self, message_id: str) -> None:
        """Wait until a message is answered."""
        async for line in self._lines:
            if not line.startswith("data: "):
                continue
            told: dict[str, Any] = json.loads(line.removeprefix("data: "))
            if any(
                turn["id"] == message_id and turn["messages"] for turn in told.get("turns", [told])
            ):
                return


@asynccontextmanager
async def visiting(url: str) -> AsyncIterator[Visitor]:
    """Open a talk, greeted already, and listen to it."""
    async with httpx.AsyncClient(base_url=url, timeout=60) as client:
        (await client.post("/api/session")).raise_for_status()
        async with client.stream("GET", "/api/talk/events", timeout=None) as stream:
            visitor = Visitor(client, stream.aiter_lines())
            await visitor.answered("greeting")
            yield visitor
