"""The process dies at every step of a message's way: none is lost, and none is answered twice.

One step alone cannot be told from outside: the platform has taken a message, and the process dies
before it can note that. WhatsApp reports what it has taken, so that nothing is sent again. Telegram
tells nothing, and takes no key of ours: there the answer is sent once more, rather than never.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator

import pytest

from clinic.settings import Settings
from tests.bot.channels.whatsapp.conftest import connected
from tests.bot.gateway.killed import POWER_CUT, STEPS
from tests.bot.gateway.served import Served
from tests.bot.gateway.stand_in import StandIn
from tests.imitated.graph import GraphApi
from tests.imitated.telegram import TOKEN, TelegramApi

# After this step Telegram cannot be asked.
UNTOLD = "sent"
QUIET_SECONDS = 1.0


def process(settings: Settings, stand_in: StandIn, step: str, given: dict[str, str]) -> Served:
    command = [sys.executable, "-m", "tests.bot.gateway.killed", step]
    return Served(settings.var, stand_in, command, **given)


@pytest.fixture
def graph() -> Iterator[GraphApi]:
    with GraphApi() as graph:
        yield graph


@pytest.fixture
def api() -> Iterator[TelegramApi]:
    with TelegramApi() as api:
        yield api


def ended(served: Served) -> None:
    assert served.process.wait(20) == POWER_CUT


@pytest.mark.parametrize("step", STEPS)
def test_on_whatsapp(step: str, settings: Settings, stand_in: StandIn, graph: GraphApi) -> None:
    asha = graph.person()
    with process(settings, stand_in, step, connected(graph)) as served:
        graph.webhook = f"{served.url}/webhooks/whatsapp"
        asha.says("acne")
        ended(served)
    with process(settings, stand_in, "none", connected(graph)) as served:
        graph.webhook = f"{served.url}/webhooks/whatsapp"
        assert asha.until(1) == ["You said: acne"]
        asha.says("oily")
        asha.until(2)
        time.sleep(QUIET_SECONDS)
    assert asha.texts == ["You said: acne", "You said: oily"]


@pytest.mark.parametrize("step", STEPS)
def test_on_telegram(step: str, settings: Settings, stand_in: StandIn, api: TelegramApi) -> None:
    given = {
        "DEWY_TELEGRAM_TOKEN": TOKEN,
        "DEWY_TELEGRAM_API": api.url,
        "DEWY_TELEGRAM_UPDATES": "polling",
    }
    asha = api.chat()
    with process(settings, stand_in, step, given) as served:
        asha.says("acne")
        ended(served)
    times = 2 if step == UNTOLD else 1
    with process(settings, stand_in, "none", given):
        asha.until(times)
        asha.says("oily")
        asha.until(times + 1)
        time.sleep(QUIET_SECONDS)
    assert asha.texts == [*times * ["You said: acne"], "You said: oily"]
