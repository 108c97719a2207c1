"""What the door adds: to a turn of Rasa, in memory for open talks, on a website until it shows."""

from __future__ import annotations

import asyncio
import json
import statistics
import time
import uuid
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import psutil
from playwright.async_api import async_playwright

from bench.talks import Talker

CHROMIUM = Path("/usr/bin/chromium")
VISITS = 10
SETTLED_SECONDS = 2
MEBIBYTE = 2**20
# How long after the script has come the launcher is there to be seen, frame by frame.
WATCH = """
const look = (now) => {
  const chat = document.querySelector("dewy-chat");
  const launcher = chat?.shadowRoot?.querySelector("button");
  if (launcher?.getBoundingClientRect().width > 0) window.seenAt = now;
  else requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""
TOOK = """() => {
  const loaded = performance.getEntriesByType("resource");
  const script = loaded.find(({ name }) => name.endsWith("dewy.js"));
  return window.seenAt - script.responseEnd;
}"""


class Visitor:
    """A patient of the website: says something, and waits for the answer by the stream."""

    def __init__(self, client: httpx.AsyncClient, lines: AsyncIterator[str]) -> None:
        self._client, self._lines = client, lines

    async def say(self, text: str) -> float:
        """Return the seconds until the answer was there."""
        message_id = str(uuid.uuid4())
        began = time.perf_counter()
        accepted = await self._client.post("/api/messages", json={"id": message_id, "text": text})
        accepted.raise_for_status()
        await self.answered(message_id)
        return time.perf_counter() - began

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


async def added_ms(url: str, talker: Talker, talks: int) -> float:
    """Return what the door adds to the median turn, measured talk by talk beside Rasa's own."""
    direct: list[float] = []
    through: list[float] = []
    for _ in range(talks):
        direct += (await talker.turns(1))[1:]
        async with visiting(url) as visitor:
            # the greeting is the first turn of both
            through += [await visitor.say(text) for text in talker.script[1:]]
    return 1000 * (statistics.median(through) - statistics.median(direct))


async def idle_mb(url: str, process: psutil.Process, talks: int) -> float:
    """Return what open talks in which nobody speaks cost the process, in MiB."""
    before = process.memory_info().rss
    async with AsyncExitStack() as stack:
        for _ in range(talks):
            await stack.enter_async_context(visiting(url))
        await asyncio.sleep(SETTLED_SECONDS)
        return float(process.memory_info().rss - before) / MEBIBYTE


async def launcher_ms(url: str) -> Sequence[float]:
    """Return how long after its script the launcher was seen on the demo page, a visit each."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        took = []
        for _ in range(VISITS):
            # a context of its own keeps no file of the visit before
            context = await browser.new_context()
            page = await context.new_page()
            await page.add_init_script(WATCH)
            await page.goto(f"{url}/demo")
            await page.wait_for_function("window.seenAt !== undefined")
            took.append(float(await page.evaluate(TOOK)))
            await context.close()
        await browser.close()
    return took
