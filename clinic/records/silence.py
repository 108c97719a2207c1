"""Of whom nothing was heard, and for whom nothing was done or is still to be, since a time."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from clinic.records.hold_models import ErasureRequest, Hold
from clinic.records.models import Alarm, CheckIn, Consent, Intake, Patient, Photograph, Turn
from clinic.records.persons import joined
from clinic.records.review_models import Merge, Note, Review, Takeover

# What tells of a patient by their number, and when it does, the likeliest to be late first.
BY_NUMBER: Final[tuple[tuple[Any, Any], ...]] = (
    (Intake, Intake.updated_at),
    (Review, Review.active_at),
    (Consent, Consent.at),
    (Alarm, Alarm.at),
    (CheckIn, CheckIn.answered_at),
    (ErasureRequest, ErasureRequest.asked_at),
)
# What is still to be done for a patient, however long ago it came up.
OPEN: Final[tuple[tuple[Any, Any], ...]] = (
    (Alarm, Alarm.acknowledged_at.is_(None)),
    (
        CheckIn,
        and_(
            CheckIn.begun_at.is_(None),
            CheckIn.cancelled_at.is_(None),
            CheckIn.answered_at.is_(None),
        ),
    ),
    (Intake, Intake.plan_held),
    (Review, Review.status == "needs_reply"),
)
# Likewise by the name of their conversation.
BY_SENDER: Final[tuple[tuple[Any, Any], ...]] = ((Photograph, Photograph.kept_at), (Turn, Turn.at))


def silent(since: dt.datetime) -> ColumnElement[bool]:
    """Tell of a row of `Patient`, and of it alone, whether it has been silent since.

    Who still waits for something is not: an alarm, a check-in, a plan, a reply, or a talk with
    somebody of the staff.
    """
    of_staff = (
        exists()
        .where(Note.intake_id == Intake.id, Intake.patient_id == Patient.id, Note.at >= since)
        .correlate(Patient)
    )
    return and_(
        Patient.created_at < since,
        *(
            ~exists().where(row.patient_id == Patient.id, at >= since).correlate(Patient)
            for row, at in BY_NUMBER
        ),
        *(
            ~exists().where(row.sender == Patient.sender, at >= since).correlate(Patient)
            for row, at in BY_SENDER
        ),
        ~of_staff,
        *(
            ~exists().where(row.patient_id == Patient.id, is_open).correlate(Patient)
            for row, is_open in OPEN
        ),
        ~exists().where(Takeover.sender == Patient.sender).correlate(Patient),
    )


def silent_patients(session: Session, since: dt.datetime, limit: int) -> list[tuple[int, str]]:
    """Return patients whose whole person has been silent since, the oldest first, and not the held.

    Each is its number and the name of its conversation.
    """
    spared = joined(_held_or_heard(since))
    rows = session.execute(
        select(Patient.id, Patient.sender)
        .where(silent(since), Patient.id.not_in(select(spared.c.id)))
        .order_by(Patient.id)
        .limit(limit)
    )
    return [(row.id, row.sender) for row in rows]


def silent_strangers(session: Session, since: dt.datetime, limit: int) -> list[str]:
    """Return conversations that were silent since and never came as far as a patient."""
    later = aliased(Turn)
    found = session.scalars(
        select(Turn.sender)
        .where(
            Turn.at < since,
            ~exists().where(Patient.sender == Turn.sender).correlate(Turn),
            ~exists().where(later.sender == Turn.sender, later.at >= since).correlate(Turn),
        )
        .distinct()
        .limit(limit)
    )
    return list(found)


def _held_or_heard(since: dt.datetime) -> Select[Any]:
    """Select who keeps a whole person: by a hold, or heard of since, where they were merged."""
    merged = union_all(select(Merge.patient_id), select(Merge.same_as))
    return (
        select(Patient.id)
        .where(
            or_(
                Patient.id.in_(select(Hold.patient_id)),
                and_(Patient.id.in_(merged), ~silent(since)),
            )
        )
        .correlate(None)
    )
