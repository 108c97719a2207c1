"""A message's way: kept once, answered once and in order, delivered, whatever Rasa does meanwhile."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from typing import Any

import pytest

from bot.gateway import conversation
from bot.gateway.conversation import GREETING
from bot.gateway.words import text
from clinic.http.limits import LimitReachedError
from clinic.records import MessageIdReusedError, Records, TalkTurn
from clinic.settings import Settings
from tests.bot.gateway.channel import ACNE, Channel, channel
from tests.bot.gateway.conftest import PATIENCE
from tests.bot.gateway.stand_in import StandIn

__all__ = ["channel"]


async def test_a_message_comes_in_and_is_answered(channel: Channel, stand_in: StandIn) -> None:
    await channel.talks.receive("asha", ACNE)
    assert await channel.is_answered("1") == ["You said: acne"]
    assert [update.turn.answers is None for update in channel.of("1")] == [True, False]
    [asked] = stand_in.heard
    assert asked == {
        "sender": "asha",
        "message": "acne",
        "input_channel": "web",
        "metadata": {"message_id": "1"},
    }
    [kept] = await channel.talks.talk("asha")
    assert kept == channel.of("1")[-1].turn


async def test_a_photograph_is_named_to_the_dialogue(channel: Channel, stand_in: StandIn) -> None:
    await channel.talks.receive("asha", replace(ACNE, photo="p1"))
    await channel.is_answered("1")
    assert stand_in.heard[0]["metadata"] == {"message_id": "1", "photo": "p1"}


async def test_a_new_talk_is_greeted_once(channel: Channel, stand_in: StandIn) -> None:
    await asyncio.gather(*(channel.talks.greet("asha") for _ in range(5)))
    assert await channel.is_answered(GREETING.message_id) == ["You said: hello"]
    await channel.talks.greet("asha")
    await channel.talks.receive("asha", ACNE)
    await channel.is_answered("1")
    assert stand_in.texts == ["hello", "acne"]


async def test_the_same_message_again_is_asked_and_answered_once(
    channel: Channel, stand_in: StandIn
) -> None:
    stand_in.seconds = 0.1
    await asyncio.gather(*(channel.talks.receive("asha", ACNE) for _ in range(4)))
    await channel.is_answered("1")
    await channel.talks.receive("asha", ACNE)
    await asyncio.sleep(0.3)
    assert stand_in.texts == ["acne"]
    assert len(channel.answers("1")) == 1


@pytest.mark.parametrize("seconds", [0.0, 0.3])
async def test_one_id_for_two_texts_is_refused_while_the_first_is_answered_too(
    channel: Channel, stand_in: StandIn, seconds: float
) -> None:
    stand_in.seconds = seconds
    await channel.talks.receive("asha", ACNE)
    await asyncio.sleep(0.1)
    for other in (replace(ACNE, text="rosacea"), replace(ACNE, photo="p1")):
        with pytest.raises(MessageIdReusedError):
            await channel.talks.receive("asha", other)
    await channel.is_answered("1")
    assert stand_in.texts == ["acne"]


async def test_a_conversation_is_answered_in_its_order(channel: Channel, stand_in: StandIn) -> None:
    stand_in.seconds = 0.02
    said = [TalkTurn(str(number), f"text {number}") for number in range(8)]
    await asyncio.gather(*(channel.talks.receive("asha", each) for each in said))
    await channel.is_answered("7")
    assert stand_in.texts == [each.text for each in said]


async def test_one_slow_conversation_holds_nobody_else_up(
    channel: Channel, stand_in: StandIn
) -> None:
    stand_in.seconds = 0.5
    began = asyncio.get_running_loop().time()
    patients = ["asha", "mina", "ravi", "tara"]
    for patient in patients:
        await channel.talks.receive(patient, ACNE)
    await asyncio.gather(*(channel.is_answered("1", patient) for patient in patients))
    assert asyncio.get_running_loop().time() - began < 4 * 0.5


async def test_who_sends_too_much_is_asked_to_wait_and_a_repeated_message_does_not_count(
    settings: Settings,
) -> None:
    channel = Channel(settings, limit="2/minute")
    await channel.talks.receive("asha", ACNE)
    for _ in range(5):
        await channel.talks.receive("asha", ACNE)
    await channel.talks.receive("asha", TalkTurn("2", "oily"))
    with pytest.raises(LimitReachedError) as refused:
        await channel.talks.receive("asha", TalkTurn("3", "dry"))
    assert 0 < refused.value.seconds <= 61
    await channel.talks.receive("mina", ACNE)
    assert [turn.message_id for turn in await channel.talks.talk("asha")] == ["1", "2"]
    await channel.close()


FAILURES: dict[str, dict[str, Any]] = {
    "nothing": {"body": lambda _: []},
    "no list": {"body": lambda _: {"status": "failure"}},
    "no elements": {"body": lambda _: ["text"]},
    "no buttons": {"body": lambda _: [{"text": "fine", "buttons": 7}]},
    "no JSON": {"body": lambda _: b"<html>"},
    "500": {"status": 500},
    "400": {"status": 400},
    "too late": {"seconds": 2 * PATIENCE.read},
}


@pytest.mark.parametrize("failure", FAILURES.values(), ids=FAILURES)
async def test_a_message_that_rasa_fails_is_kept_and_answered_once_it_is_back(
    channel: Channel, stand_in: StandIn, failure: dict[str, Any]
) -> None:
    well = {name: getattr(stand_in, name) for name in failure}
    for name, value in failure.items():
        setattr(stand_in, name, value)
    await channel.talks.receive("asha", ACNE)
    await channel.until(lambda: any(update.delayed for update in channel.of("1")))
    assert channel.talks.is_late("asha", ACNE.message_id)
    assert await channel.talks.talk("asha") == [ACNE]
    for name, value in well.items():
        setattr(stand_in, name, value)
    assert await channel.is_answered("1") == ["You said: acne"]
    assert not channel.talks.is_late("asha", ACNE.message_id)


async def test_a_rasa_that_is_gone_is_waited_for(
    channel: Channel, stand_in: StandIn, settings: Settings
) -> None:
    ports = stand_in.port, stand_in.actions_port
    stand_in.close()
    await channel.talks.receive("asha", ACNE)
    await channel.talks.receive("asha", TalkTurn("2", "oily"))
    await channel.until(lambda: any(update.delayed for update in channel.of("1")))
    await asyncio.sleep(0.3)
    with StandIn(*ports) as back:
        assert await channel.is_answered("2") == ["You said: oily"]
        assert back.texts == ["acne", "oily"]


async def test_a_message_that_rasa_never_answers_does_not_end_the_talk(
    channel: Channel, stand_in: StandIn
) -> None:
    stand_in.body = lambda words: [] if words == "acne" else [{"text": f"You said: {words}"}]
    await channel.talks.receive("asha", ACNE)
    await channel.talks.receive("asha", TalkTurn("2", "oily"))
    assert await channel.is_answered("1") == [text("troubles.given_up")]
    assert await channel.is_answered("2") == ["You said: oily"]
    assert stand_in.texts == ["acne"] * conversation.ATTEMPTS + ["oily"]


async def test_records_that_are_out_of_reach_for_a_moment_lose_no_message(
    channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer, failures = channel.transcript.answer, iter([OSError("disk"), OSError("disk")])

    def failing(*args: Any) -> bool:
        for failure in failures:
            raise failure
        return answer(*args)

    monkeypatch.setattr(channel.transcript, "answer", failing)
    monkeypatch.setattr(conversation, "LONGEST_PAUSE_SECONDS", 0.02)
    await channel.talks.receive("asha", ACNE)
    assert await channel.is_answered("1") == ["You said: acne"]


async def test_what_was_left_when_the_process_stopped_is_answered_after_the_next_start(
    channel: Channel, stand_in: StandIn, settings: Settings
) -> None:
    stand_in.body = lambda _: []
    await channel.talks.receive("asha", ACNE)
    await channel.until(lambda: any(update.delayed for update in channel.of("1")))
    await channel.talks.finish()
    stand_in.be_well()
    started = Channel(settings)
    await started.talks.resume()
    assert await started.is_answered("1") == ["You said: acne"]
    await started.close()


async def test_a_stop_finishes_the_turn_in_flight_and_begins_no_other(
    channel: Channel, stand_in: StandIn
) -> None:
    stand_in.seconds = 0.3
    await channel.talks.receive("asha", ACNE)
    await channel.talks.receive("asha", TalkTurn("2", "oily"))
    await channel.until(lambda: stand_in.texts)
    await channel.talks.finish()
    assert channel.answers("1") == [["You said: acne"]]
    assert stand_in.texts == ["acne"]


class TestErasure:
    """The action deletes the records while the turn is on its way."""

    @pytest.fixture(autouse=True)
    def _erasing(self, stand_in: StandIn, settings: Settings) -> None:
        def answer(text: str) -> list[dict[str, str]]:
            if text == "yes, delete everything":
                records = Records.open(settings)
                records.erase(stand_in.heard[-1]["sender"])
                records.dispose()
            return [{"text": f"You said: {text}"}]

        stand_in.body = answer

    async def test_its_answer_is_delivered_and_nothing_is_written_again(
        self, channel: Channel
    ) -> None:
        await channel.talks.receive("asha", ACNE)
        await channel.talks.receive("asha", TalkTurn("2", "yes, delete everything"))
        assert await channel.is_answered("2") == ["You said: yes, delete everything"]
        assert channel.of("2")[-1].erased
        assert await channel.talks.talk("asha") == []

    async def test_asking_again_brings_the_answer_again_and_begins_nothing(
        self, channel: Channel, stand_in: StandIn
    ) -> None:
        erasing = TalkTurn("1", "yes, delete everything")
        await channel.talks.receive("asha", erasing)
        await channel.is_answered("1")
        await channel.talks.receive("asha", erasing)
        assert channel.of("1")[-1] == channel.of("1")[-2]
        assert stand_in.texts == ["yes, delete everything"]

    async def test_sent_again_while_it_is_being_done_it_begins_nothing(
        self, channel: Channel, stand_in: StandIn
    ) -> None:
        erase = stand_in.body

        def slowly(text: str) -> Any:
            answer = erase(text)
            time.sleep(0.3)
            return answer

        stand_in.body = slowly
        erasing = TalkTurn("1", "yes, delete everything")
        await channel.talks.receive("asha", erasing)
        while await channel.talks.talk("asha"):
            await asyncio.sleep(0.01)
        await channel.talks.receive("asha", erasing)
        await channel.is_answered("1")
        assert await channel.talks.talk("asha") == []
        assert stand_in.texts == ["yes, delete everything"]

    async def test_few_are_held_in_memory(
        self, channel: Channel, stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(conversation, "ERASURES", 1)
        for number in ("1", "2", "1"):
            await channel.talks.receive("asha", TalkTurn(number, "yes, delete everything"))
            await channel.until(lambda number=number: channel.of(number)[-1].erased)
        await channel.until(lambda: len(stand_in.texts) == 3)
