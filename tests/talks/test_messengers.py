"""Whole intakes with a photograph on each messenger, through the real house and imitated platforms."""

from __future__ import annotations

import io
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image

from tests.bot.channels.whatsapp.conftest import connected
from tests.bot.channels.whatsapp.twilio_clinic import connected as at_twilio
from tests.house import House
from tests.imitated.graph import TEMPLATE, GraphApi
from tests.imitated.graph_people import Person as CloudPerson
from tests.imitated.telegram import TOKEN, TelegramApi
from tests.imitated.telegram_people import Chat
from tests.imitated.twilio import Twilio
from tests.imitated.twilio_people import Person as TwilioPerson
from tests.talks.patient import a_face
from tests.talks.test_intake import HEALTHY
from tests.waiting import wait_until

Person = Chat | CloudPerson | TwilioPerson
pytestmark = pytest.mark.talk
SAID = "dull bumpy skin, oily. I scrub every day and use glycolic acid every night, sunscreen only at the beach"
SHEET = HEALTHY | {
    "consent": "Yes, I agree",
    "open": SAID,
    "photo_consent": "Yes, you may look",
    "confirm": "yes, that's right",
    "check_in": "yes",
}


@dataclass
class Clinic:
    """The house, and somebody new on each messenger that it has."""

    house: House
    people: dict[str, Callable[[], Person]]

    def turns(self) -> list[tuple[str, list[dict[str, Any]]]]:
        """Return who spoke and what was answered, of all talks, oldest first."""
        with sqlite3.connect(self.house.folder / "dewy.db") as database:
            rows = database.execute("SELECT sender, answers FROM turns ORDER BY id")
            return [(sender, json.loads(answers or "null")) for sender, answers in rows]


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    with ExitStack() as stack:
        api, graph = stack.enter_context(TelegramApi()), stack.enter_context(GraphApi())
        graph.tells_statuses = False
        given = connected(graph) | {
            "DEWY_TELEGRAM_TOKEN": TOKEN,
            "DEWY_TELEGRAM_API": api.url,
            "DEWY_PUBLIC_URL": "{url}",
            "DEWY_WHATSAPP_TEMPLATE": TEMPLATE,
        }
        house = House(tmp_path_factory.mktemp("clinic"), **given)
        house.start()
        stack.callback(house.stop)
        graph.webhook = f"{house.web_url}/webhooks/whatsapp"
        api.until_connected()
        yield Clinic(house, {"telegram": api.chat, "whatsapp": graph.person})


@pytest.fixture(scope="module")
def clinic_at_twilio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    with ExitStack() as stack:
        twilio = stack.enter_context(Twilio())
        house = House(tmp_path_factory.mktemp("twilio"), **at_twilio(twilio))
        house.start()
        stack.callback(house.stop)
        twilio.webhook = f"{house.web_url}/webhooks/twilio"
        yield Clinic(house, {"whatsapp": twilio.person})


def face() -> bytes:
    data = io.BytesIO()
    Image.fromarray(a_face()).save(data, "JPEG", quality=95)
    return data.getvalue()


def holds_an_intake(clinic: Clinic, person: Person) -> list[dict[str, Any]]:
    """Answer each question until the plan is there; return all answers of the talk."""
    before = len(clinic.turns())
    said = "hello"
    for _ in range(25):
        known, shown = len(clinic.turns()), len(person.shown)
        if said == "photo":
            person.sends_photo(face())
        else:
            person.says(said)
        wait_until(lambda known=known: len(clinic.turns()) > known and clinic.turns()[-1][1])
        wait_until(lambda shown=shown: len(person.shown) > shown)
        answers = [each for _, turn in clinic.turns()[before:] for each in turn]
        if any("plan" in each["custom"] for each in answers):
            return answers
        asking = [each["custom"].get("asking") for each in answers][-1]
        keys = [asking] if isinstance(asking, str) else asking or []
        said = "photo" if keys == ["photo"] else ", ".join(SHEET.get(key, "") for key in keys)
        said = said.strip(", ") or "skip"
    pytest.fail(f"no plan: {person.texts[-3:]}")


def plan_of(answers: list[dict[str, Any]]) -> dict[str, Any]:
    return next(each["custom"]["plan"] for each in answers if "plan" in each["custom"])


@pytest.mark.parametrize(
    ("messenger", "house"),
    [("telegram", "clinic"), ("whatsapp", "clinic"), ("whatsapp", "clinic_at_twilio")],
)
def test_an_intake_with_a_photograph_ends_with_the_same_plan_everywhere(
    request: pytest.FixtureRequest, messenger: str, house: str
) -> None:
    clinic: Clinic = request.getfixturevalue(house)
    person = clinic.people[messenger]()
    answers = holds_an_intake(clinic, person)
    plan = plan_of(answers)
    warnings = {each["id"]: each["severity"] for each in plan["warnings"]}
    assert warnings["over_exfoliation"] == warnings["spf_skipped"] == "stop"
    # the offer of a check-in is the last that is said
    assert answers[-1]["custom"]["asking"] == "check_in"
    wait_until(lambda: answers[-1]["texts"][0].split("\n")[0] in "".join(person.texts[-2:]))
    # the plan in words: each warning with its reason, each step, under headings
    words = "\n".join(person.texts)
    for warning in plan["warnings"]:
        assert warning["message"] in words and warning["why"] in words
    for part in ("am", "pm"):
        assert all(step["with"] in words for step in plan["routine"][part])
    [picture] = person.pictures
    assert Image.open(io.BytesIO(picture)).format == "JPEG"


def test_a_talk_that_began_on_the_website_goes_on_in_a_messenger(clinic: Clinic) -> None:
    asha = clinic.people["telegram"]()
    with httpx.Client(base_url=clinic.house.web_url) as browser:
        browser.post("/api/session")
        for number, said in enumerate(("Yes, I agree", "acne, and I sleep 5 hours")):
            message = {"id": f"1b4e28ba-2fa1-41d2-883f-0016d3cca42{number}", "text": said}
            assert browser.post("/api/messages", json=message).status_code == 202
        wait_until(
            lambda: all(turn["messages"] for turn in browser.get("/api/talk").json()["turns"])
        )
        ways = browser.post("/api/link").json()["ways"]
        assert {way["messenger"] for way in ways} == {"telegram", "whatsapp"}
        telegram = next(way["url"] for way in ways if way["messenger"] == "telegram")
        asha.says(f"/start {telegram.partition('start=')[2]}")
        asha.until(1)
        asha.says("what have you noted?")
        asha.until(2)
        assert "5 hours" in asha.texts[1]
        # and the website shows what was said there
        wait_until(lambda: "noted" in browser.get("/api/talk").text)
    assert "agree" not in asha.texts[0].lower()


def test_an_edit_corrects_what_was_noted(clinic: Clinic) -> None:
    asha = clinic.people["telegram"]()
    asha.says("hello")
    asha.until(1)
    asha.says("Yes, I agree")
    asha.until(2)
    message = asha.says("acne, and I sleep 5 hours")
    asha.until(3)
    asha.edits(message, "acne, and I sleep 7 hours")
    assert "7" in asha.until(4)[-1] and "5" in asha.texts[-1]


def test_erasure_says_goodbye_and_leaves_no_address(clinic: Clinic) -> None:
    asha = clinic.people["whatsapp"]()
    for number, said in enumerate(("hello", "Yes, I agree", "delete my data", "yes"), 1):
        asha.says(said)
        asha.until(number)
    assert "deleted" in asha.texts[-1]
    lost = "SELECT count(*) FROM outgoing WHERE sender NOT IN (SELECT sender FROM turns)"
    with sqlite3.connect(Path(clinic.house.folder, "dewy.db")) as database:
        wait_until(lambda: database.execute(lost).fetchone() == (0,))
