"""A photograph that comes with a message: what becomes of it, and what is said."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import keeping
from actions.conversation import Conversation
from actions.receiving import set_aside, take_in
from actions.words import words
from analysis.keeping import to_keep
from clinic.migrate import upgrade
from clinic.photographs import Photographs
from clinic.photographs.examiner import Examiner
from clinic.records import Records
from clinic.settings import Settings

SENDER = "asha-1f0c"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Photographs]:
    """The actions' own store and records, in an empty folder."""
    settings = Settings(var=tmp_path)
    upgrade(settings)
    photographs, records = Photographs.open(settings), Records.open(settings)
    monkeypatch.setattr(keeping, "photographs", lambda: photographs)
    monkeypatch.setattr(keeping, "records", lambda: records)
    monkeypatch.setattr(keeping, "prepare_examiner", lambda: None)
    yield photographs
    photographs.dispose()
    records.dispose()


def talk_of(metadata: Any, **slots: Any) -> Conversation:
    message = {"text": "here", "metadata": metadata, "entities": []}
    return Conversation.of(Tracker(SENDER, slots, message, [], False, None, {}, None))


def arriving(store: Photographs, **slots: Any) -> Conversation:
    photograph = store.receive(SENDER, "web", to_keep(Image.new("RGB", (9, 9))))
    return talk_of({"photo": photograph}, consented=True, **slots)


@pytest.mark.parametrize("metadata", [None, {}, "photo", {"photo": None}, {"photo": 7}])
async def test_most_messages_bring_none(store: Photographs, metadata: Any) -> None:
    talk = talk_of(metadata)
    assert talk.arrived is None
    assert await take_in(talk) == []


async def test_it_waits_once_however_often_its_turn_is_tried(store: Photographs) -> None:
    talk = arriving(store)
    for _ in range(2):
        assert await take_in(talk) == [words("photo.arrived")]
    changed = {event["name"]: event["value"] for event in talk.events()}
    assert changed == {"photo": [talk.arrived]}


async def test_a_yes_keeps_what_is_still_there(store: Photographs) -> None:
    talk = arriving(store, photo=["0" * 32])
    await take_in(talk)
    assert await keeping.answer_photo_consent(talk, "May I?", given=True) == [talk.arrived]
    assert store.kept(SENDER) == [talk.arrived]
    another = arriving(store)
    assert await take_in(another) == []
    assert store.kept(SENDER) == [talk.arrived, another.arrived]


async def test_a_no_deletes_what_is_still_there(store: Photographs) -> None:
    talk = arriving(store, photo=["0" * 32])
    await take_in(talk)
    assert await keeping.answer_photo_consent(talk, "May I?", given=False) == [talk.arrived]
    assert store.received(SENDER) == []


@pytest.mark.parametrize(
    ("slots", "said"),
    [
        ({"consented": False}, "photo.too_early"),
        ({"consented": True, "age": 15}, "photo.too_early"),
        ({"consented": True, "age": 15, "guardian": True}, "photo.arrived"),
    ],
)
async def test_only_where_it_may_be_kept_at_all(
    store: Photographs, slots: dict[str, Any], said: str
) -> None:
    photograph = store.receive(SENDER, "web", to_keep(Image.new("RGB", (9, 9))))
    talk = talk_of({"photo": photograph}, **slots)
    assert await take_in(talk) == [words(said)]
    assert store.received(SENDER) == ([photograph] if said == "photo.arrived" else [])


async def test_in_an_emergency_a_store_that_fails_is_no_reason_to_say_nothing(
    store: Photographs, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fails(*_: object) -> None:
        raise OSError("zanzibarquark")

    talk = arriving(store)
    monkeypatch.setattr(keeping, "keep_photo", fails)
    out = CollectingDispatcher()
    with caplog.at_level(logging.ERROR):
        await set_aside(talk, out)
    assert [each["text"] for each in out.messages] == [words("photo.emergency")]
    assert "OSError" in caplog.text and "zanzibarquark" not in caplog.text


async def test_without_a_photograph_an_emergency_says_nothing_of_it(store: Photographs) -> None:
    out = CollectingDispatcher()
    await set_aside(talk_of({}), out)
    assert out.messages == []


async def test_one_that_was_seen_already_is_told_of_when_its_turn_is_tried_again(
    store: Photographs, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeping.records().give_consent(SENDER, "web", kind="photo", version="1", text="", given=True)
    examiner = Examiner(store)
    monkeypatch.setattr(keeping, "examiner", lambda: examiner)
    photograph = store.receive(SENDER, "web", to_keep(Image.new("RGB", (300, 300), "tan")))
    try:
        for _ in range(2):
            out = CollectingDispatcher()
            await take_in(talk_of({"photo": photograph}, consented=True), out)
            assert out.messages[0]["custom"]["photo"]["photo"] == photograph
            assert store.unseen(SENDER) == []
    finally:
        examiner.close()


async def test_while_more_of_its_album_follow_nobody_looks(store: Photographs) -> None:
    keeping.records().give_consent(SENDER, "web", kind="photo", version="1", text="", given=True)
    photograph = store.receive(SENDER, "web", to_keep(Image.new("RGB", (9, 9))))
    out = CollectingDispatcher()
    assert await take_in(talk_of({"photo": photograph, "more": True}, consented=True), out) == []
    assert (out.messages, store.unseen(SENDER)) == ([], [photograph])
