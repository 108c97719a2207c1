"""What is said of a photograph, whatever becomes of looking at it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import keeping
from actions.conversation import Conversation
from actions.looking import clearest, look
from actions.words import words
from analysis.keeping import to_keep
from clinic.migrate import upgrade
from clinic.photographs import Photographs
from clinic.photographs.apart import Apart
from clinic.photographs.examiner import Examiner
from clinic.records import Records
from clinic.settings import Settings
from clinic.vault import Vault

SENDER = "asha-1f0c"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings(var=tmp_path, database_url=None)
    upgrade(settings)
    return settings


@pytest.fixture
def store(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Photographs]:
    photographs, records = Photographs.open(settings), Records.open(settings)
    records.give_consent(SENDER, "web", kind="photo", version="1", text="May I?", given=True)
    monkeypatch.setattr(keeping, "photographs", lambda: photographs)
    yield photographs
    photographs.dispose()
    records.dispose()


def talk() -> Conversation:
    message = {"text": "here", "metadata": {}, "entities": []}
    slots = {"consented": True, "offer": "wanted", "attempts": {"photo": 1}}
    return Conversation.of(Tracker(SENDER, slots, message, [], False, None, {}, None))


def kept(store: Photographs) -> str:
    photograph = store.receive(SENDER, "web", to_keep(Image.new("RGB", (300, 300), "tan")))
    store.keep(SENDER, photograph)
    return photograph


async def seen_by(
    examiner: Examiner, monkeypatch: pytest.MonkeyPatch, *photographs: str
) -> tuple[Conversation, list[dict[str, Any]]]:
    monkeypatch.setattr(keeping, "examiner", lambda: examiner)
    out, patient = CollectingDispatcher(), talk()
    try:
        await look(patient, out, list(photographs))
    finally:
        examiner.close()
    return patient, out.messages


async def test_where_too_many_wait_it_is_kept_and_can_be_asked_for_later(
    store: Photographs, monkeypatch: pytest.MonkeyPatch
) -> None:
    photograph = kept(store)
    busy = Examiner(store, Apart(most_waiting=0))
    patient, said = await seen_by(busy, monkeypatch, photograph)
    assert [each["text"] for each in said] == [words("photo.busy").strip()]
    assert patient.offer == "done", "the talk goes on"
    assert store.unseen(SENDER) == [photograph]


async def test_one_that_breaks_is_told_and_the_talk_goes_on(
    store: Photographs, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    photograph = kept(store)
    Vault.open(settings).write(SENDER, photograph, b"no picture")
    patient, said = await seen_by(Examiner(store), monkeypatch, photograph)
    assert [each["text"] for each in said] == [words("photo.failed").strip()]
    assert patient.offer == "done"


async def test_of_several_bad_ones_the_last_is_explained_once(
    store: Photographs, monkeypatch: pytest.MonkeyPatch
) -> None:
    photographs = kept(store), kept(store)
    patient, said = await seen_by(Examiner(store), monkeypatch, *photographs)
    assert len(said) == 1 and "cannot find a face" in said[0]["text"]
    assert said[0]["custom"]["photo"]["photo"] == photographs[-1]
    assert "I looked at 2" in said[0]["text"]
    assert said[0]["custom"]["photo"]["quality"]["problems"] == ["no_face"]
    assert (patient.offer, patient.attempts) == ("wanted", {"photo_refused": 1})


def usable(photo: str, eyes: float, *, even: bool = True, trusted: bool = True) -> dict[str, Any]:
    return {
        "photo": photo,
        "light": {"even": even},
        "skin_tone": {"trusted": trusted},
        "face": {"eye_distance_px": eyes},
    }


@pytest.mark.parametrize(
    ("reports", "photo"),
    [
        ([usable("large", 300), usable("small", 200)], "large"),
        ([usable("dim", 300, trusted=False), usable("true", 200)], "true"),
        ([usable("half", 300, even=False), usable("dim", 200, trusted=False)], "dim"),
        ([usable("first", 300), usable("last", 300)], "last"),
        ([usable("only", 100, even=False, trusted=False)], "only"),
    ],
)
def test_the_clearest_has_even_light_then_true_colours_then_a_large_face(
    reports: list[dict[str, Any]], photo: str
) -> None:
    assert clearest(reports)["photo"] == photo
