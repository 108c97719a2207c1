"""A conversation that asked to be forgotten is forgotten, whatever the turn still wanted to save."""

import asyncio
import sqlite3
from pathlib import Path

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.server.tracker_store import ErasableTrackerStore

DOMAIN = Domain.from_yaml(
    """
slots:
  erase: {type: any, influence_conversation: false, mappings: [{type: custom}]}
"""
)
MARKER = "zanzibarquark"


@pytest.fixture
def store(tmp_path: Path) -> ErasableTrackerStore:
    return ErasableTrackerStore(DOMAIN, host=f"sqlite:///{tmp_path}/rasa.db")


def said(store: ErasableTrackerStore, sender: str, text: str) -> DialogueStateTracker:
    tracker = asyncio.run(store.get_or_create_tracker(sender))
    tracker.update(UserUttered(text))
    asyncio.run(store.save(tracker))
    return tracker


def kept(store: ErasableTrackerStore, sender: str) -> list[str]:
    tracker = asyncio.run(store.retrieve(sender))
    return (
        [event.text for event in tracker.events if isinstance(event, UserUttered)]
        if tracker
        else []
    )


def test_a_conversation_is_kept(store: ErasableTrackerStore) -> None:
    said(store, "asha", MARKER)
    assert kept(store, "asha") == [MARKER]


def test_an_erased_conversation_leaves_no_trace_in_any_file(
    store: ErasableTrackerStore, tmp_path: Path
) -> None:
    said(store, "asha", MARKER)
    tracker = said(store, "asha", "delete my data")
    tracker.update(SlotSet("erase", True))
    asyncio.run(store.save(tracker))
    assert kept(store, "asha") == []
    store.engine.dispose()
    assert not [path for path in tmp_path.iterdir() if MARKER.encode() in path.read_bytes()]


def test_others_are_not_touched(store: ErasableTrackerStore) -> None:
    said(store, "noor", "hello")
    tracker = said(store, "asha", "delete my data")
    tracker.update(SlotSet("erase", True))
    asyncio.run(store.save(tracker))
    assert kept(store, "noor") == ["hello"]


def test_the_next_message_begins_anew(store: ErasableTrackerStore) -> None:
    tracker = said(store, "asha", MARKER)
    tracker.update(SlotSet("erase", True))
    asyncio.run(store.save(tracker))
    said(store, "asha", "hello")
    assert kept(store, "asha") == ["hello"]


def test_the_write_ahead_log_is_on(store: ErasableTrackerStore, tmp_path: Path) -> None:
    said(store, "asha", "hello")
    with sqlite3.connect(tmp_path / "rasa.db") as database:
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
