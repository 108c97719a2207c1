"""Each kind of delivery that Meta documents, and what it is for the gateway."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bot.channels.whatsapp
from bot.channels.whatsapp.deliveries import events_of
from bot.gateway.events import (
    Content,
    Corrected,
    Elsewhere,
    Pictured,
    Pressed,
    Reported,
    Said,
    Unread,
)
from tests.imitated.graph import PHONE_ID

PAYLOADS = Path(bot.channels.whatsapp.__file__).with_name("payloads")
NUMBER = "16505551234"
MESSAGE = "wamid.HBgLMTY1MDU1NTEyMzQVAgASGBQzQTdCNTg5RjY1000"
EVENTS: dict[str, list[Content]] = {
    "text": [Said("I scrub every day, and I sleep 5 hours")],
    "image": [Pictured("1003383421387256", "my left cheek")],
    "image_as_document": [Pictured("1003383421387257", "in daylight")],
    "document": [Unread()],
    "audio": [Unread()],
    "video": [Unread()],
    "video_with_caption": [Said("my face is swelling since this")],
    "sticker": [Unread()],
    "location": [Unread()],
    "contacts": [Unread()],
    "unsupported": [Unread()],
    "order": [Unread()],
    "edited_text": [Corrected(f"{MESSAGE}1", "I scrub every day, and I sleep 7 hours")],
    "edited_caption": [Corrected(f"{MESSAGE}2", "my right cheek")],
    "taken_back": [],
    "chat_opened": [],
    "button_reply": [Pressed("Yes, I agree")],
    "list_reply": [Pressed("My skin is oily")],
    "template_button": [Said("It is better")],
    "reaction": [],
    "number_changed": [],
    "group": [Elsewhere()],
    "hidden_number": [Said("hello")],
    "sent": [Reported("17:0", "accepted")],
    "delivered": [Reported("17:0", "accepted")],
    "read": [Reported("17:0", "accepted")],
    "failed": [Reported("17:0", "failed", "131047 Re-engagement message")],
    "batch": [
        Said("first"),
        Said("and second"),
        Said("hello"),
        Reported("17:0", "accepted"),
    ],
}


def read(name: str) -> Any:
    return json.loads((PAYLOADS / f"{name}.json").read_text("utf-8"))


def contents(body: Any) -> list[Content]:
    return [event.content for event in events_of(body, phone_id=PHONE_ID)]


def test_each_recorded_payload_is_tested() -> None:
    assert {file.stem for file in PAYLOADS.glob("*.json")} == set(EVENTS)


@pytest.mark.parametrize(("name", "expected"), EVENTS.items(), ids=EVENTS)
def test_a_payload_is_events_in_the_order_in_which_they_were_said(
    name: str, expected: list[Content]
) -> None:
    assert contents(read(name)) == expected


def test_an_event_says_who_when_and_how_it_is_marked_as_read() -> None:
    [event] = events_of(read("text"), phone_id=PHONE_ID)
    assert event.address == NUMBER
    assert event.id == event.handle != ""
    assert event.at.tzinfo is not None and event.at.year == 2025


def test_who_hides_the_number_has_another_address() -> None:
    [event] = events_of(read("hidden_number"), phone_id=PHONE_ID)
    assert event.address == "IN.13491208655302741918"


def test_what_came_for_another_number_is_not_ours() -> None:
    assert events_of(read("text"), phone_id="1") == []


def test_what_is_broken_does_not_keep_the_rest_back() -> None:
    body = read("text")
    value = body["entry"][0]["changes"][0]["value"]
    for broken in ({}, {"id": 7}, {"type": "text"}, {"type": "text", "text": None}, {"type": []}):
        value["messages"].insert(0, {**copy.deepcopy(value["messages"][-1]), **broken})
        value["messages"][0].pop("text", None)
    assert Said("I scrub every day, and I sleep 5 hours") in contents(body)


@pytest.mark.parametrize("broken", [None, 7, "x", []])
def test_what_is_no_message_does_not_keep_the_rest_back(broken: Any) -> None:
    body = read("text")
    body["entry"][0]["changes"][0]["value"]["messages"].insert(0, broken)
    body["entry"][0]["changes"][0]["value"]["statuses"] = [broken]
    assert contents(body) == EVENTS["text"]


@pytest.mark.parametrize("at", ["-1", "253402300800", "1" * 30, "soon"])
def test_a_time_that_is_none_does_not_keep_the_rest_back(at: str) -> None:
    body = read("text")
    messages = body["entry"][0]["changes"][0]["value"]["messages"]
    messages.append({**messages[0], "id": "wamid.other", "timestamp": at})
    assert contents(body) == EVENTS["text"]


@pytest.mark.parametrize("errors", [None, [], [None], "x", [{"title": "odd"}], [{"code": "x"}]])
def test_what_failed_has_failed_though_its_reason_cannot_be_read(errors: Any) -> None:
    body = read("failed")
    body["entry"][0]["changes"][0]["value"]["statuses"][0]["errors"] = errors
    [content] = contents(body)
    assert isinstance(content, Reported) and (content.sent, content.state) == ("17:0", "failed")


@pytest.mark.parametrize(
    "silent",
    [
        {"type": "reaction", "reaction": {"message_id": MESSAGE, "emoji": "👍"}},
        {"type": "system", "system": {"type": "user_changed_number"}},
    ],
)
def test_who_only_reacts_in_a_group_is_not_answered_there(silent: dict[str, Any]) -> None:
    body = read("group")
    body["entry"][0]["changes"][0]["value"]["messages"][0] |= silent
    assert contents(body) == []


def test_a_caption_that_is_removed_corrects_nothing() -> None:
    body = read("edited_caption")
    [message] = body["entry"][0]["changes"][0]["value"]["messages"]
    del message["edit"]["message"]["image"]["caption"]
    assert contents(body) == []


@pytest.mark.parametrize("body", [None, [], "x", 7, {}, {"entry": 7}, {"entry": [7]}])
def test_what_is_no_delivery_is_refused(body: Any) -> None:
    with pytest.raises(ValueError, match="validation error"):
        events_of(body, phone_id=PHONE_ID)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.sampled_from(sorted(EVENTS)), st.data())
def test_nothing_that_comes_makes_it_fall(name: str, data: st.DataObject) -> None:
    body = read(name)
    value = body["entry"][0]["changes"][0]["value"]
    for kind in ("messages", "statuses"):
        for each in value.get(kind, []):
            each[data.draw(st.sampled_from(sorted(each)))] = data.draw(JSON)
    events_of(body, phone_id=PHONE_ID)
