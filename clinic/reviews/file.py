"""All that is known of a patient's intake, for the page that staff read before the consult.

Of a patient who was merged with others the file tells what is known of the whole person, and of
which patient each is; what the intake itself says stays its own.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from regimen import Tuning


@dataclass(frozen=True)
class Stated:
    """A value that a fact had from a time on, who said so, and in which words."""

    key: str
    value: Any
    # `said`, `inferred`, `corrected` or `staff`
    origin: str
    message: str
    at: dt.datetime
    until: dt.datetime | None


@dataclass(frozen=True)
class Other:
    """Another patient who is the same person; `near` is the one that it was merged with."""

    patient_id: int
    label: str | None
    channel: str
    sender: str
    merge_id: int
    near: int
    merged_at: dt.datetime
    merged_by: str


@dataclass(frozen=True)
class Agreement:
    """An answer to a consent."""

    kind: str
    version: str
    text: str
    given: bool
    at: dt.datetime
    withdrawn_at: dt.datetime | None
    patient_id: int


@dataclass(frozen=True)
class Given:
    """A warning in the words in which the patient was given it."""

    rule: str
    severity: str
    message: str
    at: dt.datetime


@dataclass(frozen=True)
class Raised:
    """An alarm, and who took care of it."""

    id: int
    level: str
    reasons: tuple[str, ...]
    message: str | None
    at: dt.datetime
    acknowledged_at: dt.datetime | None
    acknowledged_by: str | None
    patient_id: int


@dataclass(frozen=True)
class StaffNote:
    """What somebody of the staff wrote, for the staff alone."""

    who: str
    text: str
    at: dt.datetime


@dataclass(frozen=True)
class Picture:
    """A photograph of the person's; `is_there` is False once only its report is kept."""

    id: str
    at: dt.datetime
    report: dict[str, Any] | None
    is_there: bool
    patient_id: int


@dataclass(frozen=True)
class Exchange:
    """A message of the person and its answer, which is None while it waits for one."""

    id: int
    message_id: str
    text: str
    shown: bool
    photo: str | None
    answers: list[dict[str, Any]] | None
    channel: str
    at: dt.datetime
    patient_id: int


@dataclass(frozen=True)
class CheckedIn:
    """How the person said the skin was, some weeks after a plan; `result` is None before."""

    weeks: int
    due_at: dt.datetime
    answered_at: dt.datetime | None
    cancelled_at: dt.datetime | None
    result: dict[str, Any] | None
    intake_id: int
    patient_id: int


@dataclass(frozen=True)
class Round:
    """An intake of the same person, as one of a list."""

    intake_id: int
    started_at: dt.datetime
    progress: str
    level: str | None
    patient_id: int
    # what is known from it
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class OnHold:
    """That nothing of the person may be deleted, since when, and who of the staff said why."""

    id: int
    why: str
    who: str
    at: dt.datetime
    patient_id: int


@dataclass(frozen=True)
class Requested:
    """An erasure that the person asked for while on hold; `photographs`, or else everything."""

    reason: str
    asked_at: dt.datetime
    patient_id: int


@dataclass(frozen=True)
class PatientFile:
    """An intake with all that belongs to it, each list in the order in which it came about."""

    intake_id: int
    patient_id: int
    sender: str
    label: str | None
    channel: str
    progress: str
    season: str | None
    # of the clinic, as it is now
    tuning: Tuning
    started_at: dt.datetime
    updated_at: dt.datetime
    completed_at: dt.datetime | None
    level: str | None
    reasons: tuple[str, ...]
    advice: dict[str, Any] | None
    # whether the patient has the plan not yet; who stands by it, since when, and their words
    plan_held: bool
    approved_by: str | None
    approved_at: dt.datetime | None
    plan_words: str | None
    status: str
    assigned_to: int | None
    assigned_name: str | None
    stated: tuple[Stated, ...]
    warnings: tuple[Given, ...]
    alarms: tuple[Raised, ...]
    agreements: tuple[Agreement, ...]
    notes: tuple[StaffNote, ...]
    pictures: tuple[Picture, ...]
    talk: tuple[Exchange, ...]
    check_ins: tuple[CheckedIn, ...]
    rounds: tuple[Round, ...]
    others: tuple[Other, ...]
    holds: tuple[OnHold, ...]
    # whether everybody is on hold
    house_held: bool
    requests: tuple[Requested, ...]

    @property
    def facts(self) -> dict[str, Any]:
        """The value of each fact now."""
        return {each.key: each.value for each in self.stated if each.until is None}

    @property
    def history(self) -> dict[str, tuple[Stated, ...]]:
        """The values that each fact had, the oldest first."""
        found: dict[str, list[Stated]] = defaultdict(list)
        for each in self.stated:
            found[each.key].append(each)
        return {key: tuple(values) for key, values in found.items()}

    @property
    def seen(self) -> dict[str, str]:
        """What the patient's own last photograph that could be measured shows, with its severity.

        The rules say what they would say to the patient, who is shown nothing of another's.
        """
        own = [each for each in self.pictures if each.patient_id == self.patient_id]
        reports = [each.report for each in own if each.report]
        measured = [report for report in reports if report["quality"]["ok"]]
        if not measured:
            return {}
        return {each["id"]: each["severity"] for each in measured[-1]["findings"]}

    @property
    def senders(self) -> dict[int, str]:
        """The conversation of each patient who is this person."""
        return {self.patient_id: self.sender} | {
            each.patient_id: each.sender for each in self.others
        }

    @property
    def talks(self) -> dict[int, tuple[Exchange, ...]]:
        """The talk of each patient who is this person, the intake's own first."""
        return {
            number: tuple(each for each in self.talk if each.patient_id == number)
            for number in self.senders
        }
