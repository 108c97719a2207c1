"""Which patients are one person, by the merges that stand, within the transaction that asks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import CTE, Integer, Select, case, cast, null, or_, select
from sqlalchemy.orm import Session

from clinic.records.models import Patient
from clinic.records.review_models import Merge


def joined(patients: Collection[int] | Select[Any]) -> CTE:
    """Select who is the same person as each of some patients, themselves too.

    Returns the columns `start`, which of them it is; `id`, the patient reached; and by which merge
    (`merge_id`) from whom (`near`) that was: both null at the start. No merge is walked back, and
    they close no circle, so that each patient is reached once.
    """
    nobody = cast(null(), Integer)
    reached = (
        select(
            Patient.id.label("start"),
            Patient.id.label("id"),
            nobody.label("near"),
            nobody.label("merge_id"),
        )
        .where(Patient.id.in_(patients))
        .cte("joined", recursive=True)
    )
    other = case((Merge.patient_id == reached.c.id, Merge.same_as), else_=Merge.patient_id)
    return reached.union(
        select(reached.c.start, other, reached.c.id, Merge.id)
        .join(Merge, or_(Merge.patient_id == reached.c.id, Merge.same_as == reached.c.id))
        .where(Merge.id.is_distinct_from(reached.c.merge_id))
    )


def person_of(session: Session, *patients: int) -> set[int]:
    """Return who is the same person as any of some patients; who is unknown is left out."""
    return set(session.scalars(select(joined(patients).c.id)))


def lock_person(session: Session, *patients: int) -> Sequence[Patient]:
    """Return who is the same person as any of some patients, locked for this transaction.

    Nobody joins or leaves them meanwhile: whoever merges, or undoes a merge, locks all of them too.
    """
    while True:
        attempt = session.begin_nested()
        # in one order, or two that lock the same block each other
        locked = session.scalars(
            select(Patient)
            .where(Patient.id.in_(person_of(session, *patients)))
            .order_by(Patient.id)
            .with_for_update()
        ).all()
        if person_of(session, *patients) == {each.id for each in locked}:
            attempt.commit()
            return locked
        # somebody joined or left while this waited; the locks go with the attempt
        attempt.rollback()
