"""Each kind of update that Telegram documents, and what it is for the gateway."""

from __future__ import annotations

import copy
import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from telegram import Update

import bot.channels.telegram
from bot.channels.telegram.bot import Telegram
from bot.channels.telegram.updates import event_of
from bot.gateway.events import (
    Content,
    Corrected,
    Elsewhere,
    Event,
    Left,
    Pictured,
    Pressed,
    Said,
    Unread,
)
from clinic.settings import Settings
from tests.imitated.telegram import TOKEN

PAYLOADS = Path(bot.channels.telegram.__file__).with_name("payloads")
BOT = "lumina_dewy_bot"
LARGE = "AgACAgIAAxkBAAIBY2kmLarge"
EVENTS: dict[str, Content | None] = {
    "text": Said("I scrub every day, and I sleep 5 hours"),
    "start": Said("hello"),
    "start_with_code": Said("link K7MPQ2X9RB"),
    "start_from_advertisement": Said("hello"),
    "photo": Pictured(LARGE, "my left cheek"),
    "live_photo": Pictured(LARGE),
    "album": Pictured(LARGE, album="13579246801234567"),
    "image_as_file": Pictured("BQACAgIAAxkBAAIBaGkmImage", "in daylight"),
    "document": Unread(),
    "document_with_caption": Said("my face is swelling since this"),
    "voice": Unread(),
    "checklist": Unread(),
    "sticker": Unread(),
    "location": Unread(),
    "contact": Unread(),
    "video_with_words": Said("my lips are swelling since the peel"),
    "edited_text": Corrected("message:7000000001:1", "I scrub every day, and I sleep 7 hours"),
    "edited_caption": Corrected("message:7000000001:4", "my right cheek"),
    "button": Pressed("Yes, I agree"),
    "button_done": None,
    "button_of_a_message_that_is_gone": Pressed("Yes, I agree"),
    "blocked": Left(),
    "unblocked": None,
    "group_added": Elsewhere(),
    "group_mention": Elsewhere(),
    "group_photo_with_mention": Elsewhere(),
    "group_reply": Elsewhere(),
    "group_text_mention": Elsewhere(),
    "group_talk": None,
    "group_command_of_another": None,
    "pinned": None,
    "channel_post": None,
}


def payload(name: str) -> dict[str, Any]:
    update: dict[str, Any] = json.loads((PAYLOADS / f"{name}.json").read_text("utf-8"))
    return update


def read(name: str) -> Update:
    return Update.de_json(payload(name), None)


def test_each_recorded_payload_is_tested() -> None:
    assert {file.stem for file in PAYLOADS.glob("*.json")} == set(EVENTS)


@pytest.mark.parametrize(("name", "content"), EVENTS.items(), ids=EVENTS)
def test_a_payload_is_an_event(name: str, content: Content | None) -> None:
    event = event_of(read(name), bot=BOT)
    assert (event and event.content) == content
    if event:
        place = "-1001234567890" if isinstance(content, Elsewhere) else "7000000001"
        assert event.address == place
        assert event.at.tzinfo is not None


def test_an_edit_names_the_message_that_it_corrects() -> None:
    said, edited = event_of(read("text"), bot=BOT), event_of(read("edited_text"), bot=BOT)
    assert said and edited and isinstance(edited.content, Corrected)
    assert edited.content.of == said.id != edited.id


def test_a_press_can_be_shown_on_its_button() -> None:
    event = event_of(read("button"), bot=BOT)
    assert event and json.loads(event.handle) == {
        "press": "4382bfdwdsb323b2d9",
        "message": 11,
        "title": "I agree",
    }


def test_the_largest_size_is_taken_wherever_it_stands() -> None:
    update = payload("photo")
    update["message"]["photo"].reverse()
    event = event_of(Update.de_json(update, None), bot=BOT)
    assert event and event.content == EVENTS["photo"]


@pytest.mark.parametrize(
    "more",
    [{}, {"new_kind_of_update": {"id": 1}}],
)
def test_what_is_no_update_for_a_patient_is_nothing(more: dict[str, object]) -> None:
    assert event_of(Update.de_json({"update_id": 1, **more}, None), bot=BOT) is None


JUNK = [None, True, -1, 10**20, "", "x", [], [7], {}, {"id": 1}]


def broken(whole: Any, place: Any) -> Iterator[Any]:
    """Yield a payload with each of its values in turn replaced by each kind of junk."""
    for key in place if isinstance(place, dict) else range(len(place)):
        value = place[key]
        for junk in JUNK:
            place[key] = junk
            yield whole
        place[key] = value
        if isinstance(value, dict | list):
            yield from broken(whole, value)


async def test_no_broken_payload_ends_in_an_error(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        nobody = f"http://127.0.0.1:{server.getsockname()[1]}"
    more: dict[str, Any] = {"telegram_token": TOKEN, "telegram_api": nobody}
    more["telegram_updates"] = "polling"
    telegram = Telegram(Settings(var=settings.var, **more), pictures=nothing)
    for name in EVENTS:
        whole = payload(name)
        for each in broken(whole, whole):
            update = telegram.parse(copy.deepcopy(each))
            assert update is None or await telegram.take(update, anything)
    await telegram.close()


async def nothing(_sender: str, _url: str) -> bytes:
    raise LookupError


async def anything(_event: Event) -> bool:
    return True
