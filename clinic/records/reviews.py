"""Keeps each intake's place in the queue, within the transaction that changes the intake."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from clinic.records.alarms import LEVELS
from clinic.records.facts import facts_of
from clinic.records.models import Intake, Patient, now
from clinic.records.review_models import Note, Review

STATUSES: Final = ("new", "seen", "needs_reply", "ready", "closed")
# A triage level as a number that grows with urgency; an intake without one has 0.
URGENCY: Final = {level: len(LEVELS) - rank for rank, level in enumerate(LEVELS)}


def heard(session: Session, intake: Intake) -> Review:
    """Keep that the patient was heard about an intake: its urgency and what it is found by now."""
    review = session.get(Review, intake.id)
    if review is None:
        patient = session.get_one(Patient, intake.patient_id)
        review = Review(intake_id=intake.id, patient_id=patient.id, channel=patient.channel)
        session.add(review)
    review.urgency = URGENCY.get(intake.triage_level or "", 0)
    review.active_at = now()
    review.text = searched(session, intake.id)
    return review


def wants_reply(session: Session, patient_id: int) -> None:
    """Keep that a patient waits for a person: the latest intake is open again, if there is one."""
    latest = select(Intake).where(Intake.patient_id == patient_id).order_by(Intake.id.desc())
    intake = session.scalar(latest.limit(1))
    if intake is not None:
        heard(session, intake).status = "needs_reply"


def searched(session: Session, intake_id: int) -> str:
    """Return what a search looks through: the patient's label, facts and the staff's notes."""
    label = session.scalar(
        select(Patient.label)
        .join(Intake, Intake.patient_id == Patient.id)
        .where(Intake.id == intake_id)
    )
    notes = session.scalars(select(Note.text).where(Note.intake_id == intake_id).order_by(Note.id))
    words = [label or "", *_words(facts_of(session, intake_id)), *notes]
    return " ".join(" ".join(words).lower().split())


def _words(value: Any) -> Iterator[str]:
    """Yield the words in the value of facts, with spaces for what joins those of an identifier."""
    if isinstance(value, str):
        yield value.replace("_", " ")
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _words(each)
    elif isinstance(value, list):
        for each in value:
            yield from _words(each)
