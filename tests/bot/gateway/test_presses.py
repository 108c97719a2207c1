"""What a button carries: its words, and the turn whose question it answers."""

from __future__ import annotations

import asyncio
import string
from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.gateway.events import Pressed
from bot.gateway.parts import Choice, Choices, Shown, Text
from bot.gateway.presses import MARK_LENGTH, marked, read, with_marks
from bot.gateway.words import text
from clinic.records import Records
from clinic.settings import Settings
from tests.bot.gateway.gate import ASHA, Gate
from tests.bot.gateway.stand_in import StandIn

IDS = st.text(string.ascii_letters + string.digits + "-_", min_size=1, max_size=64)


@given(turn=IDS, say=st.text(min_size=1))
def test_what_was_written_is_read_again(turn: str, say: str) -> None:
    carried = marked(Choice(title="a", say=say), turn).say
    assert read(carried) == (turn[-MARK_LENGTH:], say)


@pytest.mark.parametrize("data", ["Yes, I agree", "I say: one", "", ":", "0123456789abc:yes"])
def test_anything_else_has_no_mark(data: str) -> None:
    assert read(data) == (None, data)


def test_only_choices_are_marked_and_only_those_of_a_turn() -> None:
    choices = Choices(choices=[Choice(title="Yes", say="yes")])
    message = Shown(parts=[Text(text="Well?"), choices], custom={})
    [words, with_mark] = with_marks(message, "0123456789abcdef").parts
    assert words == Text(text="Well?")
    assert with_mark == Choices(choices=[Choice(title="Yes", say="89abcdef:yes")])
    assert with_marks(message, None) == message


class TestPresses:
    @pytest.fixture
    async def gate(self, settings: Settings, stand_in: StandIn) -> AsyncIterator[Gate]:
        """One on which "which?" was asked, with a button."""
        button = {"title": "one", "payload": "I say one"}
        async with Gate.open(settings) as gate:
            stand_in.begin_with([{"text": "which?", "buttons": [button]}])
            await gate.deliver("hello")
            await gate.until_shown("which?")
            yield gate

    async def test_a_button_says_what_it_stands_for(self, gate: Gate) -> None:
        await gate.deliver(Pressed(gate.postbox.buttons["one"]))
        await gate.until_shown("which?", "You said: I say one")

    async def test_one_of_an_earlier_question_answers_no_later_one(
        self, gate: Gate, stand_in: StandIn
    ) -> None:
        await gate.deliver("neither")
        await gate.until_shown("which?", "You said: neither")
        await gate.deliver(Pressed(gate.postbox.buttons["one"]), handle="late")
        await gate.until_shown("which?", "You said: neither", text("messengers.earlier_question"))
        assert stand_in.texts == ["hello", "neither"]
        assert gate.postbox.dismissed == [(ASHA, "late")]

    async def test_nor_does_one_of_a_question_whose_answer_waits(
        self, gate: Gate, stand_in: StandIn
    ) -> None:
        stand_in.seconds = 0.3
        typed = asyncio.create_task(gate.deliver("neither"))
        await gate.until(lambda: len(stand_in.heard) == 2)
        await gate.deliver(Pressed(gate.postbox.buttons["one"]))
        assert await typed
        await gate.until(lambda: len(gate.shown()) == 3)
        assert stand_in.texts == ["hello", "neither"]

    async def test_two_presses_in_a_row_are_one(self, gate: Gate, stand_in: StandIn) -> None:
        for _ in range(2):
            await gate.deliver(Pressed(gate.postbox.buttons["one"]))
        await gate.until_shown("which?", "You said: I say one")
        assert stand_in.texts == ["hello", "I say one"]

    async def test_one_of_a_talk_that_was_deleted_is_none(
        self, gate: Gate, stand_in: StandIn
    ) -> None:
        records = Records.open(gate.settings)
        records.erase(stand_in.heard[0]["sender"])
        records.dispose()
        await gate.deliver(Pressed(gate.postbox.buttons["one"]))
        await gate.until_shown("which?", text("messengers.earlier_question"))
        assert stand_in.texts == ["hello"]

    async def test_one_without_a_mark_says_all_that_it_carries(self, gate: Gate) -> None:
        await gate.deliver(Pressed("I say: one"))
        await gate.until_shown("which?", "You said: I say: one")
