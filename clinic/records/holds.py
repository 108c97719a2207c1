"""Who is on hold: nothing of theirs is deleted, by a hold on a person or on the whole house."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from clinic.records.hold_models import Hold
from clinic.records.persons import joined, person_of


class HeldError(PermissionError):
    """Nothing was deleted: the person is on hold."""

    def __init__(self) -> None:
        super().__init__("the person is on hold: nothing may be deleted")


def is_held(session: Session, *patients: int) -> bool:
    """Tell whether a hold counts for the person who some patients are."""
    person = person_of(session, *patients)
    return bool(session.scalar(select(exists().where(Hold.patient_id.in_(person)))))


def held() -> Select[Any]:
    """Select the patients for whom a hold counts, by their id."""
    return select(joined(select(Hold.patient_id)).c.id)
