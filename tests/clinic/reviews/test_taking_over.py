"""Staff take a talk over, write, hand it back: the patient is told, and it is in the log."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from clinic.records import CheckIns, Records, TalkTurn, Transcript, UnknownIntakeError
from clinic.records.models import now
from clinic.reviews.queue import Queue, Wanted
from clinic.reviews.taking_over import NotHeldError, TakingOver
from clinic.reviews.tending import Tending
from clinic.settings import Settings
from clinic.staff.accounts import Accounts, Member
from clinic.staff.audit import HOUSE, AuditLog
from clinic.staff.roles import Role

HELLO = TalkTurn("1", "hello")


@pytest.fixture
def taking_over(migrated: Settings) -> Iterator[TakingOver]:
    taking_over = TakingOver.open(migrated)
    yield taking_over
    taking_over.dispose()


@pytest.fixture
def number(records: Records, transcript: Transcript) -> int:
    number = records.begin_intake("asha", "web")
    transcript.receive("asha", HELLO)
    transcript.answer(
        "asha", HELLO, [{"texts": ["Hi."], "buttons": [], "custom": {}, "image": None}]
    )
    return number


@pytest.fixture
def nurse(accounts: Accounts, doctor: Member) -> Member:
    accounts.add("lim@clinic.example", "Nurse Lim", Role.STAFF, HOUSE)
    return next(each for each in accounts.members() if each.name == "Nurse Lim")


def said(transcript: Transcript) -> list[str]:
    """What the patient reads, from the first word of the staff on."""
    turns = transcript.of("asha")[1:]
    assert all(turn.text == "" and not turn.shown for turn in turns)
    return [text for turn in turns for answer in turn.answers or [] for text in answer["texts"]]


def test_the_patient_is_told_who_is_there_and_who_has_left(
    taking_over: TakingOver, transcript: Transcript, number: int, doctor: Member
) -> None:
    taking_over.take(number, doctor)
    taking_over.say(number, "Hello Asha,\nhow are you?", doctor)
    taking_over.hand_back(number, doctor)
    joined, *words, left = said(transcript)
    assert "Dr Rao from the clinic is here" in joined and "I stay quiet" in joined
    assert words == ["Dr Rao:", "Hello Asha,", "how are you?"]
    assert "Dr Rao has left" in left and "Dewy" in left


def test_what_is_said_is_returned_to_be_brought_to_the_patient(
    taking_over: TakingOver, transcript: Transcript, number: int, doctor: Member
) -> None:
    sender, spoken = taking_over.take(number, doctor)
    assert (sender, spoken.channel, spoken.address_key) == ("asha", "web", None)
    assert transcript.of("asha")[-1].message_id == spoken.message_id


def test_only_who_holds_the_talk_writes(
    taking_over: TakingOver, transcript: Transcript, number: int, doctor: Member, nurse: Member
) -> None:
    with pytest.raises(NotHeldError):
        taking_over.say(number, "hello", doctor)
    taking_over.take(number, doctor)
    with pytest.raises(NotHeldError):
        taking_over.say(number, "hello", nurse)
    taking_over.take(number, nurse)
    taking_over.say(number, "hello", nurse)
    holder = taking_over.holder("asha")
    assert holder is not None and (holder.staff_id, holder.name) == (nurse.id, "Nurse Lim")
    assert said(transcript)[-2:] == ["Nurse Lim:", "hello"]


@pytest.mark.parametrize("words", ["", " \n ", "x" * 2001])
def test_what_cannot_be_sent_is_refused(
    taking_over: TakingOver, number: int, doctor: Member, words: str
) -> None:
    taking_over.take(number, doctor)
    with pytest.raises(ValueError, match="1 to 2000"):
        taking_over.say(number, words, doctor)
    with pytest.raises(UnknownIntakeError):
        taking_over.take(4711, doctor)


def test_handing_back_what_nobody_holds_says_nothing(
    taking_over: TakingOver, transcript: Transcript, number: int, doctor: Member
) -> None:
    assert taking_over.hand_back(number, doctor) is None
    assert said(transcript) == []


def test_a_message_of_the_patient_waits_for_staff_in_the_queue(  # noqa: PLR0913, PLR0917  # both sides
    taking_over: TakingOver,
    tending: Tending,
    transcript: Transcript,
    queue: Queue,
    number: int,
    doctor: Member,
) -> None:
    taking_over.take(number, doctor)
    tending.see(number, doctor)
    turn = TalkTurn("2", "it burns")
    transcript.receive("asha", turn)
    transcript.leave_to_staff("asha", turn)
    assert transcript.next_waiting("asha") is None
    [line] = queue.page(Wanted())
    assert (line.status, line.is_unread) == ("needs_reply", True)
    taking_over.say(number, "I am sorry.", doctor)
    assert queue.page(Wanted())[0].status == "seen"


def test_it_lapses_where_staff_fall_silent(
    taking_over: TakingOver, number: int, doctor: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    taking_over.take(number, doctor)
    for minutes, lapsed in ((29, False), (31, True)):
        later = now() + dt.timedelta(minutes=minutes)
        monkeypatch.setattr("clinic.records.takeovers.now", lambda later=later: later)
        holder = taking_over.holder("asha")
        assert holder is not None and holder.has_lapsed is lapsed


def test_a_check_in_waits_until_the_talk_is_handed_back(
    taking_over: TakingOver, migrated: Settings, number: int, doctor: Member
) -> None:
    check_ins = CheckIns.open(migrated)
    check_ins.plan(number, [4], now() - dt.timedelta(weeks=5))
    taking_over.take(number, doctor)
    assert check_ins.due(now(), 10) == []
    taking_over.hand_back(number, doctor)
    assert [each.sender for each in check_ins.due(now(), 10)] == ["asha"]
    check_ins.dispose()


def test_it_is_in_the_log_without_the_words(
    taking_over: TakingOver, number: int, doctor: Member, log: AuditLog
) -> None:
    taking_over.take(number, doctor)
    taking_over.say(number, "zanzibarquark", doctor)
    taking_over.hand_back(number, doctor)
    entries = log.entries(kind="intake", subject=str(number))
    assert [each.action for each in entries] == ["handed_back", "wrote", "took_over"]
    assert "zanzibarquark" not in str(entries)


def test_an_erasure_ends_it(
    taking_over: TakingOver, records: Records, number: int, doctor: Member
) -> None:
    taking_over.take(number, doctor)
    records.erase("asha")
    assert taking_over.holder("asha") is None
