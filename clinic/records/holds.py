"""Who is on hold: nothing of theirs is deleted, by a hold on a person or on the whole house."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from clinic.records.hold_models import Hold
from clinic.records.models import Patient
from clinic.records.persons import joined, lock_person, person_of
from clinic.records.staff_models import Choice
from clinic.settings import Settings

LEGAL_HOLD: Final = "legal_hold"
AllHeld = Callable[[Session], bool]


class HeldError(PermissionError):
    """Nothing was deleted: the person is on hold."""

    def __init__(self) -> None:
        super().__init__("the person is on hold: nothing may be deleted")


def all_held(session: Session, settings: Settings) -> bool:
    """Tell whether the whole house is on hold, as the database says at this very moment.

    The process's settings learn of what was chosen a little later, or never, where other choices
    are not allowed any more; a hold must not wait for that.
    """
    chosen = session.execute(select(Choice.value).where(Choice.name == LEGAL_HOLD)).one_or_none()
    return bool(settings.defaults[LEGAL_HOLD] if chosen is None else chosen.value)


def is_held(session: Session, *patients: int) -> bool:
    """Tell whether a hold counts for the person who some patients are."""
    person = person_of(session, *patients)
    return bool(session.scalar(select(exists().where(Hold.patient_id.in_(person)))))


def lock_behind(session: Session, sender: str, all_held: AllHeld) -> tuple[Sequence[Patient], bool]:
    """Lock the person behind a conversation; return who that is, and whether they are on hold.

    Before any consent it is nobody, of whom there is nothing to hold.
    """
    patients = session.scalars(select(Patient.id).where(Patient.sender == sender)).all()
    person = lock_person(session, *patients)
    return person, bool(person) and (all_held(session) or is_held(session, *patients))


def held() -> Select[Any]:
    """Select the patients for whom a hold counts, by their id."""
    return select(joined(select(Hold.patient_id)).c.id)
