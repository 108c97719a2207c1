"""A whole talk through the door, with the real Rasa behind it."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.house import House

pytestmark = pytest.mark.talk


@pytest.fixture
def client(house: House) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=house.web_url, timeout=60) as client:
        yield client


def say(client: httpx.Client, text: str) -> list[dict[str, Any]]:
    said = {"id": str(uuid.uuid4()), "text": text}
    answer = client.post("/api/messages", json=said)
    assert answer.status_code == 200, answer.text
    messages: list[dict[str, Any]] = answer.json()["messages"]
    return messages


def greeted(client: httpx.Client) -> list[dict[str, Any]]:
    [turn] = client.get("/api/talk").json()["turns"]
    messages: list[dict[str, Any]] = turn["messages"]
    return messages


def test_the_house_is_ready(client: httpx.Client) -> None:
    answer = client.get("/ready")
    assert (answer.status_code, answer.json()) == (200, {"rasa": True, "actions": True})


def test_a_first_visit_is_asked_for_consent(client: httpx.Client) -> None:
    [message] = greeted(client)
    assert message["custom"] == {"asking": "consent"}
    assert message["buttons"][0]["payload"] == "Yes, I agree"


def test_the_records_say_which_channel_it_was(client: httpx.Client, house: House) -> None:
    greeted(client)
    say(client, "Yes, I agree")
    with sqlite3.connect(house.folder / "dewy.db") as database:
        channels = [channel for (channel,) in database.execute("SELECT channel FROM patients")]
    assert "web" in channels


def test_an_emergency_is_one_message_of_its_own(client: httpx.Client) -> None:
    greeted(client)
    message = say(client, "my lips are swelling up and I can't breathe properly")[0]
    assert message["custom"]["triage"] == "now"
    assert any("112" in text for text in message["texts"])


def test_a_typed_command_is_text(client: httpx.Client) -> None:
    greeted(client)
    say(client, "Yes, I agree")
    say(client, "/restart")
    assert "acne" in " ".join(say(client, "acne, oily skin")[0]["texts"])


def test_the_plan_is_the_last_text_of_its_message(client: httpx.Client) -> None:
    greeted(client)
    say(client, "Yes, I agree")
    messages = say(client, "large pores, oily, glycolic acid every night, sunscreen never")
    for _ in range(30):
        asking = messages[-1]["custom"].get("asking")
        if asking is None:
            break
        safe = "none of these, and not pregnant"
        words = {"confirm": "yes, that's right"}.get(
            str(asking), safe if "pregnancy" in asking else "skip"
        )
        messages = say(client, words)
    [planned] = [message for message in messages if "plan" in message["custom"]]
    assert "MORNING" in planned["texts"][-1]
    assert not any("MORNING" in text for text in planned["texts"][:-1])
    assert "treatments" not in planned["custom"]["plan"]


def test_an_erasure_leaves_nothing_and_shows_its_answer(client: httpx.Client, house: House) -> None:
    greeted(client)
    say(client, "Yes, I agree")
    say(client, "acne, oily skin, I'm allergic to wobbleberry")
    say(client, "delete my data")
    said = {"id": str(uuid.uuid4()), "text": "Yes, delete everything"}
    answers = [client.post("/api/messages", json=said).json() for _ in range(2)]
    assert answers[0] == answers[1]
    assert answers[0]["kept"] is False
    assert "deleted" in answers[0]["messages"][0]["texts"][0]
    for path in house.folder.glob("*.db"):
        with sqlite3.connect(path) as database:
            assert not any("wobbleberry" in line for line in database.iterdump())
    [turn] = client.get("/api/talk").json()["turns"]
    assert turn["messages"][0]["custom"] == {"asking": "consent"}
