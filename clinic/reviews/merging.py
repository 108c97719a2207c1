"""Two patients who are one person, as staff notice: merged, and the merge undone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from clinic.records.hold_models import Hold
from clinic.records.holds import HeldError
from clinic.records.models import Intake, Patient
from clinic.records.persons import lock_person, person_of
from clinic.records.review_models import Merge
from clinic.records.rows import UnknownIntakeError
from clinic.records.store import Store
from clinic.staff.accounts import Member
from clinic.staff.audit import write
from clinic.staff.roles import May

MOST_SUGGESTED: Final = 5


class MergeError(ValueError):
    """Two patients cannot be merged; the message says why."""


class UnknownMergeError(LookupError):
    """There is no merge of this id, or no more."""

    def __init__(self, merge_id: int) -> None:
        super().__init__(f"there is no merge {merge_id}")


@dataclass(frozen=True)
class Suggested:
    """A patient who may be the same person."""

    patient_id: int
    label: str | None
    channel: str
    since: dt.datetime


class Merging(Store):
    """Who is the same person; each change is in the log, which names patients by number only."""

    def merge(self, intake_id: int, other: int, by: Member) -> int:
        """Say that an intake's patient and another are one person; return the merge's id.

        Whoever was merged with either of them is the same person too.

        Raises:
            UnknownIntakeError: there is no such intake.
            MergeError: the other is this patient, is merged already, or is nobody.
        """
        with self._session.begin() as session:
            patient = _patient(session, intake_id)
            if other == patient:
                raise MergeError(f"Patient {other} is this very patient.")
            locked = {each.id for each in lock_person(session, patient, other)}
            if patient not in locked:
                raise UnknownIntakeError(intake_id)
            if other not in locked:
                raise MergeError(f"There is no patient {other}.")
            if other in person_of(session, patient):
                raise MergeError(f"Patient {other} is merged with this one already.")
            merge = Merge(patient_id=patient, same_as=other, staff_id=by.id)
            session.add(merge)
            session.flush()
            write(session, by.actor, "merged", "patient", patient, other=other)
            return merge.id

    def undo(self, merge_id: int, by: Member) -> None:
        """Undo a merge: all is again as if it had never been; other merges stand.

        A hold is not ended by that: it stays on both, and only who leads may do it meanwhile.

        Raises:
            HeldError: the person is on hold, which whoever asks may not lift.
            UnknownMergeError: there is no such merge, or it was undone already.
        """
        with self._session.begin() as session:
            patient = session.scalar(select(Merge.patient_id).where(Merge.id == merge_id))
            if patient is None:
                raise UnknownMergeError(merge_id)
            person = [each.id for each in lock_person(session, patient)]
            holds = session.scalars(select(Hold).where(Hold.patient_id.in_(person))).all()
            if holds and not by.may(May.LEAD):
                raise HeldError
            # somebody else may have undone it while this waited
            other = session.scalar(
                delete(Merge).where(Merge.id == merge_id).returning(Merge.same_as)
            )
            if other is None:
                raise UnknownMergeError(merge_id)
            write(session, by.actor, "unmerged", "patient", patient, other=other)
            for half in (patient, other):
                _keep_held(session, half, holds, by)

    def suggestions(self, intake_id: int) -> list[Suggested]:
        """Return patients who may be the same person: staff call them the same; the latest first.

        Raises:
            UnknownIntakeError: there is no such intake.
        """
        with self._look.begin() as session:
            person = person_of(session, _patient(session, intake_id))
            called = select(func.lower(Patient.label)).where(
                Patient.id.in_(person), Patient.label.is_not(None)
            )
            rows = session.execute(
                select(Patient.id, Patient.label, Patient.channel, Patient.created_at)
                .where(func.lower(Patient.label).in_(called), Patient.id.not_in(person))
                .order_by(Patient.id.desc())
                .limit(MOST_SUGGESTED)
            )
            return [Suggested(*row) for row in rows]


def _keep_held(session: Session, patient: int, holds: Sequence[Hold], by: Member) -> None:
    """Keep a patient on hold who was so by a merge that is undone."""
    person = person_of(session, patient)
    if any(each.patient_id in person for each in holds):
        return
    for each in holds:
        session.add(Hold(patient_id=patient, staff_id=each.staff_id, why=each.why, at=each.at))
        write(session, by.actor, "put_on_hold", "patient", patient)


def _patient(session: Session, intake_id: int) -> int:
    patient = session.scalar(select(Intake.patient_id).where(Intake.id == intake_id))
    if patient is None:
        raise UnknownIntakeError(intake_id)
    return int(patient)
