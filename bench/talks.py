"""Talks over Rasa's REST channel, and how long their turns take."""

from __future__ import annotations

import asyncio
import statistics
import time
import uuid
from collections.abc import Sequence

import httpx

STOCK = ("hello", "I feel sad today", "no", "great, thanks", "are you a bot?", "bye")
DEWY = (
    "hello",
    "yes, I agree",
    "oily skin, glycolic every night and a scrub twice a week, pores and dark marks",
    "never, to be honest",
    "about 6 hours, stress is a 7",
    "burning and tight",
    "none of these, and not pregnant",
    "yes",
)


class Talker:
    """Talks to one Rasa server."""

    def __init__(self, url: str, script: Sequence[str]) -> None:
        self.url = f"{url}/webhooks/rest/webhook"
        self.script = script

    async def talk(self, client: httpx.AsyncClient) -> list[float]:
        """Hold one talk; return how long each turn took, in seconds.

        Raises:
            RuntimeError: a turn had no answer, which is how Rasa's REST channel reports a failure.
        """
        sender, took = uuid.uuid4().hex, []
        for message in self.script:
            began = time.perf_counter()
            answer = await client.post(
                self.url, json={"sender": sender, "message": message}, timeout=60
            )
            took.append(time.perf_counter() - began)
            if not answer.json():
                raise RuntimeError(f"no answer to {message!r}")
        return took

    async def turns(self, talks: int) -> list[float]:
        """Hold talks one after the other; return the seconds of each turn."""
        async with httpx.AsyncClient() as client:
            return [seconds for _ in range(talks) for seconds in await self.talk(client)]

    async def throughput(self, at_once: int) -> float:
        """Hold talks at the same time; return the turns a second of all together."""
        async with httpx.AsyncClient(limits=httpx.Limits(max_connections=at_once)) as client:
            began = time.perf_counter()
            talks = await asyncio.gather(*(self.talk(client) for _ in range(at_once)))
            return sum(map(len, talks)) / (time.perf_counter() - began)


def p50_ms(turns: Sequence[float]) -> float:
    """Return the median in milliseconds."""
    return 1000 * statistics.median(turns)
