"""What the door adds: to a turn of Rasa, in memory for open talks, on a website until it shows."""

from __future__ import annotations

import asyncio
import statistics
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path

import psutil
from playwright.async_api import async_playwright

from bench.talks import Talker
from bench.visitor import visiting

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
