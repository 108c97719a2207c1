"""Staff put a fact right: the former value stays, and it is known who changed it and why."""

from __future__ import annotations

from typing import Any, Final

import regimen
from clinic.records.facts import supersede
from clinic.records.models import now
from clinic.records.review_models import Review
from clinic.records.reviews import searched
from clinic.records.rows import intake_of
from clinic.records.store import Store
from clinic.staff.accounts import Member
from clinic.staff.audit import write

LONGEST_REASON: Final = 500
# A red flag that was reported stays reported.
FIXED: Final = ("red_flags",)


class Correcting(Store):
    """Facts of an intake as staff know them to be."""

    def correct(self, intake_id: int, key: str, value: Any, why: str, by: Member) -> None:
        """Replace the value of a fact.

        The plan that was given stays as it is, and the page says that the facts have changed since.

        Args:
            intake_id: the intake.
            key: the fact.
            value: its whole value; None where nothing is known of it after all.
            why: what staff write beside it: how they know.
            by: who does it.

        Raises:
            regimen.FactsError: there is no such fact, or it cannot have this value.
            UnknownIntakeError: there is no such intake.
            ValueError: no reason is given, or too long a one, or the fact is fixed.
        """
        why = " ".join(why.split())
        if not 0 < len(why) <= LONGEST_REASON:
            raise ValueError(f"Please say in 1 to {LONGEST_REASON} characters how you know.")
        if key in FIXED:
            raise ValueError("What was reported as a red flag stays.")
        if key not in regimen.FACT_KEYS:
            raise regimen.FactsError(key, "is not a fact that Dewy knows")
        if value is not None:
            regimen.check({key: value})
        with self._session.begin() as session:
            intake = intake_of(session, intake_id)
            intake.updated_at = now()
            said = f"{by.name}: {why}"
            supersede(session, intake_id, {key: value}, message=said, origin="staff")
            session.flush()
            review = session.get(Review, intake_id)
            if review is not None:
                review.text = searched(session, intake_id)
            # the values are with the facts, which an erasure deletes
            write(session, by.actor, "corrected", "intake", intake_id, fact=key)
