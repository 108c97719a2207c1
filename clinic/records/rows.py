"""The rows that a transaction of the records stands on: found or made, and locked to its end."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from clinic.records.models import Intake, Patient


class UnknownIntakeError(LookupError):
    """There is no intake of this id."""

    def __init__(self, intake_id: int) -> None:
        super().__init__(f"there is no intake {intake_id}")


def patient_of(session: Session, sender: str, channel: str) -> Patient:
    """Return the patient behind a conversation, made where new; locked for this transaction."""
    find = select(Patient).where(Patient.sender == sender).with_for_update()
    known = session.scalar(find)
    if known is not None:
        return known
    try:
        with session.begin_nested():
            patient = Patient(sender=sender, channel=channel)
            session.add(patient)
    except IntegrityError:
        # another process made it meanwhile
        return session.scalars(find).one()
    return patient


def intake_of(session: Session, intake_id: int) -> Intake:
    """Return an intake, locked for this transaction.

    Raises:
        UnknownIntakeError: there is no such intake.
    """
    intake = session.get(Intake, intake_id, with_for_update=True)
    if intake is None:
        raise UnknownIntakeError(intake_id)
    return intake


def go_on(session: Session, intake: Intake) -> None:
    """Open an intake that was given up, unless the patient has begun another since."""
    if intake.status != "abandoned":
        return
    later = select(Intake.id).where(Intake.patient_id == intake.patient_id, Intake.id > intake.id)
    if session.scalar(later.limit(1)) is None:
        intake.status = "open"
