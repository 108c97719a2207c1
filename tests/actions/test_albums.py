"""What is held of an album until its last photograph is answered."""

from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk import Tracker

from actions import albums
from actions.conversation import Conversation
from actions.noting import Noted


def talk_of(photo: str, album: dict[str, Any] | None = None, **told: Any) -> Conversation:
    other = {"entity": "facts", "value": {"about_other": True}}
    entities = [other] if told.pop("about_other", False) else []
    message = {"text": "here", "metadata": {"photo": photo} | told, "entities": entities}
    slots = {"album": album} if album else {}
    return Conversation.of(Tracker("asha-1f0c", slots, message, [], False, None, {}, None))


def kept(talk: Conversation) -> Any:
    """Return what the slot holds after the turn."""
    changed = {event["name"]: event["value"] for event in talk.events()}
    return changed.get("album", talk.album)


def test_what_captions_noted_is_told_with_the_last_in_their_order() -> None:
    first = talk_of("a", more=True)
    albums.hold(first, Noted({"age": 30}, ["Noted: age: 30."]))
    albums.remember(first)
    last = talk_of("b", kept(first))
    noted = albums.gather(last, Noted({"stress": "low"}, ["Noted: stress: low."]))
    assert noted.custom == {"age": 30, "stress": "low"}
    assert noted.sentences == ["Noted: age: 30.", "Noted: stress: low."]


def test_the_last_one_ends_it() -> None:
    first = talk_of("a", more=True)
    albums.remember(first)
    last = talk_of("b", kept(first))
    assert albums.together(last) == ["a", "b"]
    albums.remember(last)
    assert kept(last) is None


def test_it_is_counted_once_however_often_its_turn_is_tried() -> None:
    talk = talk_of("a", more=True)
    for _ in range(2):
        albums.remember(talk)
    assert kept(talk) == {"photos": ["a"]}


@pytest.mark.parametrize("earlier", [True, False])
def test_one_caption_tells_of_whom_all_of_them_are(earlier: bool) -> None:
    first = talk_of("a", more=True, about_other=earlier)
    albums.remember(first)
    assert albums.is_of_other(talk_of("b", kept(first), about_other=not earlier))
    assert not albums.is_of_other(talk_of("c"))
