"""Check-ins that are due: sent once, where the patient was last, never after a stop."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Iterator

import pytest

from bot.gateway import check_ins as module
from bot.gateway.check_ins import checking_in, told_of
from clinic.records import CheckIns, Records, TalkTurn
from clinic.records.models import now
from clinic.settings import Settings
from tests.bot.gateway.gate import Gate
from tests.bot.gateway.stand_in import StandIn

LONG_AGO = dt.timedelta(weeks=4, minutes=1)


@pytest.fixture
def check_ins(settings: Settings) -> Iterator[CheckIns]:
    check_ins = CheckIns.open(settings)
    yield check_ins
    check_ins.dispose()


@pytest.fixture
async def gate(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Gate]:
    monkeypatch.setattr(module, "LOOK_SECONDS", 0.05)
    async with Gate.open(settings) as gate, checking_in(settings, gate.transcript, gate.talks.wake):
        yield gate


def agreed(settings: Settings, check_ins: CheckIns, sender: str, channel: str) -> None:
    """Have a patient agree to check-ins four weeks ago."""
    records = Records.open(settings)
    intake = records.begin_intake(sender, channel)
    check_ins.plan(intake, (4, 8), now() - LONG_AGO)
    records.dispose()


async def test_one_that_is_due_is_sent_once_to_the_messenger(
    gate: Gate, settings: Settings, check_ins: CheckIns, stand_in: StandIn
) -> None:
    await gate.deliver("thanks")
    await gate.until_shown("You said: thanks")
    agreed(settings, check_ins, stand_in.heard[0]["sender"], "telegram")
    await gate.until_shown("You said: thanks", "You said: check-in")
    await asyncio.sleep(0.3)
    await gate.until_shown("You said: thanks", "You said: check-in")
    begun = stand_in.heard[1]
    assert begun["metadata"]["check_in"]["weeks"] == 4
    assert begun["input_channel"] == "telegram"


async def test_on_the_website_it_stands_in_the_talk(
    gate: Gate, settings: Settings, check_ins: CheckIns, stand_in: StandIn
) -> None:
    await gate.talks.receive("web-sender", TalkTurn("1", "thanks"))
    agreed(settings, check_ins, "web-sender", "web")
    await gate.until(lambda: len(stand_in.heard) == 2)
    await gate.until(lambda: not gate.transcript.waiting())
    *_, last = await gate.talks.talk("web-sender")
    assert not last.shown and last.answers
    assert gate.outgoing() == []


async def test_after_a_stop_none_comes(
    gate: Gate, settings: Settings, check_ins: CheckIns, stand_in: StandIn
) -> None:
    records = Records.open(settings)
    intake = records.begin_intake("s", "web")
    check_ins.plan(intake, (4,), now() - LONG_AGO + dt.timedelta(minutes=2))
    assert check_ins.cancel("s") == 1
    await asyncio.sleep(0.3)
    assert stand_in.heard == []
    records.dispose()


async def test_a_crash_before_its_answer_leaves_it_to_the_next_start(
    settings: Settings, check_ins: CheckIns, stand_in: StandIn
) -> None:
    async with Gate.open(settings) as gate:
        await gate.deliver("thanks")
        await gate.until_shown("You said: thanks")
    agreed(settings, check_ins, stand_in.heard[0]["sender"], "telegram")
    [due] = check_ins.due(now(), 10)
    async with Gate.open(settings) as gate:
        assert gate.transcript.begin(due.sender, due.id, module.turn_of(due))
        assert not gate.transcript.begin(due.sender, due.id, module.turn_of(due))
    async with Gate.open(settings) as gate:
        await gate.until_shown("You said: check-in")


def test_nothing_that_a_patient_sends_is_a_check_in() -> None:
    for name in ("greeting", "1b4e28ba-2fa1-41d2-883f-0016d3cca427", "a" * 64):
        assert told_of(TalkTurn(name, "check-in")) == {}
