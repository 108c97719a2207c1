"""Reads the files of patients out of the records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Self

from sqlalchemy import select
from sqlalchemy.orm import Session

from clinic.records.hold_models import ErasureRequest, Hold
from clinic.records.holds import all_held
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
from clinic.records.persons import joined
from clinic.records.review_models import Merge, Note, Review
from clinic.records.rows import UnknownIntakeError
from clinic.records.staff_models import StaffMember
from clinic.records.store import Store
from clinic.reviews.file import (
    Agreement,
    CheckedIn,
    Exchange,
    Given,
    OnHold,
    Other,
    PatientFile,
    Picture,
    Raised,
    Requested,
    Round,
    StaffNote,
    Stated,
)
from clinic.settings import Settings


class PatientFiles(Store):
    """The files of patients."""

    def __init__(self, settings: Settings) -> None:
        """Open them where the settings say."""
        super().__init__(settings.records_url)
        self._settings = settings

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """Open them where the settings say."""
        return cls(settings)

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
            return _file(session, row, self._settings)


def _file(session: Session, row: Any, settings: Settings) -> PatientFile:
    intake: Intake = row.Intake
    patient: Patient = row.Patient
    review: Review | None = row.Review

    others = _others(session, patient.id)
    person = {patient.id: patient.sender} | {each.patient_id: each.sender for each in others}
    numbers = {sender: number for number, sender in person.items()}

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
        tuning=settings.tuning,
        started_at=intake.started_at,
        updated_at=intake.updated_at,
        completed_at=intake.completed_at,
        level=intake.triage_level,
        reasons=tuple(intake.triage_reasons),
        advice=intake.advice,
        plan_held=intake.plan_held,
        approved_by=intake.approved_by,
        approved_at=intake.approved_at,
        plan_words=intake.plan_words,
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
        alarms=tuple(_raised(each) for each in all_of(Alarm, Alarm.patient_id.in_(person))),
        agreements=tuple(
            Agreement(
                each.kind,
                each.version,
                each.text,
                each.given,
                each.at,
                each.withdrawn_at,
                each.patient_id,
            )
            for each in all_of(Consent, Consent.patient_id.in_(person))
        ),
        notes=_notes(session, intake.id),
        pictures=_pictures(session, numbers),
        talk=tuple(
            _exchange(each, numbers[each.sender]) for each in all_of(Turn, Turn.sender.in_(numbers))
        ),
        check_ins=tuple(
            CheckedIn(
                each.weeks,
                each.due_at,
                each.answered_at,
                each.cancelled_at,
                each.result,
                each.intake_id,
                each.patient_id,
            )
            for each in all_of(CheckIn, CheckIn.patient_id.in_(person))
        ),
        rounds=_rounds(session, person),
        others=others,
        holds=_holds(session, person),
        house_held=all_held(session, settings),
        requests=tuple(
            Requested(each.reason, each.asked_at, each.patient_id)
            for each in all_of(ErasureRequest, ErasureRequest.patient_id.in_(person))
        ),
    )


def _others(session: Session, patient_id: int) -> tuple[Other, ...]:
    reached = joined([patient_id])
    rows = session.execute(
        select(
            Patient.id,
            Patient.label,
            Patient.channel,
            Patient.sender,
            Merge.id,
            reached.c.near,
            Merge.at,
            StaffMember.name,
        )
        .join(reached, reached.c.id == Patient.id)
        .join(Merge, Merge.id == reached.c.merge_id)
        .join(StaffMember, StaffMember.id == Merge.staff_id)
        .order_by(Merge.id)
    )
    return tuple(Other(*row) for row in rows)


def _rounds(session: Session, person: Iterable[int]) -> tuple[Round, ...]:
    intakes = session.scalars(
        select(Intake).where(Intake.patient_id.in_(person)).order_by(Intake.id)
    ).all()
    known: dict[int, dict[str, Any]] = {each.id: {} for each in intakes}
    for fact in session.scalars(
        select(Fact).where(Fact.intake_id.in_(known), Fact.superseded_at.is_(None))
    ):
        known[fact.intake_id][fact.key] = fact.value
    return tuple(
        Round(
            each.id,
            each.started_at,
            each.status,
            each.triage_level,
            each.patient_id,
            known[each.id],
        )
        for each in intakes
    )


def _holds(session: Session, person: Iterable[int]) -> tuple[OnHold, ...]:
    rows = session.execute(
        select(Hold.id, Hold.why, StaffMember.name, Hold.at, Hold.patient_id)
        .join(StaffMember, StaffMember.id == Hold.staff_id)
        .where(Hold.patient_id.in_(person))
        .order_by(Hold.id)
    )
    return tuple(OnHold(*row) for row in rows)


def _raised(alarm: Alarm) -> Raised:
    return Raised(
        id=alarm.id,
        level=alarm.level,
        reasons=tuple(alarm.reasons),
        message=alarm.message,
        at=alarm.at,
        acknowledged_at=alarm.acknowledged_at,
        acknowledged_by=alarm.acknowledged_by,
        patient_id=alarm.patient_id,
    )


def _exchange(turn: Turn, patient_id: int) -> Exchange:
    return Exchange(
        id=turn.id,
        message_id=turn.message_id,
        text=turn.text,
        shown=turn.shown,
        photo=turn.photo,
        answers=turn.answers,
        channel=turn.channel,
        at=turn.at,
        patient_id=patient_id,
    )


def _notes(session: Session, intake_id: int) -> tuple[StaffNote, ...]:
    rows = session.execute(
        select(StaffMember.name, Note.text, Note.at)
        .join(StaffMember, StaffMember.id == Note.staff_id)
        .where(Note.intake_id == intake_id)
        .order_by(Note.id)
    )
    return tuple(StaffNote(*row) for row in rows)


def _pictures(session: Session, numbers: Mapping[str, int]) -> tuple[Picture, ...]:
    """Return the photographs that the person agreed to keep; others nobody looks at."""
    rows = session.scalars(
        select(Photograph)
        .where(Photograph.sender.in_(numbers), Photograph.state != "received")
        .order_by(Photograph.created_at, Photograph.id)
    )
    return tuple(
        Picture(each.id, each.created_at, each.report, each.state == "kept", numbers[each.sender])
        for each in rows
    )
