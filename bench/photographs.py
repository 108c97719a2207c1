"""What photographs cost those who write: the time of text turns while others send photographs."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
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
ASKS = "is sunscreen needed indoors?"
AGREES = ("Yes, I agree", "can I send you a photo?", "Yes, you may look")


@dataclass(frozen=True)
class Times:
    """The 95th percentile of text turns in milliseconds: of nobody else, and beside two others.

    What photographs cost is the difference between others who send them and others who write as
    often: their turns are turns, too.
    """

    alone_ms: float
    beside_texts_ms: float
    beside_photographs_ms: float
    photographs: int


async def times(url: str) -> Times:
    """Hold talks beside nobody, beside others who send photographs of 12 megapixels one after the
    other, and beside the same who write as often.
    """
    data = camera_like(sample())
    alone: list[float] = []
    beside_photographs: list[float] = []
    beside_texts: list[float] = []
    sent = 0
    async with AsyncExitStack() as stack:
        senders = [await _sender(stack, url, data) for _ in range(SENDERS)]
        for _ in range(ROUNDS):
            alone += await _talks(url)
            took, count, seconds = await _beside(
                url, [_photographs(each, data) for each in senders]
            )
            beside_photographs += took
            sent += count
            pause = SENDERS * seconds / max(1, count)
            took, _, _ = await _beside(url, [_texts(each, pause) for each in senders])
            beside_texts += took
    return Times(_p95_ms(alone), _p95_ms(beside_texts), _p95_ms(beside_photographs), sent)


async def _sender(stack: AsyncExitStack, url: str, jpeg: bytes) -> Visitor:
    """Return a patient who has agreed to photographs and sent one, so that the models are there."""
    visitor = await stack.enter_async_context(visiting(url))
    for text in AGREES:
        await visitor.say(text)
    await visitor.say("", await visitor.upload(jpeg))
    return visitor


async def _beside(
    url: str, others: Sequence[Callable[[asyncio.Event], Awaitable[int]]]
) -> tuple[list[float], int, float]:
    """Hold talks beside others; return their times, how often the others sent, in how long."""
    enough = asyncio.Event()
    began = time.perf_counter()
    sending = [asyncio.ensure_future(each(enough)) for each in others]
    took = await _talks(url)
    enough.set()
    return took, sum(await asyncio.gather(*sending)), time.perf_counter() - began


def _photographs(visitor: Visitor, jpeg: bytes) -> Callable[[asyncio.Event], Awaitable[int]]:
    async def send(enough: asyncio.Event) -> int:
        sent = 0
        while not enough.is_set():
            await visitor.say("", await visitor.upload(jpeg))
            sent += 1
        return sent

    return send


def _texts(visitor: Visitor, pause: float) -> Callable[[asyncio.Event], Awaitable[int]]:
    async def send(enough: asyncio.Event) -> int:
        sent = 0
        while not enough.is_set():
            took = await visitor.say(ASKS)
            sent += 1
            await asyncio.sleep(max(0.0, pause - took))
        return sent

    return send


async def _talks(url: str) -> list[float]:
    seconds = []
    for _ in range(TALKS_A_ROUND):
        async with visiting(url) as visitor:
            seconds += [await visitor.say(text) for text in DEWY]
    return seconds


def _p95_ms(seconds: Sequence[float]) -> float:
    return 1000 * statistics.quantiles(seconds, n=P95 + 1)[-1]
