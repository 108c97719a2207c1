"""A doctor stands by a plan; the patient gets what is new of it, and nothing twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import regimen
from clinic.records import Records, TalkTurn, Transcript, UnknownIntakeError
from clinic.reviews.approving import Approving, NoPlanError
from clinic.reviews.files import PatientFiles
from clinic.reviews.queue import Queue, Wanted
from clinic.settings import Settings
from clinic.staff.accounts import Member
from clinic.staff.audit import AuditLog

FACTS = {
    "skin_type": ["oily"],
    "concerns": ["texture"],
    "spf_use": "never",
    "products": [{"id": "glycolic_acid", "status": "current", "per_week": 7}],
}
STEPS = {
    "am": [{"step": "Cleanse", "with": "water", "why": "Less is more."}],
    "pm": [{"step": "Moisturise", "with": "a plain cream", "why": ""}],
}


@pytest.fixture
def approving(migrated: Settings) -> Iterator[Approving]:
    approving = Approving.open(migrated)
    yield approving
    approving.dispose()


@pytest.fixture
def files(migrated: Settings) -> Iterator[PatientFiles]:
    files = PatientFiles.open(migrated)
    yield files
    files.dispose()


def planned(records: Records, *, held: bool) -> int:
    number = records.begin_intake("asha", "web")
    records.note(number, FACTS, message="...")
    records.complete(number, regimen.advise(FACTS), held=held)
    return number


def said(transcript: Transcript) -> list[dict[str, Any]]:
    return [answer for turn in transcript.of("asha") for answer in turn.answers or []]


class TestAPlanThatIsHeld:
    def test_the_patient_has_none_until_it_is_approved(
        self, approving: Approving, records: Records, transcript: Transcript, doctor: Member
    ) -> None:
        number = planned(records, held=True)
        assert records.plan("asha") is None
        told = approving.approve(number, doctor)
        assert told is not None and told[0] == "asha"
        plan = records.plan("asha")
        assert plan is not None and "treatments" not in plan.advice
        approved, card = said(transcript)
        assert "Dr Rao from the clinic has looked at your plan" in approved["texts"][0]
        assert card["custom"]["plan"] == plan.advice
        assert card["texts"][0].startswith("PLEASE READ FIRST")

    def test_what_was_approved_once_is_not_said_again(
        self, approving: Approving, records: Records, transcript: Transcript, doctor: Member
    ) -> None:
        number = planned(records, held=True)
        approving.approve(number, doctor)
        assert approving.approve(number, doctor) is None
        assert len(said(transcript)) == 2


class TestAPlanThatThePatientHas:
    def test_it_is_approved_without_a_word(
        self, approving: Approving, records: Records, transcript: Transcript, doctor: Member
    ) -> None:
        number = planned(records, held=False)
        assert approving.approve(number, doctor) is None
        assert said(transcript) == []

    def test_words_reach_the_patient_with_it(
        self, approving: Approving, records: Records, transcript: Transcript, doctor: Member
    ) -> None:
        transcript.receive("asha", TalkTurn("1", "hello"))
        approving.approve(planned(records, held=False), doctor, "Well done!\nSee you on Monday.")
        words, _plan = said(transcript)
        assert words["texts"][1:] == ["Well done!", "See you on Monday."]

    def test_changed_steps_replace_those_of_the_rules_and_the_warnings_stay(
        self, approving: Approving, records: Records, transcript: Transcript, doctor: Member
    ) -> None:
        number = planned(records, held=False)
        approving.approve(number, doctor, steps=STEPS)
        plan = records.plan("asha")
        assert plan is not None
        assert {part: plan.advice["routine"][part] for part in ("am", "pm")} == STEPS
        assert plan.advice["warnings"] == regimen.advise(FACTS)["warnings"]
        assert "Cleanse: water" in said(transcript)[1]["texts"][0]


def test_who_stands_by_it_since_when_is_kept_until_there_is_another_plan(
    approving: Approving, records: Records, files: PatientFiles, doctor: Member
) -> None:
    number = planned(records, held=False)
    approving.approve(number, doctor, "Well done!")
    file = files.of(number)
    assert (file.approved_by, file.plan_words, file.plan_held) == ("Dr Rao", "Well done!", False)
    assert file.approved_at is not None
    records.complete(number, regimen.advise({**FACTS, "spf_use": "daily"}))
    assert files.of(number).approved_by is None


def test_it_is_in_the_log_and_the_intake_is_ready(
    approving: Approving, records: Records, queue: Queue, doctor: Member, log: AuditLog
) -> None:
    number = planned(records, held=False)
    approving.approve(number, doctor, "zanzibarquark", STEPS)
    [entry] = log.entries(action="approved")
    assert (entry.who, entry.subject, entry.detail) == ("Dr Rao", str(number), {"changed": True})
    assert "zanzibarquark" not in str(log.entries())
    assert queue.page(Wanted())[0].status == "ready"


@pytest.mark.parametrize(
    ("words", "steps", "problem"),
    [
        ("x" * 2001, None, "2000 characters"),
        ("", {**STEPS, "am": [{"step": "", "with": "water", "why": ""}]}, "needs a name"),
        ("", {**STEPS, "am": [{"step": "Cleanse", "with": " ", "why": ""}]}, "needs a name"),
        ("", {**STEPS, "am": STEPS["am"] * 9}, "up to 8 steps, not 9"),
        ("", {**STEPS, "pm": [{"step": "a", "with": "x" * 301, "why": ""}]}, "300 characters"),
    ],
)
def test_what_cannot_be_changes_nothing(  # noqa: PLR0913, PLR0917  # a table
    approving: Approving, records: Records, doctor: Member, words: str, steps: Any, problem: str
) -> None:
    number = planned(records, held=True)
    with pytest.raises(ValueError, match=problem):
        approving.approve(number, doctor, words, steps)
    assert records.plan("asha") is None


def test_what_is_no_plan_cannot_be_approved(
    approving: Approving, records: Records, doctor: Member
) -> None:
    number = records.begin_intake("asha", "web")
    with pytest.raises(NoPlanError):
        approving.approve(number, doctor)
    with pytest.raises(UnknownIntakeError):
        approving.approve(4711, doctor)
    number = planned(records, held=False)
    told = {"sender": "asha", "channel": "web", "level": "now", "message": "help"}
    records.flag(number, **told, reasons=["facial_swelling"])
    with pytest.raises(NoPlanError):
        approving.approve(number, doctor)
