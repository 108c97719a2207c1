"""What staff do with an intake, and that the log has it."""

from __future__ import annotations

import datetime as dt

import pytest

from clinic.records import Records, UnknownIntakeError
from clinic.reviews.queue import Queue, Wanted
from clinic.reviews.tending import Tending
from clinic.staff.accounts import Accounts, Member, UnknownMemberError
from clinic.staff.audit import HOUSE, AuditLog


@pytest.fixture
def number(records: Records) -> int:
    number = records.begin_intake("a", "web")
    records.note(number, {"concerns": ["acne"]}, message="acne")
    return number


def status(queue: Queue) -> str:
    return queue.page(Wanted(statuses=["new", "seen", "needs_reply", "ready", "closed"]))[0].status


def test_a_first_look_makes_it_seen_and_no_other_status(
    tending: Tending, queue: Queue, number: int, doctor: Member
) -> None:
    tending.see(number, doctor)
    assert status(queue) == "seen"
    tending.set_status(number, "ready", doctor)
    tending.see(number, doctor)
    assert status(queue) == "ready"


def test_every_change_is_logged_with_who_did_it(
    tending: Tending, number: int, doctor: Member, log: AuditLog
) -> None:
    tending.see(number, doctor)
    tending.set_status(number, "ready", doctor)
    tending.assign(number, doctor.id, doctor)
    tending.note(number, "zanzibarquark", doctor)
    tending.call(number, "Quuxbaz", doctor)
    entries = log.entries(staff_id=doctor.id)
    done = [(entry.action, entry.kind) for entry in entries][:5]
    assert done == [
        ("labelled", "patient"),
        ("noted", "intake"),
        ("assigned", "intake"),
        ("status", "intake"),
        ("opened", "intake"),
    ]
    assert entries[3].detail == {"was": "seen", "now": "ready"}
    # it outlives an erasure
    assert "zanzibarquark" not in str(entries) and "Quuxbaz" not in str(entries)


def test_what_changes_nothing_is_not_logged(
    tending: Tending, number: int, doctor: Member, log: AuditLog
) -> None:
    for _ in range(2):
        tending.set_status(number, "ready", doctor)
        tending.assign(number, None, doctor)
        tending.call(number, "Asha", doctor)
    assert [entry.action for entry in log.entries(staff_id=doctor.id)][:2] == ["labelled", "status"]


def test_what_cannot_be_is_refused(
    tending: Tending, number: int, doctor: Member, accounts: Accounts
) -> None:
    with pytest.raises(ValueError, match="needs_reply"):
        tending.set_status(number, "done", doctor)
    with pytest.raises(UnknownMemberError):
        tending.assign(number, 4711, doctor)
    for text in ("", "  ", "x" * 4001):
        with pytest.raises(ValueError, match="note"):
            tending.note(number, text, doctor)
    with pytest.raises(ValueError, match="name"):
        tending.call(number, "x" * 81, doctor)
    with pytest.raises(UnknownIntakeError):
        tending.see(4711, doctor)
    accounts.let_go(doctor.id, HOUSE)
    with pytest.raises(UnknownMemberError):
        tending.assign(number, doctor.id, doctor)


def test_a_page_that_brings_itself_up_to_date_is_one_look(
    tending: Tending, number: int, doctor: Member, log: AuditLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        tending.see(number, doctor)
    looks = [each.action for each in log.entries(staff_id=doctor.id, subject=str(number))]
    assert looks == ["opened"]
    monkeypatch.setattr("clinic.reviews.tending.ONE_LOOK", dt.timedelta(0))
    tending.see(number, doctor)
    looks = [each.action for each in log.entries(staff_id=doctor.id, subject=str(number))]
    assert looks == ["viewed", "opened"]
