"""What was said is kept once, comes back in order, and is gone after an erasure."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from clinic.records import MessageIdReusedError, Records, TalkTurn, Transcript
from clinic.settings import Settings

ANSWER = [{"texts": ["Hello"], "buttons": [], "custom": {"asking": "consent"}, "image": None}]


@pytest.fixture
def transcript(migrated: Settings) -> Iterator[Transcript]:
    transcript = Transcript.open(migrated)
    yield transcript
    transcript.dispose()


def test_a_new_message_has_no_answer_yet(transcript: Transcript) -> None:
    assert transcript.receive("asha", "1", "hello", shown=True) is None
    assert transcript.of("asha") == [TalkTurn("1", "hello", True, None)]


def test_an_answered_message_brings_its_answer(transcript: Transcript) -> None:
    transcript.receive("asha", "1", "hello", shown=True)
    assert transcript.answer("asha", "1", ANSWER)
    assert transcript.receive("asha", "1", "hello", shown=True) == ANSWER
    assert transcript.of("asha") == [TalkTurn("1", "hello", True, ANSWER)]


def test_a_message_that_failed_is_kept_once(transcript: Transcript) -> None:
    transcript.receive("asha", "1", "hello", shown=True)
    assert transcript.receive("asha", "1", "hello", shown=True) is None
    assert len(transcript.of("asha")) == 1


def test_one_id_is_one_message(transcript: Transcript) -> None:
    transcript.receive("asha", "1", "hello", shown=True)
    with pytest.raises(MessageIdReusedError) as raised:
        transcript.receive("asha", "1", "secret", shown=True)
    assert "secret" not in str(raised.value)


def test_two_talks_may_use_the_same_id_and_see_nothing_of_each_other(
    transcript: Transcript,
) -> None:
    transcript.receive("asha", "1", "hello", shown=True)
    assert transcript.receive("mina", "1", "acne", shown=True) is None
    transcript.answer("asha", "1", ANSWER)
    assert transcript.of("mina") == [TalkTurn("1", "acne", True, None)]


def test_a_talk_comes_back_in_its_order(transcript: Transcript) -> None:
    for number in range(12):
        transcript.receive("asha", str(number), f"text {number}", shown=number > 0)
    talk = transcript.of("asha")
    assert [turn.text for turn in talk] == [f"text {number}" for number in range(12)]
    assert [turn.shown for turn in talk] == [False] + [True] * 11


def test_an_answer_after_an_erasure_writes_nothing(
    transcript: Transcript, records: Records
) -> None:
    transcript.receive("asha", "1", "delete my data", shown=True)
    records.erase("asha")
    assert not transcript.answer("asha", "1", ANSWER)
    assert transcript.of("asha") == []
