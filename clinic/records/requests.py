"""What patients on hold asked to have deleted: kept, told to the staff, and due when it ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from clinic.records.alarms import PERSON, raise_alarm
from clinic.records.check_ins import cancel_pending
from clinic.records.consents import withdraw
from clinic.records.hold_models import ErasureRequest
from clinic.records.holds import held
from clinic.records.models import Alarm, Patient, Photograph, now
from clinic.records.persons import lock_person
from clinic.records.reviews import wants_reply

# Why an erasure is asked for, where only photographs are to go.
PHOTOGRAPHS: Final = "photographs"
# Why staff are wanted then.
ASKED: Final = "asked_for_erasure"


@dataclass(frozen=True)
class Due:
    """An erasure that was asked for, of somebody who is on hold no more."""

    patient_id: int
    sender: str
    reason: str
    asked_at: dt.datetime


def keep_request(session: Session, sender: str, reason: str, consents: Sequence[str]) -> bool:
    """Keep that a patient asked for an erasure, and tell the staff.

    The consents that the data rested on are taken back at once; where all is to go, nobody is asked
    any more how the skin is. A request for everything stands above one for photographs.

    Args:
        session: the transaction.
        sender: the channel's unguessable name for the conversation; a stranger's is passed over.
        reason: of the erasure, or `PHOTOGRAPHS`.
        consents: the kinds of consent that are taken back.

    Returns whether there is anything to delete later.
    """
    patient = session.scalar(select(Patient.id).where(Patient.sender == sender))
    if patient is None:
        return False
    person = lock_person(session, patient)
    senders = [each.sender for each in person]
    withdraw(session, senders, *consents, until=now())
    any_photograph = exists().where(Photograph.sender.in_(senders))
    if reason == PHOTOGRAPHS and not session.scalar(select(any_photograph)):
        return False
    if reason != PHOTOGRAPHS:
        for each in person:
            cancel_pending(session, each.id)
    asked = session.scalar(select(ErasureRequest).where(ErasureRequest.patient_id == patient))
    if asked is None:
        session.add(ErasureRequest(patient_id=patient, reason=reason))
    elif asked.reason == PHOTOGRAPHS:
        asked.reason, asked.asked_at = reason, now()
    raise_alarm(session, Alarm(patient_id=patient, level=PERSON, reasons=[ASKED]))
    wants_reply(session, patient)
    return True


def due_requests(session: Session, limit: int) -> list[Due]:
    """Return what was asked for by people who are on hold no more, the oldest first."""
    rows = session.execute(
        select(Patient.id, Patient.sender, ErasureRequest.reason, ErasureRequest.asked_at)
        .join(ErasureRequest, ErasureRequest.patient_id == Patient.id)
        .where(Patient.id.not_in(held()))
        .order_by(ErasureRequest.id)
        .limit(limit)
    )
    return [Due(*row) for row in rows]


def settle_photographs(session: Session, senders: Sequence[str], asked_by: dt.datetime) -> None:
    """Take away the requests for photographs that were made until then: these are gone."""
    patients = select(Patient.id).where(Patient.sender.in_(senders))
    session.execute(
        delete(ErasureRequest).where(
            ErasureRequest.patient_id.in_(patients),
            ErasureRequest.reason == PHOTOGRAPHS,
            ErasureRequest.asked_at <= asked_by,
        )
    )
