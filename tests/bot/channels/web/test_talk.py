"""A whole talk through the door, with the real Rasa behind it."""

from __future__ import annotations

import json
import sqlite3
import uuid
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.house import House
from tests.waiting import wait_until

pytestmark = pytest.mark.talk


@pytest.fixture
def client(house: House) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=house.web_url, timeout=60) as client:
        yield client


def turns(client: httpx.Client) -> list[dict[str, Any]]:
    talk: list[dict[str, Any]] = client.get("/api/talk").json()["turns"]
    return talk


def say(client: httpx.Client, text: str, photo: str | None = None) -> list[dict[str, Any]]:
    said = {"id": str(uuid.uuid4()), "text": text, "photo": photo}
    answer = client.post("/api/messages", json=said)
    assert answer.status_code == 202, answer.text
    wait_until(lambda: turns(client)[-1]["messages"])
    messages: list[dict[str, Any]] = turns(client)[-1]["messages"]
    return messages


def greeted(client: httpx.Client) -> list[dict[str, Any]]:
    assert client.post("/api/session").status_code == 200
    wait_until(lambda: turns(client) and turns(client)[0]["messages"])
    [turn] = turns(client)
    messages: list[dict[str, Any]] = turn["messages"]
    return messages


def texts(messages: list[dict[str, Any]]) -> str:
    return json.dumps([message["parts"] for message in messages])


def holds(house: House, marker: str) -> bool:
    """Tell whether a database of the house holds a marker."""
    for path in house.folder.glob("*.db"):
        with sqlite3.connect(path) as database:
            if any(marker in line for line in database.iterdump()):
                return True
    return False


def test_the_house_is_ready(client: httpx.Client) -> None:
    answer = client.get("/ready")
    assert (answer.status_code, answer.json()) == (
        200,
        {"records": True, "rasa": True, "actions": True},
    )


def test_a_first_visit_is_asked_for_consent(client: httpx.Client) -> None:
    [message] = greeted(client)
    assert message["custom"] == {"asking": "consent"}
    assert message["parts"][-1]["choices"][0]["say"] == "Yes, I agree"


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
    [alarm] = message["parts"]
    assert alarm["card"] == "alarm" and "112" in texts([message])
    assert {"number": "112", "name": ""} in alarm["calls"]


def test_a_typed_command_is_text(client: httpx.Client) -> None:
    greeted(client)
    say(client, "Yes, I agree")
    say(client, "/restart")
    assert "acne" in texts(say(client, "acne, oily skin"))


def test_the_plan_is_a_card_without_what_is_for_staff(client: httpx.Client) -> None:
    greeted(client)
    say(client, "Yes, I agree")
    messages = say(client, "large pores, oily, glycolic acid every night, sunscreen never")
    for _ in range(30):
        asking = messages[-1]["custom"].get("asking")
        if asking == "check_in":
            break
        safe = "none of these, and not pregnant"
        words = {"confirm": "yes, that's right"}.get(
            str(asking), safe if "pregnancy" in asking else "skip"
        )
        messages = say(client, words)
    [card] = [part for message in messages for part in message["parts"] if part["kind"] == "card"]
    assert card["card"] == "plan" and "MORNING" in card["text"]
    assert "treatments" not in card["plan"]
    page = client.get(client.post("/api/plan/link").json()["url"])
    assert page.status_code == 200 and "exfoliation" in page.text


def test_an_erasure_leaves_nothing_and_shows_its_answer(client: httpx.Client, house: House) -> None:
    greeted(client)
    say(client, "Yes, I agree")
    say(client, "acne, oily skin, I'm allergic to wobbleberry")
    assert holds(house, "wobbleberry")
    say(client, "delete my data")
    said = {"id": str(uuid.uuid4()), "text": "Yes, delete everything"}
    assert client.post("/api/messages", json=said).status_code == 202
    wait_until(lambda: turns(client) == [])
    # sent once more, as a browser does that heard nothing: it begins no talk
    assert client.post("/api/messages", json=said).status_code == 202
    assert turns(client) == []
    # Rasa forgets the talk at the end of the turn, a moment after the records did
    wait_until(lambda: not holds(house, "wobbleberry"))
    [greeting] = greeted(client)
    assert greeting["custom"] == {"asking": "consent"}
