"""Takes every row of a patient out of the records; what stays tells that it happened, not whose."""

from __future__ import annotations

from typing import Any, Final, Literal, get_args

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from clinic.records.messenger_models import Address, LinkCode, Outgoing
from clinic.records.models import (
    Alarm,
    Base,
    CheckIn,
    Consent,
    Delivery,
    Erasure,
    Fact,
    GivenWarning,
    Intake,
    Patient,
    Photograph,
    Turn,
)
from clinic.records.review_models import Note, Review, Takeover

# Whether the patient asked for the erasure, or took back the consent that all of it rested on.
Reason = Literal["said", "withdrawn"]
REASONS: Final = get_args(Reason)


def erase_patient(session: Session, sender: str, reason: str) -> None:
    """Delete everything of a patient; where there was anything, keep that it was erased.

    Raises:
        ValueError: the reason is none of `REASONS`.
    """
    if reason not in REASONS:
        raise ValueError(f"reason must be one of {', '.join(REASONS)}, not {reason!r}")
    # the patient first, as whoever writes does: two that lock in another order block each other
    patient = session.scalar(select(Patient).where(Patient.sender == sender).with_for_update())
    channel = patient.channel if patient else None
    counts = {
        model.__tablename__: _count(session.execute(delete(model).where(owned)))
        for model, owned in _owned(sender)
    }
    deleted = {table: count for table, count in counts.items() if count}
    if deleted:
        session.add(Erasure(channel=channel, reason=reason, deleted=deleted))


def _owned(sender: str) -> list[tuple[type[Base], ColumnElement[bool]]]:
    """Return which rows are the patient's, those that belong to others first."""
    patients = select(Patient.id).where(Patient.sender == sender)
    intakes = select(Intake.id).where(Intake.patient_id.in_(patients))
    alarms = select(Alarm.id).where(Alarm.patient_id.in_(patients))
    return [
        (Delivery, Delivery.alarm_id.in_(alarms)),
        (Alarm, Alarm.patient_id.in_(patients)),
        (Note, Note.intake_id.in_(intakes)),
        (Review, Review.intake_id.in_(intakes)),
        (Fact, Fact.intake_id.in_(intakes)),
        (GivenWarning, GivenWarning.intake_id.in_(intakes)),
        (CheckIn, CheckIn.patient_id.in_(patients)),
        (Intake, Intake.patient_id.in_(patients)),
        (Consent, Consent.patient_id.in_(patients)),
        (Patient, Patient.sender == sender),
        (Turn, Turn.sender == sender),
        (Takeover, Takeover.sender == sender),
        (Outgoing, Outgoing.sender == sender),
        (Address, Address.sender == sender),
        (LinkCode, LinkCode.sender == sender),
        (Photograph, Photograph.sender == sender),
    ]


def _count(result: Any) -> int:
    return int(result.rowcount)
