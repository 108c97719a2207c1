"""What is said of a photograph, whatever becomes of looking at it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import conversation, keeping
from actions.conversation import Conversation
from actions.looking import clearest, look
from actions.words import words
from analysis.keeping import to_keep
from clinic.migrate import upgrade
from clinic.photographs import Looked, Photographs
from clinic.photographs.apart import Apart
from clinic.photographs.examiner import Examiner
from clinic.records import Records
from clinic.settings import Settings
from clinic.vault import Vault
from tests.clinic.records.lives import hold_house

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


async def test_what_shows_others_and_is_on_hold_is_not_said_to_be_deleted(
    store: Photographs, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = {"quality": {"ok": False, "problems": ["several_faces"], "advice": ["Come alone."]}}

    async def examine(_sender: str, photograph: str) -> dict[str, Any]:
        return report | {"photo": photograph}

    examiner: Any = SimpleNamespace(examine=examine, close=lambda: None)
    photograph = kept(store)
    _, said = await seen_by(examiner, monkeypatch, kept(store))
    assert words("photo.not_kept") in said[0]["text"]
    hold_house(settings)
    _, said = await seen_by(examiner, monkeypatch, photograph)
    assert words("photo.held").strip() in said[0]["text"]
    assert words("photo.not_kept") not in said[0]["text"]
    assert store.kept(SENDER) == [photograph]


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


class TestEarlierDays:
    async def told(self, monkeypatch: pytest.MonkeyPatch, zone: str, *days: dt.datetime) -> str:
        """What is said of the last of several photographs, at a clinic in a zone."""
        report = usable("p1", 300) | {"quality": {"ok": True, "problems": []}, "findings": []}
        looked = [Looked(f"p{n}", at, report, is_there=True) for n, at in enumerate(days)]

        async def examine(_sender: str, _photograph: str) -> dict[str, Any]:
            return report

        monkeypatch.setitem(vars(conversation.settings()), "timezone", zone)
        store = SimpleNamespace(looked_at=lambda _sender: looked)
        monkeypatch.setattr(keeping, "photographs", lambda: store)
        monkeypatch.setattr(keeping, "examiner", lambda: SimpleNamespace(examine=examine))
        out = CollectingDispatcher()
        await look(talk(), out, ["p1"])
        return "\n".join(each["text"] for each in out.messages)

    @pytest.mark.parametrize(
        ("zone", "are_two_days"), [("Asia/Kolkata", True), ("America/New_York", False)]
    )
    async def test_they_are_those_of_the_clinic(
        self, monkeypatch: pytest.MonkeyPatch, zone: str, are_two_days: bool
    ) -> None:
        # midnight in India lies between
        hours = (dt.datetime(2026, 5, 3, hour, tzinfo=dt.UTC) for hour in (18, 19))
        told = await self.told(monkeypatch, zone, *hours)
        assert ("compared" in told) == ("3 May 2026" in told) == are_two_days

    @pytest.mark.parametrize(
        ("zone", "day"), [("Asia/Kolkata", "4 May 2026"), ("America/New_York", "3 May 2026")]
    )
    async def test_they_are_told_by_the_clinics_clock(
        self, monkeypatch: pytest.MonkeyPatch, zone: str, day: str
    ) -> None:
        evenings = (dt.datetime(2026, month, 3, 20, tzinfo=dt.UTC) for month in (5, 6))
        assert day in await self.told(monkeypatch, zone, *evenings)
