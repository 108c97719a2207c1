"""A visitor of the website, as a browser asks the door."""

from __future__ import annotations

import asyncio
import uuid
from typing import Any

import httpx

Turns = list[dict[str, Any]]


def message(text: str) -> dict[str, str]:
    return {"id": str(uuid.uuid4()), "text": text}


async def begin(client: httpx.AsyncClient) -> httpx.AsyncClient:
    """Begin a session, and wait for the greeting."""
    answer = await client.post("/api/session")
    assert answer.status_code == 200, answer.text
    await turns(client)
    return client


async def post(client: httpx.AsyncClient, said: dict[str, str], **options: Any) -> httpx.Response:
    return await client.post("/api/messages", json=said, **options)


async def say(client: httpx.AsyncClient, text: str) -> list[dict[str, Any]]:
    """Say something; return the messages of the answer."""
    answer = await post(client, message(text))
    assert answer.status_code == 202, answer.text
    messages: list[dict[str, Any]] = (await turns(client))[-1]["messages"]
    return messages


async def turns(client: httpx.AsyncClient, **options: Any) -> Turns:
    """Return the talk, once all of it is answered."""
    async with asyncio.timeout(20):
        while True:
            talk: Turns = (await client.get("/api/talk", **options)).json()["turns"]
            if talk and all(turn["messages"] is not None for turn in talk):
                return talk
            await asyncio.sleep(0.01)


def texts(messages: list[dict[str, Any]]) -> list[str]:
    return [
        part["text"]
        for each in messages
        for part in each["parts"]
        if part["kind"] in ("text", "card")
    ]
