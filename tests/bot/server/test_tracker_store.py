"""A conversation that asked to be forgotten is forgotten, whatever the turn still wanted to save."""

import asyncio
import sqlite3
from contextlib import closing
from copy import deepcopy
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.server.tracker_store import MOST_RECENT, ErasableTrackerStore

DOMAIN = Domain.from_yaml(
    """
slots:
  erase: {type: any, influence_conversation: false, mappings: [{type: custom}]}
  size: {type: any, influence_conversation: false, mappings: [{type: custom}]}
"""
)
MARKER = "zanzibarquark"
TWICE = "INSERT INTO events SELECT id + 1000, sender_id, type_name, timestamp + 1000, NULL, NULL, data FROM events"

Turn = tuple[str, list[Event], bool]
# who writes, what happens, and whether the turn comes to its end
TURNS = st.lists(
    st.tuples(
        st.sampled_from(["asha", "noor"]),
        st.lists(
            st.one_of(
                st.builds(UserUttered, st.sampled_from(["hello", "oily skin"])),
                st.builds(SlotSet, st.just("size"), st.integers()),
                st.builds(SessionStarted),
            ),
            max_size=4,
        ),
        st.booleans(),
    ),
    max_size=10,
)


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


class TestWhatWasSavedLast:
    """It is given out again instead of what the database would say, and says the same."""

    def test_is_not_read_again(self, store: ErasableTrackerStore) -> None:
        said(store, "asha", "hello")
        tracker = said(store, "asha", "oily skin")
        assert asyncio.run(store.retrieve("asha")) is tracker

    def test_is_forgotten_with_a_turn_that_fails(self, store: ErasableTrackerStore) -> None:
        said(store, "asha", "hello")
        failing = asyncio.run(store.get_or_create_tracker("asha"))
        failing.update(UserUttered(MARKER))
        assert kept(store, "asha") == ["hello"]

    @pytest.mark.parametrize("change", ["DELETE FROM events", TWICE])
    def test_gives_way_to_what_another_process_wrote(
        self, store: ErasableTrackerStore, tmp_path: Path, change: str
    ) -> None:
        said(store, "asha", "hello")
        said(store, "asha", "oily skin")
        with closing(sqlite3.connect(tmp_path / "rasa.db")) as database, database:
            database.execute(change)
        assert kept(store, "asha") == ([] if change != TWICE else ["hello", "oily skin"] * 2)

    def test_is_kept_of_so_many_talks_alone(self, store: ErasableTrackerStore) -> None:
        for number in range(MOST_RECENT + 5):
            said(store, f"patient {number}", "hello")
        assert len(store._recent) == MOST_RECENT
        assert kept(store, "patient 0") == ["hello"]

    @settings(max_examples=25, deadline=None)
    @given(TURNS)
    def test_is_what_rasas_own_store_reads(self, turns: list[Turn]) -> None:
        with TemporaryDirectory() as folder:
            stores = [
                made(DOMAIN, host=f"sqlite:///{folder}/{made.__name__}.db")
                for made in (ErasableTrackerStore, SQLTrackerStore)
            ]
            for sender, happened, is_saved in turns:
                ours, rasas = (asyncio.run(store.get_or_create_tracker(sender)) for store in stores)
                assert [event.as_dict()["event"] for event in ours.events] == [
                    event.as_dict()["event"] for event in rasas.events
                ]
                assert ours.current_slot_values() == rasas.current_slot_values()
                for store, tracker in zip(stores, (ours, rasas), strict=True):
                    tracker.update_with_events(deepcopy(happened), DOMAIN)
                    if is_saved:
                        asyncio.run(store.save(tracker))


def test_the_write_ahead_log_is_on(store: ErasableTrackerStore, tmp_path: Path) -> None:
    said(store, "asha", "hello")
    with sqlite3.connect(tmp_path / "rasa.db") as database:
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
