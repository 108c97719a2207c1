"""What messengers deliver: kept once, in order, answered once; nothing is lost, nothing doubled."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.gateway import conversation
from bot.gateway import rasa as rasa_module
from bot.gateway.channel import FetchError, TooLargeError
from bot.gateway.events import Corrected, Elsewhere, Left, Pictured, Unread
from bot.gateway.pictures import TOO_LARGE
from bot.gateway.typed import PICTURED, TOO_LONG
from bot.gateway.words import text
from clinic.records import Records
from clinic.records.models import now
from clinic.settings import Settings
from tests.analysis.pictures import encoded, skin
from tests.bot.gateway.gate import ASHA, Gate
from tests.bot.gateway.stand_in import StandIn

MINA = "0815"


@pytest.fixture(autouse=True)
def _hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversation, "FIRST_PAUSE_SECONDS", 0.02)
    monkeypatch.setattr(conversation, "ALBUM_SECONDS", 0.2)
    monkeypatch.setattr(rasa_module, "LOOK_SECONDS", 0.05)


@pytest.fixture
async def gate(settings: Settings) -> AsyncIterator[Gate]:
    async with Gate.open(settings) as gate:
        yield gate


async def test_words_are_answered(gate: Gate, stand_in: StandIn) -> None:
    assert await gate.deliver("acne")
    await gate.until_shown("You said: acne")
    [asked] = stand_in.heard
    assert asked["input_channel"] == "telegram"
    assert asked["message"] == "acne"


async def test_neither_the_dialogue_nor_the_database_learns_an_address(
    gate: Gate, stand_in: StandIn
) -> None:
    await gate.deliver("acne", "4917012345678")
    await gate.until_shown("You said: acne", address="4917012345678")
    assert "4917012345678" not in str(stand_in.heard)
    files = list(gate.settings.var.rglob("dewy.db*"))
    assert files and all(b"4917012345678" not in file.read_bytes() for file in files)


async def test_a_delivery_again_answers_at_once_and_does_nothing(
    gate: Gate, stand_in: StandIn
) -> None:
    event = gate.event("acne")
    assert await gate.take(event)
    await gate.until_shown("You said: acne")
    assert all(await asyncio.gather(*(gate.take(event) for _ in range(5))))
    await gate.until_shown("You said: acne")
    assert stand_in.texts == ["acne"]


async def test_the_same_delivery_many_times_at_once_is_one_message(
    gate: Gate, stand_in: StandIn
) -> None:
    stand_in.seconds = 0.1
    event = gate.event("acne")
    await asyncio.gather(*(gate.take(event) for _ in range(8)))
    await gate.until_shown("You said: acne")
    assert stand_in.texts == ["acne"]


async def test_messages_of_a_person_never_overtake_each_other(
    gate: Gate, stand_in: StandIn
) -> None:
    stand_in.seconds = 0.02
    events = [gate.event(f"text {number}") for number in range(8)]
    await asyncio.gather(*(gate.take(event) for event in events))
    await gate.until_shown(*(f"You said: text {number}" for number in range(8)))


async def test_what_waits_together_is_answered_in_the_order_in_which_it_was_said(
    gate: Gate, stand_in: StandIn
) -> None:
    stand_in.seconds = 0.2
    at = now()
    first = gate.event("first", at=at)
    later = [gate.event(f"said {n}", at=at + dt.timedelta(seconds=n)) for n in (3, 1, 2)]
    await asyncio.gather(gate.take(first), *(gate.take(each) for each in later))
    await gate.until(lambda: len(gate.shown()) == 4)
    assert stand_in.texts == ["first", "said 1", "said 2", "said 3"]


async def test_one_slow_patient_holds_nobody_up(gate: Gate, stand_in: StandIn) -> None:
    stand_in.seconds = 0.4
    began = asyncio.get_running_loop().time()
    people = [str(number) for number in range(5)]
    await asyncio.gather(*(gate.deliver("acne", person) for person in people))
    await asyncio.gather(*(gate.until_shown("You said: acne", address=each) for each in people))
    assert asyncio.get_running_loop().time() - began < 5 * 0.4


class TestRasaDown:
    async def test_the_platform_is_asked_to_deliver_again_and_the_patient_is_answered_once(
        self, gate: Gate, stand_in: StandIn
    ) -> None:
        stand_in.status = 500
        event = gate.event("acne")
        assert not await gate.take(event)
        assert not await gate.take(event)
        stand_in.status = 200
        await gate.until_shown("You said: acne")
        assert await gate.take(event)
        await gate.until_shown("You said: acne")

    async def test_a_long_wait_is_told_once_with_the_number_to_call(
        self, gate: Gate, stand_in: StandIn
    ) -> None:
        stand_in.status = 500
        await gate.deliver("acne")
        await gate.deliver("still there?")
        await gate.until(gate.outgoing)
        gate.make_due()
        late = text("troubles.delayed", emergency=gate.settings.emergency.number)
        await gate.until_shown(late)
        stand_in.status = 200
        await gate.until_shown(late, "You said: acne", "You said: still there?")

    async def test_a_short_one_is_not_told(self, gate: Gate, stand_in: StandIn) -> None:
        stand_in.begin_with(500)
        assert not await gate.deliver("acne")
        await gate.until_shown("You said: acne")
        gate.make_due()
        await gate.messengers.dispatch.turn()
        await gate.until_shown("You said: acne")


async def test_too_much_is_left_with_the_platform(settings: Settings, stand_in: StandIn) -> None:
    async with Gate.open(settings, limit="1/minute") as gate:
        assert await gate.deliver("acne")
        event = gate.event("oily")
        assert not await gate.take(event)
        assert not await gate.take(event)
        assert await gate.deliver("acne", MINA)
        assert stand_in.texts == ["acne", "acne"]


class TestWordsThatCannotBeTaken:
    async def test_what_is_too_long_is_said_so(self, gate: Gate, stand_in: StandIn) -> None:
        assert await gate.deliver("x" * 2001)
        await gate.until_shown(TOO_LONG)
        assert stand_in.texts == []

    async def test_voice_and_stickers_get_a_friendly_word(self, gate: Gate) -> None:
        event = gate.event(Unread())
        assert await gate.take(event)
        assert await gate.take(event)
        await gate.until_shown(text("messengers.unread"))

    async def test_a_group_is_told_that_talks_are_private(
        self, gate: Gate, stand_in: StandIn
    ) -> None:
        await gate.deliver(Elsewhere(), "-100")
        await gate.until_shown(text("messengers.only_private"), address="-100")
        assert stand_in.texts == []


BUTTONS = [{"title": t, "payload": f"I say {t}"} for t in ("one", "two", "three", "four")]


class TestChoices:
    async def test_a_number_picks_from_a_numbered_list(self, gate: Gate, stand_in: StandIn) -> None:
        stand_in.begin_with([{"text": "which?", "buttons": BUTTONS}])
        await gate.deliver("hello")
        await gate.until_shown("which?")
        await gate.deliver("3.")
        await gate.until_shown("which?", "You said: I say three")

    @pytest.mark.parametrize(("count", "said"), [(4, "9"), (2, "2"), (4, "3 times")])
    async def test_any_other_number_is_what_it_says(
        self, gate: Gate, stand_in: StandIn, count: int, said: str
    ) -> None:
        stand_in.begin_with([{"text": "which?", "buttons": BUTTONS[:count]}])
        await gate.deliver("hello")
        await gate.until_shown("which?")
        await gate.deliver(said)
        await gate.until_shown("which?", f"You said: {said}")


class TestPhotographs:
    async def test_one_is_held_and_named_to_the_dialogue(
        self, gate: Gate, stand_in: StandIn
    ) -> None:
        gate.postbox.media["file"] = encoded(skin())
        assert await gate.deliver(Pictured("file"))
        await gate.until_shown(f"You said: {PICTURED}")
        [asked] = stand_in.heard
        assert gate.photographs.received(asked["sender"]) == [asked["metadata"]["photo"]]

    async def test_its_caption_is_what_is_said(self, gate: Gate) -> None:
        gate.postbox.media["file"] = encoded(skin())
        await gate.deliver(Pictured("file", caption="my chin"))
        await gate.until_shown("You said: my chin")

    @pytest.mark.parametrize(
        ("media", "problem"),
        [
            (TooLargeError(), TOO_LARGE),
            (FetchError("no such file", again=False), text("refusals.photo_unreadable")),
            (b"no picture", text("refusals.photo_kind")),
        ],
    )
    async def test_what_cannot_be_taken_is_said_why(
        self, gate: Gate, stand_in: StandIn, media: Any, problem: str
    ) -> None:
        gate.postbox.media["file"] = media
        assert await gate.deliver(Pictured("file"))
        await gate.until_shown(problem)
        assert stand_in.texts == []

    async def test_one_that_cannot_be_fetched_now_is_delivered_again(
        self, gate: Gate, stand_in: StandIn
    ) -> None:
        gate.postbox.media["file"] = FetchError("busy", again=True)
        event = gate.event(Pictured("file"))
        assert not await gate.take(event)
        gate.postbox.media["file"] = encoded(skin())
        assert await gate.take(event)
        await gate.until_shown(f"You said: {PICTURED}")

    async def test_all_but_the_last_of_an_album_say_that_more_follow(
        self, gate: Gate, stand_in: StandIn
    ) -> None:
        gate.postbox.media["file"] = encoded(skin())
        for _ in range(3):
            await gate.deliver(Pictured("file", album="a"))
        await gate.deliver("that is all")
        await gate.until(lambda: len(stand_in.heard) == 4)
        more = [each["metadata"].get("more") for each in stand_in.heard]
        assert more == [True, True, None, None]

    async def test_what_is_silent_is_not_sent(self, gate: Gate, stand_in: StandIn) -> None:
        stand_in.begin_with([{"custom": {"silent": True}}])
        await gate.deliver("acne")
        await gate.deliver("oily")
        await gate.until_shown("You said: oily")


class TestCorrections:
    async def test_the_dialogue_is_told_what_the_words_replace_and_what_was_asked(
        self, gate: Gate, stand_in: StandIn
    ) -> None:
        stand_in.begin_with(
            [{"text": "how long?", "custom": {"asking": "sleep_hours"}}],
            [{"text": "and stress?", "custom": {"asking": "stress"}}],
        )
        await gate.deliver("hello")
        await gate.deliver("5", id="message:7")
        await gate.until_shown("how long?", "and stress?")
        await gate.deliver(Corrected(of="message:7", text="6"))
        await gate.deliver(Corrected(of="message:7", text="6.5"))
        await gate.until(lambda: len(stand_in.heard) == 4)
        corrects = [each["metadata"].get("corrects") for each in stand_in.heard]
        assert corrects[2:] == [
            {"text": "5", "asked": "sleep_hours"},
            {"text": "6", "asked": "sleep_hours"},
        ]

    async def test_one_of_a_message_that_still_waits_takes_its_place(
        self, gate: Gate, stand_in: StandIn
    ) -> None:
        stand_in.seconds = 0.3
        first = asyncio.create_task(gate.deliver("first"))
        second = asyncio.create_task(gate.deliver("5 hors", id="message:7"))
        await asyncio.sleep(0.15)
        await gate.deliver(Corrected(of="message:7", text="5 hours"))
        await asyncio.gather(first, second)
        await gate.until_shown("You said: first", "You said: 5 hours")

    async def test_one_of_an_unknown_message_is_nothing(
        self, gate: Gate, stand_in: StandIn
    ) -> None:
        assert await gate.deliver(Corrected(of="message:7", text="6"))
        assert stand_in.texts == []


class TestLinking:
    async def test_a_code_takes_the_talk_along_once(self, gate: Gate, stand_in: StandIn) -> None:
        code = gate.messengers.links.issue("web-sender")
        await gate.deliver(f"link {code.lower()}")
        await gate.until_shown("You said: hello")
        await gate.deliver("acne")
        await gate.deliver(f"link {code}", MINA)
        await gate.until_shown(text("messengers.unknown_code"), address=MINA)
        await gate.deliver("oily", MINA)
        await gate.until(lambda: len(stand_in.heard) == 3)
        senders = [each["sender"] for each in stand_in.heard]
        assert senders[:2] == ["web-sender", "web-sender"]
        assert senders[2] != "web-sender"

    async def test_without_one_talks_stay_apart(self, gate: Gate, stand_in: StandIn) -> None:
        await gate.deliver("acne")
        await gate.deliver("acne", MINA)
        assert len({each["sender"] for each in stand_in.heard}) == 2

    async def test_an_older_code_no_longer_works(self, gate: Gate) -> None:
        older = gate.messengers.links.issue("web-sender")
        gate.messengers.links.issue("web-sender")
        await gate.deliver(f"link {older}")
        await gate.until_shown(text("messengers.unknown_code"))

    async def test_codes_cannot_be_tried_out(self, gate: Gate) -> None:
        for _ in range(6):
            await gate.deliver("link ABCDEFGHJK")
        await gate.until_shown(
            *5 * [text("messengers.unknown_code")], text("messengers.too_many_codes")
        )


class TestErasure:
    async def test_the_last_words_go_out_and_nothing_stays(
        self, gate: Gate, stand_in: StandIn, settings: Settings
    ) -> None:
        records = Records.open(settings)
        await gate.deliver("acne")
        await gate.until_shown("You said: acne")
        sender = stand_in.heard[0]["sender"]

        def erase(said: str) -> list[dict[str, str]]:
            records.erase(sender)
            return [{"text": "Done."}]

        stand_in.body = erase
        event = gate.event("yes, delete everything")
        await gate.take(event)
        await gate.until_shown("You said: acne", "Done.")
        await gate.until(lambda: not gate.outgoing())
        assert await gate.talks.talk(sender) == []
        assert await gate.take(event)
        await gate.until_shown("You said: acne", "Done.")
        records.dispose()

    async def test_a_crash_before_them_leaves_a_goodbye(
        self, settings: Settings, stand_in: StandIn
    ) -> None:
        records = Records.open(settings)
        async with Gate.open(settings) as gate:
            stand_in.status = 500
            await gate.deliver("yes, delete everything")
            sender = stand_in.heard[0]["sender"]
            gate.talks._stopping.set()
        records.erase(sender)
        records.dispose()
        stand_in.be_well()
        async with Gate.open(settings) as gate:
            await gate.until_shown(text("messengers.erased"))
            await gate.until(lambda: not gate.outgoing())
        assert stand_in.texts == []


async def test_who_left_and_comes_back_is_answered(gate: Gate) -> None:
    await gate.deliver("acne")
    await gate.until_shown("You said: acne")
    await gate.deliver(Left())
    await gate.deliver("I am back")
    await gate.until_shown("You said: acne", "You said: I am back")


async def test_typing_is_shown(gate: Gate) -> None:
    await gate.deliver("acne", handle="h")
    await gate.until_shown("You said: acne")
    assert gate.postbox.typing == [(ASHA, "h")]
