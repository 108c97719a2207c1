"""A talk as it happens: what a browser is told by the stream of its events."""

from __future__ import annotations

import json
import signal
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any, Self

import httpx
import pytest

from bot.channels.web.feed import MOST_LISTENERS
from clinic.records import Records
from clinic.settings import Settings
from tests.bot.gateway.served import Served
from tests.bot.gateway.stand_in import StandIn

Event = tuple[str, Any]


class Listener:
    """Reads the stream of a talk in the background."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client
        self.events: list[Event] = []
        self.status = 0
        self.headers = httpx.Headers()
        self.ended = threading.Event()

    def __enter__(self) -> Self:
        threading.Thread(target=self._read, daemon=True).start()
        wait_for(lambda: self.status)
        return self

    def __exit__(self, *_: object) -> None:
        # the server ends it, or the test's end does
        return None

    def turns(self, message_id: str) -> list[dict[str, Any]]:
        return [data for name, data in self.events if name == "turn" and data["id"] == message_id]

    def _read(self) -> None:
        name = ""
        try:
            with self._client.stream("GET", "/api/talk/events", timeout=60) as answer:
                self.headers, self.status = answer.headers, answer.status_code
                for line in answer.iter_lines():
                    field, _, value = line.partition(": ")
                    if field == "event":
                        name = value
                    elif field == "data":
                        self.events.append((name, json.loads(value)))
        except httpx.HTTPError:
            pass
        self.ended.set()


def wait_for(true: Callable[[], object]) -> None:
    deadline = time.monotonic() + 20
    while not true():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.01)


@pytest.fixture
def served(settings: Settings, stand_in: StandIn) -> Iterator[Served]:
    with Served(settings.var, stand_in) as served:
        yield served


@pytest.fixture
def browser(served: Served) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=served.url) as browser:
        browser.post("/api/session")
        wait_for(lambda: browser.get("/api/talk").json()["turns"][0]["messages"])
        yield browser


def say(browser: httpx.Client, text: str) -> str:
    message_id = str(uuid.uuid4())
    answer = browser.post("/api/messages", json={"id": message_id, "text": text})
    assert answer.status_code == 202
    return message_id


def test_the_talk_so_far_comes_first_then_what_happens(browser: httpx.Client) -> None:
    with Listener(browser) as listener:
        wait_for(lambda: listener.events)
        [(name, talk)] = listener.events
        assert name == "talk" and [turn["id"] for turn in talk["turns"]] == ["greeting"]
        said = say(browser, "acne")
        wait_for(lambda: len(listener.turns(said)) == 2)
        waiting, answered = listener.turns(said)
        assert waiting == {
            "id": said,
            "text": "acne",
            "photo": None,
            "messages": None,
            "problem": None,
        }
        assert answered["messages"] == [
            {"parts": [{"kind": "text", "text": "You said: acne"}], "custom": {}}
        ]


def test_it_is_a_stream_that_proxies_pass_on(browser: httpx.Client) -> None:
    with Listener(browser) as listener:
        assert listener.headers["Content-Type"].startswith("text/event-stream")
        assert listener.headers["Cache-Control"] == "no-store"
        assert listener.headers["X-Accel-Buffering"] == "no"


def test_every_tab_of_a_patient_hears_and_nobody_else(
    browser: httpx.Client, served: Served
) -> None:
    with httpx.Client(base_url=served.url) as stranger:
        stranger.post("/api/session")
        with Listener(browser) as one, Listener(browser) as two, Listener(stranger) as other:
            said = say(browser, "acne")
            for listener in (one, two):
                wait_for(lambda listener=listener: len(listener.turns(said)) == 2)
            assert said not in json.dumps(other.events)


def test_a_failing_rasa_is_told_with_the_emergency_number_and_the_answer_comes_later(
    browser: httpx.Client, stand_in: StandIn
) -> None:
    stand_in.status = 500
    with Listener(browser) as listener:
        said = say(browser, "acne")
        wait_for(lambda: any(turn["problem"] for turn in listener.turns(said)))
        problem = next(turn["problem"] for turn in listener.turns(said) if turn["problem"])
        assert "kept" in problem and "112" in problem
        assert browser.get("/api/talk").json()["turns"][-1]["problem"] == problem
        stand_in.status = 200
        wait_for(lambda: listener.turns(said)[-1]["messages"])
        assert listener.turns(said)[-1]["problem"] is None


def test_an_erasure_is_the_end_of_the_talk(
    browser: httpx.Client, stand_in: StandIn, settings: Settings
) -> None:
    def erasing(_: str) -> list[dict[str, str]]:
        records = Records.open(settings)
        records.erase(stand_in.heard[-1]["sender"])
        records.dispose()
        return [{"text": "All is deleted."}]

    stand_in.body = erasing
    with Listener(browser) as listener:
        said = say(browser, "Yes, delete everything")
        wait_for(lambda: listener.events[-1][0] == "erased")
        assert listener.events[-1][1]["id"] == said
        assert "All is deleted." in json.dumps(listener.events[-1][1])
    assert browser.get("/api/talk").json() == {"turns": []}


def test_a_talk_is_shown_in_so_many_places_at_once(browser: httpx.Client) -> None:
    listeners = [Listener(browser).__enter__() for _ in range(MOST_LISTENERS)]
    assert {listener.status for listener in listeners} == {200}
    with Listener(browser) as one_more:
        assert one_more.status == 429


def test_a_stop_ends_the_streams_and_finishes_the_turn(
    browser: httpx.Client, served: Served, stand_in: StandIn
) -> None:
    with Listener(browser) as listener:
        stand_in.seconds = 1
        say(browser, "acne")
        wait_for(lambda: "acne" in stand_in.texts)
        began = time.monotonic()
        served.stop()
        assert served.process.wait(30) in (0, -signal.SIGTERM)
        assert listener.ended.wait(5)
        assert time.monotonic() - began < 15
    stand_in.seconds = 0
    with Served(served.var, stand_in) as again:
        talk = httpx.get(f"{again.url}/api/talk", cookies=browser.cookies).json()["turns"]
    assert talk[-1]["messages"][0]["parts"][0]["text"] == "You said: acne"
    assert stand_in.texts == ["hello", "acne"]
