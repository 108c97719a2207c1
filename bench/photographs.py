"""What photographs cost those who write: the time of text turns while others send photographs."""

from __future__ import annotations

import asyncio
import statistics
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass

from bench.talks import DEWY
from bench.visitor import Visitor, visiting
from evaluation.photographs.faces import sample
from evaluation.photographs.speed import camera_like

SENDERS = 2
ROUNDS = 4
TALKS_A_ROUND = 3
P95 = 19
"""Of twenty equal parts of the turns, the last begins here."""
AGREES = ("Yes, I agree", "can I send you a photo?", "Yes, you may look")


@dataclass(frozen=True)
class Times:
    """The 95th percentile of text turns in milliseconds, without and with photographs."""

    without_ms: float
    beside_ms: float
    photographs: int


async def times(url: str) -> Times:
    """Hold talks without and with others who send photographs of 12 megapixels all the time."""
    data = camera_like(sample())
    without: list[float] = []
    beside: list[float] = []
    sent = 0
    async with AsyncExitStack() as stack:
        senders = [await _sender(stack, url, data) for _ in range(SENDERS)]
        for _ in range(ROUNDS):
            without += await _talks(url)
            enough = asyncio.Event()
            sending = [asyncio.create_task(_send(each, data, enough)) for each in senders]
            beside += await _talks(url)
            enough.set()
            sent += sum(await asyncio.gather(*sending))
    return Times(_p95_ms(without), _p95_ms(beside), sent)


async def _sender(stack: AsyncExitStack, url: str, jpeg: bytes) -> Visitor:
    """Return a patient who has agreed to photographs and sent one, so that the models are there."""
    visitor = await stack.enter_async_context(visiting(url))
    for text in AGREES:
        await visitor.say(text)
    await visitor.say("", await visitor.upload(jpeg))
    return visitor


async def _send(visitor: Visitor, jpeg: bytes, enough: asyncio.Event) -> int:
    """Send photographs until it is enough; return how many were answered."""
    sent = 0
    while not enough.is_set():
        await visitor.say("", await visitor.upload(jpeg))
        sent += 1
    return sent


async def _talks(url: str) -> list[float]:
    seconds = []
    for _ in range(TALKS_A_ROUND):
        async with visiting(url) as visitor:
            seconds += [await visitor.say(text) for text in DEWY]
    return seconds


def _p95_ms(seconds: Sequence[float]) -> float:
    return 1000 * statistics.quantiles(seconds, n=P95 + 1)[-1]
