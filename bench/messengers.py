"""Deliveries of a messenger with their answers: 50 patients at once on an imitated WhatsApp.

Each delivery is signed, kept, asked of Rasa and answered over the Graph API; a patient writes again
once the answer is there. Reports of each message come on top, three for each, as in life.
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
PATIENCE_SECONDS = 60


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
    people = [graph.person() for _ in range(PATIENTS)]
    began = time.perf_counter()
    await asyncio.gather(*(_talk(person, script) for person in people))
    return PATIENTS * len(script) / (time.perf_counter() - began)


async def _talk(person: Person, script: Sequence[str]) -> None:
    for text in script:
        shown = len(person.shown)
        await asyncio.to_thread(person.says, text)
        async with asyncio.timeout(PATIENCE_SECONDS):
            while len(person.shown) == shown:
                await asyncio.sleep(0.005)
