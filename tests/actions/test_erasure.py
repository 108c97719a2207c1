"""What the patient is told of an erasure: done, or kept for later while a hold stands in its way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import keeping
from actions.consent import DeclineConsent, DeclineGuardian
from actions.conversation import Conversation
from actions.erasure import Erase
from actions.photographs import ErasePhotos
from actions.turn import Turn
from actions.words import text, words
from analysis.keeping import to_keep
from clinic.migrate import upgrade
from clinic.photographs import Photographs
from clinic.records import Records
from clinic.records.requests import due_requests
from clinic.settings import Settings
from tests.clinic.records.lives import hold_house

SENDER = "asha-1f0c"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """The settings of the actions' own records, in which somebody agreed to a photograph."""
    settings = Settings(var=tmp_path)
    upgrade(settings)
    photographs, records = Photographs.open(settings), Records.open(settings)
    monkeypatch.setattr(keeping, "photographs", lambda: photographs)
    monkeypatch.setattr(keeping, "records", lambda: records)
    for kind in ("intake", "photo"):
        records.give_consent(SENDER, "web", kind=kind, version="1", text="May I?", given=True)
    picture = to_keep(Image.new("RGB", (9, 9)))
    photographs.keep(SENDER, photographs.receive(SENDER, "web", picture))
    yield settings
    photographs.dispose()
    records.dispose()


async def after(turn: Turn) -> tuple[str, dict[str, Any]]:
    """Return what a turn says in an intake that is under way, and which slots it sets."""
    intake = keeping.records().begin_intake(SENDER, "web")
    keeping.records().note(intake, {"age": 30}, message="30")
    slots: dict[str, Any] = {"age": 30, "consented": True, "photo_agreed": True, "intake": intake}
    slots |= {"stage": "erasing", "resume": "intake", "opened": True, "asking": "confirm"}
    talk = Conversation.of(Tracker(SENDER, slots, {}, [], False, None, {}, None))
    out = CollectingDispatcher()
    await turn.answer(talk, out)
    said = "\n".join(each["text"] for each in out.messages if each.get("text"))
    return said, {each["name"]: each["value"] for each in talk.events()}


def asked_for() -> list[str]:
    with keeping.records()._session.begin() as session:
        return [each.reason for each in due_requests(session, 10)]


@pytest.mark.parametrize(
    ("turn", "path"),
    [
        (Erase(), "control.erased"),
        (DeclineConsent(), "consent.declined"),
        (DeclineGuardian(), "guardian.declined"),
    ],
)
async def test_where_nothing_is_on_hold_it_is_done(
    settings: Settings, turn: Turn, path: str
) -> None:
    said, slots = await after(turn)
    assert said == words(path)
    assert slots == {"erase": True}, "Rasa's own store forgets the rest"
    assert asked_for() == [] and keeping.photographs().kept(SENDER) == []


@pytest.mark.parametrize(
    ("turn", "reason"),
    [(Erase(), "said"), (DeclineConsent(), "talk"), (DeclineGuardian(), "said")],
)
async def test_on_hold_it_is_kept_for_later_and_the_talk_begins_from_nothing(
    settings: Settings, turn: Turn, reason: str
) -> None:
    hold_house(settings)
    said, slots = await after(turn)
    told = "consent.declined_held" if reason == "talk" else "control.erase_held"
    assert said == text(told)
    assert "by law" in said.lower() and "not deleted yet" in said and "team" in said
    forgotten = {"age", "consented", "photo_agreed", "intake", "stage", "resume", "opened"}
    assert slots == dict.fromkeys({*forgotten, "asking"}), "and Rasa keeps the dialogue"
    assert asked_for() == [reason] and keeping.photographs().kept(SENDER)


async def test_photographs_on_hold_are_looked_at_no_more_and_the_talk_goes_on(
    settings: Settings,
) -> None:
    hold_house(settings)
    said, slots = await after(ErasePhotos())
    assert said.startswith(text("photo.erase_held"))
    assert "photo_agreed" in slots and slots["photo_agreed"] is None
    assert "age" not in slots and "consented" not in slots
    assert asked_for() == ["photographs"] and keeping.photographs().kept(SENDER)


async def test_photographs_that_nothing_holds_are_gone(settings: Settings) -> None:
    said, _ = await after(ErasePhotos())
    assert said.startswith(words("photo.erased"))
    assert asked_for() == [] and keeping.photographs().kept(SENDER) == []
