"""All that is known of a patient's intake, for the page that staff read before the consult."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from clinic.records.models import (
    Alarm,
    CheckIn,
    Consent,
    Fact,
    GivenWarning,
    Intake,
    Patient,
    Photograph,
    Turn,
)
from clinic.records.review_models import Note, Review
from clinic.records.rows import UnknownIntakeError
from clinic.records.staff_models import StaffMember
from clinic.records.store import Store


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
class Agreement:
    """An answer to a consent."""

    kind: str
    version: str
    text: str
    given: bool
    at: dt.datetime
    withdrawn_at: dt.datetime | None


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


@dataclass(frozen=True)
class StaffNote:
    """What somebody of the staff wrote, for the staff alone."""

    who: str
    text: str
    at: dt.datetime


@dataclass(frozen=True)
class Picture:
    """A photograph of the patient's; `is_there` is False once only its report is kept."""

    id: str
    at: dt.datetime
    report: dict[str, Any] | None
    is_there: bool


@dataclass(frozen=True)
class Exchange:
    """A message of the patient and its answer, which is None while it waits for one."""

    id: int
    message_id: str
    text: str
    shown: bool
    photo: str | None
    answers: list[dict[str, Any]] | None
    channel: str
    at: dt.datetime


@dataclass(frozen=True)
class CheckedIn:
    """How a patient said the skin was, some weeks after the plan; `result` is None before."""

    weeks: int
    due_at: dt.datetime
    answered_at: dt.datetime | None
    cancelled_at: dt.datetime | None
    result: dict[str, Any] | None


@dataclass(frozen=True)
class Round:
    """An intake of the same patient, as one of a list."""

    intake_id: int
    started_at: dt.datetime
    progress: str
    level: str | None


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
    started_at: dt.datetime
    updated_at: dt.datetime
    completed_at: dt.datetime | None
    level: str | None
    reasons: tuple[str, ...]
    advice: dict[str, Any] | None
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
        """What the last photograph that could be measured shows, with its severity."""
        reports = [each.report for each in self.pictures if each.report]
        measured = [report for report in reports if report["quality"]["ok"]]
        if not measured:
            return {}
        return {each["id"]: each["severity"] for each in measured[-1]["findings"]}


class PatientFiles(Store):
    """The files of patients."""

    def of(self, intake_id: int) -> PatientFile:
        """Return the file of an intake.

        Raises:
            UnknownIntakeError: there is no such intake.
        """
        with self._look.begin() as session:
            row = session.execute(
                select(Intake, Patient, Review, StaffMember.name.label("assigned_name"))
                .join(Patient, Patient.id == Intake.patient_id)
                .outerjoin(Review, Review.intake_id == Intake.id)
                .outerjoin(StaffMember, StaffMember.id == Review.assigned_to)
                .where(Intake.id == intake_id)
            ).one_or_none()
            if row is None:
                raise UnknownIntakeError(intake_id)
            return _file(session, row)


def _file(session: Session, row: Any) -> PatientFile:
    intake: Intake = row.Intake
    patient: Patient = row.Patient
    review: Review | None = row.Review

    def all_of(model: Any, *which: Any) -> Iterable[Any]:
        return session.scalars(select(model).where(*which).order_by(model.id))

    return PatientFile(
        intake_id=intake.id,
        patient_id=patient.id,
        sender=patient.sender,
        label=patient.label,
        channel=patient.channel,
        progress=intake.status,
        season=intake.season,
        started_at=intake.started_at,
        updated_at=intake.updated_at,
        completed_at=intake.completed_at,
        level=intake.triage_level,
        reasons=tuple(intake.triage_reasons),
        advice=intake.advice,
        status=review.status if review else "new",
        assigned_to=review.assigned_to if review else None,
        assigned_name=row.assigned_name,
        stated=tuple(
            Stated(each.key, each.value, each.origin, each.message, each.at, each.superseded_at)
            for each in all_of(Fact, Fact.intake_id == intake.id)
        ),
        warnings=tuple(
            Given(each.rule, each.severity, each.message, each.at)
            for each in all_of(GivenWarning, GivenWarning.intake_id == intake.id)
        ),
        alarms=tuple(_raised(each) for each in all_of(Alarm, Alarm.patient_id == patient.id)),
        agreements=tuple(
            Agreement(each.kind, each.version, each.text, each.given, each.at, each.withdrawn_at)
            for each in all_of(Consent, Consent.patient_id == patient.id)
        ),
        notes=_notes(session, intake.id),
        pictures=_pictures(session, patient.sender),
        talk=tuple(_exchange(each) for each in all_of(Turn, Turn.sender == patient.sender)),
        check_ins=tuple(
            CheckedIn(each.weeks, each.due_at, each.answered_at, each.cancelled_at, each.result)
            for each in all_of(CheckIn, CheckIn.intake_id == intake.id)
        ),
        rounds=tuple(
            Round(each.id, each.started_at, each.status, each.triage_level)
            for each in all_of(Intake, Intake.patient_id == patient.id)
        ),
    )


def _raised(alarm: Alarm) -> Raised:
    return Raised(
        id=alarm.id,
        level=alarm.level,
        reasons=tuple(alarm.reasons),
        message=alarm.message,
        at=alarm.at,
        acknowledged_at=alarm.acknowledged_at,
        acknowledged_by=alarm.acknowledged_by,
    )


def _exchange(turn: Turn) -> Exchange:
    return Exchange(
        id=turn.id,
        message_id=turn.message_id,
        text=turn.text,
        shown=turn.shown,
        photo=turn.photo,
        answers=turn.answers,
        channel=turn.channel,
        at=turn.at,
    )


def _notes(session: Session, intake_id: int) -> tuple[StaffNote, ...]:
    rows = session.execute(
        select(StaffMember.name, Note.text, Note.at)
        .join(StaffMember, StaffMember.id == Note.staff_id)
        .where(Note.intake_id == intake_id)
        .order_by(Note.id)
    )
    return tuple(StaffNote(*row) for row in rows)


def _pictures(session: Session, sender: str) -> tuple[Picture, ...]:
    """Return the photographs that the patient agreed to keep; others nobody looks at."""
    rows = session.execute(
        select(Photograph.id, Photograph.created_at, Photograph.report, Photograph.state)
        .where(Photograph.sender == sender, Photograph.state != "received")
        .order_by(Photograph.created_at, Photograph.id)
    )
    return tuple(Picture(id_, at, report, state == "kept") for id_, at, report, state in rows)
