"""Who leads puts a person on hold, so that nothing of theirs is deleted, and lifts the hold."""

from __future__ import annotations

from typing import Final

from sqlalchemy import delete, select

from clinic.records.hold_models import Hold
from clinic.records.holds import is_held
from clinic.records.models import Intake
from clinic.records.persons import lock_person
from clinic.records.rows import UnknownIntakeError
from clinic.records.store import Store
from clinic.staff.accounts import Member
from clinic.staff.audit import write

LONGEST_WHY: Final = 500


class HoldError(ValueError):
    """A person cannot be put on hold; the message says why."""


class UnknownHoldError(LookupError):
    """There is no hold of this id, or no more."""

    def __init__(self, hold_id: int) -> None:
        super().__init__(f"there is no hold {hold_id}")


class Holding(Store):
    """Holds on people; each change is in the log, which never says why: that may name somebody."""

    def hold(self, intake_id: int, why: str, by: Member) -> int:
        """Put the person behind an intake on hold; return the hold's id.

        Raises:
            UnknownIntakeError: there is no such intake.
            HoldError: nothing is said of why, or too much, or the person is on hold already.
        """
        why = why.strip()
        if not why:
            raise HoldError("Say why, please: others will ask.")
        if len(why) > LONGEST_WHY:
            raise HoldError(f"A reason has up to {LONGEST_WHY} characters, not {len(why)}.")
        with self._session.begin() as session:
            patient = session.scalar(select(Intake.patient_id).where(Intake.id == intake_id))
            # whoever erases locks the person too: either comes first
            if patient is None or not lock_person(session, patient):
                raise UnknownIntakeError(intake_id)
            if is_held(session, patient):
                raise HoldError("This person is on hold already.")
            hold = Hold(patient_id=patient, staff_id=by.id, why=why)
            session.add(hold)
            session.flush()
            write(session, by.actor, "put_on_hold", "patient", patient)
            return hold.id

    def lift(self, hold_id: int, by: Member) -> None:
        """Lift a hold: what was asked for meanwhile is done soon.

        Raises:
            UnknownHoldError: there is no such hold, or it was lifted already.
        """
        with self._session.begin() as session:
            patient = session.scalar(
                delete(Hold).where(Hold.id == hold_id).returning(Hold.patient_id)
            )
            if patient is None:
                raise UnknownHoldError(hold_id)
            write(session, by.actor, "lifted_hold", "patient", patient)
