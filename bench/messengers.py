"""Deliveries of a messenger with their answers: 50 patients at once on an imitated WhatsApp.

Each delivery is signed, kept, asked of Rasa and answered over the Graph API; what is measured ends
when the platform has the last answer, and reports of each piece come on top, as in life.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence

from tests.imitated.graph import (
    APP_SECRET,
    PHONE_ID,
    TOKEN,
    VERIFY_TOKEN,
    GraphApi,
    Person,
)

PATIENTS = 50
QUIET_SECONDS = 1.5
PATIENCE_SECONDS = 300


def settings(graph: GraphApi) -> dict[str, str]:
    """Return the environment that connects the gateway to the imitated Graph API."""
    return {
        "DEWY_WHATSAPP_TOKEN": TOKEN,
        "DEWY_WHATSAPP_PHONE_ID": PHONE_ID,
        "DEWY_WHATSAPP_APP_SECRET": APP_SECRET,
        "DEWY_WHATSAPP_VERIFY_TOKEN": VERIFY_TOKEN,
        "DEWY_WHATSAPP_API": graph.url,
    }


async def deliveries_a_second(graph: GraphApi, web_url: str, script: Sequence[str]) -> float:
    """Return how many deliveries a second are answered while all patients say the script at once.

    Raises:
        TimeoutError: somebody was not answered.
    """
    graph.webhook = f"{web_url}/webhooks/whatsapp"
    pieces = await _pieces_of(graph.person(), script)
    people = [graph.person() for _ in range(PATIENTS)]
    began = time.perf_counter()
    await asyncio.gather(*(_say(person, script) for person in people))
    async with asyncio.timeout(PATIENCE_SECONDS):
        while any(len(person.shown) < pieces for person in people):
            await asyncio.sleep(0.01)
    return PATIENTS * len(script) / (time.perf_counter() - began)


async def _say(person: Person, script: Sequence[str]) -> None:
    for text in script:
        await asyncio.to_thread(person.says, text)


async def _pieces_of(person: Person, script: Sequence[str]) -> int:
    """Return how many messages answer the whole script: it is the same for everybody."""
    await _say(person, script)
    count, changed = 0, time.monotonic()
    while not count or time.monotonic() - changed < QUIET_SECONDS:
        if len(person.shown) != count:
            count, changed = len(person.shown), time.monotonic()
        await asyncio.sleep(0.05)
    return count
