"""What was said is kept once, comes back in order, and is gone after an erasure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from clinic.records import MessageIdReusedError, Records, TalkTurn, Transcript
from clinic.settings import Settings

HELLO = TalkTurn("1", "hello")
ANSWER = [{"texts": ["Hello"], "buttons": [], "custom": {"asking": "consent"}, "image": None}]


@pytest.fixture
def transcript(migrated: Settings) -> Iterator[Transcript]:
    transcript = Transcript.open(migrated)
    yield transcript
    transcript.dispose()


def test_a_new_message_has_no_answer_yet(transcript: Transcript) -> None:
    transcript.receive("asha", HELLO)
    assert transcript.of("asha") == [HELLO]


def test_an_answered_message_keeps_its_answer(transcript: Transcript) -> None:
    transcript.receive("asha", HELLO)
    assert not transcript.answer("asha", HELLO, ANSWER).erased
    transcript.receive("asha", HELLO)
    assert transcript.of("asha") == [replace(HELLO, answers=ANSWER)]


def test_a_message_that_failed_is_kept_once(transcript: Transcript) -> None:
    transcript.receive("asha", HELLO)
    transcript.receive("asha", HELLO)
    assert len(transcript.of("asha")) == 1


def test_one_id_is_one_message(transcript: Transcript) -> None:
    transcript.receive("asha", HELLO)
    with pytest.raises(MessageIdReusedError) as raised:
        transcript.receive("asha", TalkTurn("1", "secret"))
    assert "secret" not in str(raised.value)


def test_two_talks_may_use_the_same_id_and_see_nothing_of_each_other(
    transcript: Transcript,
) -> None:
    transcript.receive("asha", HELLO)
    transcript.receive("mina", TalkTurn("1", "acne"))
    transcript.answer("asha", HELLO, ANSWER)
    assert transcript.of("mina") == [TalkTurn("1", "acne", True, None)]


def test_a_talk_comes_back_in_its_order(transcript: Transcript) -> None:
    for number in range(12):
        transcript.receive("asha", TalkTurn(str(number), f"text {number}", number > 0))
    talk = transcript.of("asha")
    assert [turn.text for turn in talk] == [f"text {number}" for number in range(12)]
    assert [turn.shown for turn in talk] == [False] + [True] * 11


def test_an_answer_after_an_erasure_writes_nothing(
    transcript: Transcript, records: Records
) -> None:
    transcript.receive("asha", TalkTurn("1", "delete my data"))
    records.erase("asha")
    assert transcript.answer("asha", HELLO, ANSWER).erased
    assert transcript.of("asha") == []


def test_a_photograph_comes_with_its_words(transcript: Transcript) -> None:
    pictured = TalkTurn("1", "my cheek", photo="p1")
    transcript.receive("asha", pictured)
    assert transcript.of("asha") == [pictured]
    with pytest.raises(MessageIdReusedError):
        transcript.receive("asha", replace(pictured, photo="p2"))


def test_what_waits_is_found_oldest_first(transcript: Transcript) -> None:
    for number in "123":
        transcript.receive("asha", TalkTurn(number, "hello"))
    transcript.receive("mina", TalkTurn("1", "hello", channel="telegram"))
    transcript.answer("asha", HELLO, ANSWER)
    assert transcript.next_waiting("asha") == TalkTurn("2", "hello")
    assert sorted(transcript.waiting()) == ["asha", "mina"]
    for number in "23":
        transcript.answer("asha", TalkTurn(number, "hello"), ANSWER)
    assert transcript.next_waiting("asha") is None
    assert transcript.waiting() == ["mina"]


def test_a_message_that_came_in_is_known(transcript: Transcript) -> None:
    assert not transcript.knows("asha", HELLO)
    transcript.receive("asha", HELLO)
    assert transcript.knows("asha", HELLO)
    assert not transcript.knows("mina", HELLO)
    with pytest.raises(MessageIdReusedError):
        transcript.knows("asha", replace(HELLO, text="acne"))
