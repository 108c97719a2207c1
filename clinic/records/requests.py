"""What patients on hold asked to have deleted: kept, told to the staff, and due when it ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import and_, delete, exists, or_, select
from sqlalchemy.orm import Session

from clinic.records.alarms import PERSON, raise_alarm
from clinic.records.check_ins import cancel_pending
from clinic.records.consents import withdraw
from clinic.records.hold_models import ErasureRequest
from clinic.records.holds import held
from clinic.records.models import Alarm, Patient, Photograph, now
from clinic.records.persons import lock_person, person_of
from clinic.records.reviews import wants_reply

# Why an erasure is asked for, where only photographs are to go.
PHOTOGRAPHS: Final = "photographs"
# Likewise where only one conversation is, in which consent was refused.
TALK: Final = "talk"
IN_PART: Final = (PHOTOGRAPHS, TALK)
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
    any more how the skin is. A request for everything stands above those for a part. One for a talk
    is of that conversation alone: nothing changes in the others, and staff are not called.

    Args:
        session: the transaction.
        sender: the channel's unguessable name for the conversation; a stranger's is passed over.
        reason: of the erasure, or one of `IN_PART`.
        consents: the kinds of consent that are taken back.

    Returns whether there is anything to delete later.
    """
    patient = session.scalar(select(Patient.id).where(Patient.sender == sender))
    if patient is None:
        return False
    person = lock_person(session, patient)
    if reason == TALK:
        _ask(session, patient, reason)
        return True
    senders = [each.sender for each in person]
    withdraw(session, senders, *consents, until=now())
    any_photograph = exists().where(Photograph.sender.in_(senders))
    if reason == PHOTOGRAPHS and not session.scalar(select(any_photograph)):
        return False
    if reason != PHOTOGRAPHS:
        for each in person:
            cancel_pending(session, each.id)
    _ask(session, patient, reason)
    raise_alarm(session, Alarm(patient_id=patient, level=PERSON, reasons=[ASKED]))
    wants_reply(session, patient)
    return True


def _ask(session: Session, patient: int, reason: str) -> None:
    """Keep a request unless everything is asked for, which takes the place of all in part."""
    rows = session.scalars(select(ErasureRequest).where(ErasureRequest.patient_id == patient))
    asked = {each.reason: each for each in rows}
    if asked.keys() - set(IN_PART):
        return
    for each in asked.values():
        if each.reason == reason or reason not in IN_PART:
            session.delete(each)
    session.flush()
    session.add(ErasureRequest(patient_id=patient, reason=reason))


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


def take_back(session: Session, patient: int, agreed_at: dt.datetime) -> None:
    """Take away what a patient asked for before they agreed anew: they want it kept.

    That is a request for everything, wherever the person made it, and one for this very talk.
    """
    person = person_of(session, patient)
    session.execute(
        delete(ErasureRequest).where(
            ErasureRequest.asked_at <= agreed_at,
            or_(
                and_(ErasureRequest.patient_id.in_(person), ErasureRequest.reason.not_in(IN_PART)),
                and_(ErasureRequest.patient_id == patient, ErasureRequest.reason == TALK),
            ),
        )
    )


def is_asked(session: Session, sender: str, reason: str) -> bool:
    """Tell whether the request of a conversation still stands."""
    mine = exists().where(
        ErasureRequest.patient_id == Patient.id,
        Patient.sender == sender,
        ErasureRequest.reason == reason,
    )
    return bool(session.scalar(select(mine)))


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


def settle_talk(session: Session, sender: str) -> None:
    """Take away the request for a conversation: it is gone."""
    patients = select(Patient.id).where(Patient.sender == sender)
    session.execute(
        delete(ErasureRequest).where(
            ErasureRequest.patient_id.in_(patients), ErasureRequest.reason == TALK
        )
    )
