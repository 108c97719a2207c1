"""Check-ins: some weeks after the plan a patient who agreed is asked how the skin is.

A row is pending until it is begun, which sends it, or cancelled. What comes back is its result.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, exists, or_, select, update
from sqlalchemy.orm import Session, aliased

from clinic.records.models import CheckIn, Patient, now
from clinic.records.review_models import Takeover
from clinic.records.reviews import heard
from clinic.records.rows import intake_of
from clinic.records.store import Store

# Of a result, what photographs showed.
PHOTO: Final = "photo"


class UnknownCheckInError(LookupError):
    """There is no check-in of this id."""

    def __init__(self, check_in_id: int) -> None:
        super().__init__(f"there is no check-in {check_in_id}")


@dataclass(frozen=True)
class DueCheckIn:
    """A check-in that is to be sent now, and to which conversation."""

    id: int
    sender: str
    weeks: int


@dataclass(frozen=True)
class KeptCheckIn:
    """A check-in as the records have it."""

    id: int
    intake_id: int
    weeks: int
    due_at: dt.datetime
    begun_at: dt.datetime | None
    cancelled_at: dt.datetime | None
    answered_at: dt.datetime | None
    result: dict[str, Any] | None

    @property
    def planned_at(self) -> dt.datetime:
        """When the weeks began that are over at `due_at`: what "then" means in a comparison."""
        return self.due_at - dt.timedelta(weeks=self.weeks)


class CheckIns(Store):
    """The check-ins of the records."""

    def plan(self, intake_id: int, weeks: Iterable[int], from_: dt.datetime) -> None:
        """Plan an intake's check-ins; what is planned already, or was cancelled, stays as it is.

        Args:
            intake_id: the intake.
            weeks: after how many weeks each is due.
            from_: when the weeks begin, with a time zone.

        Raises:
            UnknownIntakeError: there is no such intake.
        """
        with self._session.begin() as session:
            intake = intake_of(session, intake_id)
            planned = set(
                session.scalars(select(CheckIn.weeks).where(CheckIn.intake_id == intake_id))
            )
            session.add_all(
                CheckIn(
                    patient_id=intake.patient_id,
                    intake_id=intake_id,
                    weeks=each,
                    due_at=from_ + dt.timedelta(weeks=each),
                )
                for each in sorted(set(weeks) - planned)
            )

    def due(self, at: dt.datetime, limit: int) -> list[DueCheckIn]:
        """Return what is to be sent, the oldest first; of a patient only the latest that is due.

        An older one that was missed, as after a long stop, is cancelled: nobody wants to be asked
        the same twice in a row.

        Args:
            at: the time, with a zone.
            limit: how many at most.
        """
        later = aliased(CheckIn)
        is_overtaken = exists().where(
            later.patient_id == CheckIn.patient_id,
            _is_pending(later),
            later.due_at <= at,
            or_(
                later.due_at > CheckIn.due_at,
                and_(later.due_at == CheckIn.due_at, later.id > CheckIn.id),
            ),
        )
        # while staff write to the patient, it waits
        is_held = exists().where(Takeover.sender == Patient.sender)
        with self._session.begin() as session:
            session.execute(
                update(CheckIn)
                .where(_is_pending(CheckIn), CheckIn.due_at <= at, is_overtaken)
                .values(cancelled_at=at)
                .execution_options(synchronize_session=False)
            )
            rows = session.execute(
                select(CheckIn.id, Patient.sender, CheckIn.weeks)
                .join(Patient, Patient.id == CheckIn.patient_id)
                .where(_is_pending(CheckIn), CheckIn.due_at <= at, ~is_held)
                .order_by(CheckIn.due_at, CheckIn.id)
                .limit(limit)
            )
            return [DueCheckIn(*row) for row in rows]

    def begin(self, check_in_id: int, at: dt.datetime) -> bool:
        """Keep that a check-in is sent, as `begin` does within another transaction."""
        with self._session.begin() as session:
            return begin(session, check_in_id, at)

    def cancel(self, sender: str) -> int:
        """Cancel what a patient was to be asked; return how many check-ins that were."""
        with self._session.begin() as session:
            patient = session.scalar(select(Patient.id).where(Patient.sender == sender))
            return 0 if patient is None else cancel_pending(session, patient)

    def answer(self, check_in_id: int, result: Mapping[str, Any]) -> None:
        """Keep what came back; a later answer to the same check-in replaces the former.

        Raises:
            UnknownCheckInError: there is no such check-in.
        """
        with self._session.begin() as session:
            check_in = session.get(CheckIn, check_in_id, with_for_update=True)
            if check_in is None:
                raise UnknownCheckInError(check_in_id)
            check_in.answered_at = now()
            check_in.result = dict(result)
            heard(session, intake_of(session, check_in.intake_id))

    def pending(self, sender: str) -> list[KeptCheckIn]:
        """Return what a patient is still to be asked, the next first."""
        return self._kept(Patient.sender == sender, _is_pending(CheckIn))

    def of_intake(self, intake_id: int) -> list[KeptCheckIn]:
        """Return every check-in of an intake, the earliest first."""
        return self._kept(CheckIn.intake_id == intake_id)

    def of_patient(self, sender: str, check_in_id: int) -> KeptCheckIn | None:
        """Return a patient's check-in, or None where it is somebody else's, cancelled or gone."""
        found = self._kept(
            Patient.sender == sender, CheckIn.id == check_in_id, CheckIn.cancelled_at.is_(None)
        )
        return found[0] if found else None

    def answered(self) -> list[KeptCheckIn]:
        """Return what came back, the latest answer first."""
        kept = self._kept(CheckIn.answered_at.is_not(None))
        return sorted(kept, key=lambda each: (each.answered_at, each.id), reverse=True)

    def _kept(self, *which: ColumnElement[bool]) -> list[KeptCheckIn]:
        with self._session.begin() as session:
            rows = session.scalars(
                select(CheckIn)
                .join(Patient, Patient.id == CheckIn.patient_id)
                .where(*which)
                .order_by(CheckIn.due_at, CheckIn.id)
            )
            return [
                KeptCheckIn(
                    id=each.id,
                    intake_id=each.intake_id,
                    weeks=each.weeks,
                    due_at=each.due_at,
                    begun_at=each.begun_at,
                    cancelled_at=each.cancelled_at,
                    answered_at=each.answered_at,
                    result=each.result,
                )
                for each in rows
            ]


def begin(session: Session, check_in_id: int, at: dt.datetime) -> bool:
    """Keep that a check-in is sent; False where it was begun or cancelled meanwhile.

    Whoever gets True, and nobody else, sends it. Of two at once the second waits for the first.
    """
    begun = session.scalars(
        update(CheckIn)
        .where(CheckIn.id == check_in_id, _is_pending(CheckIn))
        .values(begun_at=at)
        .returning(CheckIn.id)
        .execution_options(synchronize_session=False)
    )
    return begun.one_or_none() is not None


def cancel_pending(session: Session, patient_id: int) -> int:
    """Cancel what a patient was to be asked; return how many check-ins that were."""
    cancelled = session.scalars(
        update(CheckIn)
        .where(CheckIn.patient_id == patient_id, _is_pending(CheckIn))
        .values(cancelled_at=now())
        .returning(CheckIn.id)
        .execution_options(synchronize_session=False)
    )
    return len(cancelled.all())


def forget_photographs(session: Session, sender: str, until: dt.datetime) -> None:
    """Take out of results until then what photographs showed: it may not be kept any more."""
    answered = session.scalars(
        select(CheckIn)
        .join(Patient, Patient.id == CheckIn.patient_id)
        .where(Patient.sender == sender, CheckIn.result.is_not(None))
        .where(CheckIn.answered_at <= until)
        .with_for_update(of=CheckIn)
    )
    for each in answered:
        each.result = {key: value for key, value in (each.result or {}).items() if key != PHOTO}


def _is_pending(check_in: Any) -> ColumnElement[bool]:
    return and_(check_in.begun_at.is_(None), check_in.cancelled_at.is_(None))
