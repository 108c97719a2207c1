"""What goes out to messengers: in order, again after a failure, never for ever, never twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import asdict

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.gateway import dispatch
from bot.gateway.channel import (
    GoneError,
    RefusedError,
    SendError,
    TryLaterError,
    UncertainError,
)
from bot.gateway.events import Left, Reported
from bot.gateway.messages import Message
from clinic.records.models import Alarm, now
from clinic.records.outgoing import UNDELIVERED
from clinic.settings import Settings
from tests.bot.gateway.gate import ASHA, Gate
from tests.bot.gateway.stand_in import StandIn

MINA = "0815"
TWO_PIECES = [{"text": "one"}, {"text": "two"}]


@pytest.fixture
async def gate(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Gate]:
    monkeypatch.setattr(dispatch, "LOOK_SECONDS", 0.05)
    async with Gate.open(settings) as gate:
        yield gate


def alarms(gate: Gate) -> list[list[str]]:
    with Session(gate.engine) as session:
        return [alarm.reasons for alarm in session.scalars(select(Alarm))]


async def again(gate: Gate) -> None:
    gate.make_due()
    await gate.messengers.dispatch.turn()


@pytest.mark.parametrize(
    "failure", [TryLaterError("500"), TryLaterError("429", seconds=30), UncertainError("timeout")]
)
async def test_what_fails_is_sent_again_later_and_what_comes_after_it_waits(
    gate: Gate, failure: SendError
) -> None:
    gate.postbox.failures = [failure]
    await gate.deliver("acne")
    await gate.deliver("oily")
    await gate.until(lambda: [row.attempts for row in gate.outgoing()] == [1, 0])
    await gate.deliver("acne", MINA)
    await gate.until_shown("You said: acne", address=MINA)
    assert gate.shown() == []
    await again(gate)
    await gate.until_shown("You said: acne", "You said: oily")


async def test_a_limit_of_the_platform_is_obeyed(gate: Gate) -> None:
    gate.postbox.failures = [TryLaterError("too many", seconds=45)]
    before = now()
    await gate.deliver("acne")
    await gate.until(lambda: gate.outgoing()[0].attempts == 1)
    waits = gate.outgoing()[0].next_at
    assert waits is not None and (waits - before).total_seconds() >= 45


async def test_pauses_grow(gate: Gate) -> None:
    gate.postbox.failures = [TryLaterError("500")] * 5
    await gate.deliver("acne")
    pauses = []
    for attempts in range(1, 6):
        await gate.until(lambda attempts=attempts: gate.outgoing()[0].attempts == attempts)
        next_at = gate.outgoing()[0].next_at
        assert next_at is not None
        pauses.append((next_at - now()).total_seconds())
        await again(gate)
    assert pauses[4] > 4 * pauses[0]


async def test_only_the_piece_that_failed_is_sent_again(gate: Gate, stand_in: StandIn) -> None:
    stand_in.body = lambda _: TWO_PIECES
    gate.postbox.failures = [None, TryLaterError("500")]
    await gate.deliver("acne")
    await gate.until(lambda: gate.shown() == ["one"])
    await again(gate)
    await gate.until_shown("one", "two")


async def test_what_is_refused_goes_to_staff_and_the_talk_goes_on(gate: Gate) -> None:
    gate.postbox.failures = [RefusedError("bad request")]
    await gate.deliver("acne")
    await gate.deliver("oily")
    await gate.until_shown("You said: oily")
    kept = gate.outgoing()[0]
    assert kept.failed_at is not None and kept.last_error == "bad request"
    assert kept.message["texts"] == ["You said: acne"]
    assert alarms(gate) == [[UNDELIVERED]]


async def test_what_comes_after_a_piece_that_is_refused_is_sent(
    gate: Gate, stand_in: StandIn
) -> None:
    stand_in.body = lambda _: TWO_PIECES
    gate.postbox.failures = [RefusedError("no picture")]
    await gate.deliver("acne")
    await gate.until_shown("two")
    assert gate.outgoing()[0].failed_at is not None
    assert alarms(gate) == [[UNDELIVERED]]


async def test_what_cannot_be_sent_for_hours_goes_to_staff(gate: Gate) -> None:
    gate.postbox.failures = [TryLaterError("500"), TryLaterError("500")]
    await gate.deliver("acne")
    await gate.until(lambda: gate.outgoing()[0].attempts == 1)
    gate.age(hours=7)
    await again(gate)
    await gate.until(lambda: gate.outgoing()[0].failed_at is not None)
    assert alarms(gate) == [[UNDELIVERED]]
    assert gate.shown() == []


async def test_nothing_is_sent_to_who_has_left(gate: Gate) -> None:
    gate.postbox.failures = [GoneError("blocked")]
    await gate.deliver("acne")
    await gate.until(lambda: gate.outgoing()[0].failed_at is not None)
    gate.postbox.failures = [TryLaterError("500")]
    await gate.deliver("oily")
    await gate.until(lambda: len(gate.outgoing()) == 2 and gate.outgoing()[1].attempts == 1)
    await gate.deliver(Left())
    await again(gate)
    await gate.until(lambda: gate.outgoing()[1].failed_at is not None)
    assert gate.shown() == []


class TestReports:
    """Of a platform that tells what it has accepted."""

    @pytest.fixture(autouse=True)
    def _reports(self, gate: Gate) -> None:
        gate.postbox.reports = True

    async def unsure(self, gate: Gate, stand_in: StandIn) -> None:
        """The connection broke over the first of two pieces."""
        stand_in.body = lambda _: TWO_PIECES
        gate.postbox.failures = [UncertainError("timeout")]
        await gate.deliver("acne")
        await gate.until(lambda: gate.outgoing()[0].attempts == 1)

    async def test_what_it_has_is_not_sent_again(self, gate: Gate, stand_in: StandIn) -> None:
        await self.unsure(gate, stand_in)
        await gate.deliver(Reported(gate.postbox.keys[0], "accepted"))
        await gate.until_shown("two")

    async def test_what_it_does_not_report_in_time_is_sent_again(
        self, gate: Gate, stand_in: StandIn
    ) -> None:
        await self.unsure(gate, stand_in)
        await gate.messengers.dispatch.turn()
        await asyncio.sleep(0.1)
        assert gate.shown() == []
        await again(gate)
        await gate.until_shown("one", "two")

    async def test_what_it_could_not_bring_goes_to_staff(self, gate: Gate) -> None:
        await gate.deliver("acne")
        await gate.until_shown("You said: acne")
        await gate.deliver(Reported(gate.postbox.keys[0], "failed", "131026 undeliverable"))
        assert gate.outgoing()[0].last_error == "131026 undeliverable"
        assert alarms(gate) == [[UNDELIVERED]]

    @pytest.mark.parametrize("key", ["", "7", "x:y", "999:0", "-1:0"])
    async def test_what_is_not_ours_changes_nothing(self, gate: Gate, key: str) -> None:
        await gate.deliver(Reported(key, "accepted"))
        await gate.deliver(Reported(key, "failed", "?"))
        assert gate.outgoing() == []


async def test_what_waits_is_sent_after_the_next_start(settings: Settings) -> None:
    async with Gate.open(settings) as gate:
        gate.postbox.failures = [TryLaterError("down")]
        await gate.deliver("acne")
        await gate.until(lambda: gate.outgoing()[0].attempts == 1)
        gate.make_due()
    async with Gate.open(settings) as gate:
        await gate.until_shown("You said: acne")
    assert gate.shown(ASHA) == ["You said: acne"]


async def test_a_new_secret_cannot_open_an_old_address(settings: Settings) -> None:
    async with Gate.open(settings) as gate:
        gate.postbox.failures = [TryLaterError("down")]
        await gate.deliver("acne")
        await gate.until(lambda: gate.outgoing()[0].attempts == 1)
        gate.make_due()
    (settings.var / "secret").write_text("x" * 64)
    async with Gate.open(settings) as gate:
        await gate.until(lambda: gate.outgoing()[0].failed_at is not None)
        assert gate.outgoing()[0].last_error == "DEWY_SECRET has changed"


async def test_a_message_of_many_parts_is_one_row(gate: Gate) -> None:
    await gate.deliver("acne")
    await gate.until_shown("You said: acne")
    [row] = gate.outgoing()
    assert row.message == asdict(Message(texts=["You said: acne"]))
    assert row.sent_at is not None and row.next_at is None
