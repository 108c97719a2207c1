"""Staff in a patient's talk: they take it over, write, and hand it back to the assistant."""

from __future__ import annotations

from typing import Final

from sqlalchemy.orm import Session

from clinic.records.models import Intake, Patient, now
from clinic.records.review_models import Review, Takeover
from clinic.records.rows import UnknownIntakeError
from clinic.records.store import Store
from clinic.records.takeovers import Holder, Spoken, holder_of, message, speak
from clinic.staff.accounts import Member
from clinic.staff.audit import write
from clinic.wording import FOLDER, Wording

LONGEST: Final = 2000


class NotHeldError(RuntimeError):
    """Somebody else writes in the talk, or nobody does."""


class TakingOver(Store):
    """Who writes in a talk; each change is told to the patient, and is in the log."""

    def holder(self, sender: str) -> Holder | None:
        """Return who of the staff holds a talk, None where the assistant does."""
        with self._look.begin() as session:
            return holder_of(session, sender)

    def take(self, intake_id: int, by: Member) -> tuple[str, Spoken]:
        """Take the talk of an intake's patient over, from the assistant or from a colleague.

        Returns the conversation and what the patient is told.

        Raises:
            UnknownIntakeError: there is no such intake.
        """
        with self._session.begin() as session:
            sender = _sender(session, intake_id)
            row = session.get(Takeover, sender, with_for_update=True)
            if row is None:
                session.add(Takeover(sender=sender, staff_id=by.id))
            else:
                row.staff_id, row.begun_at, row.active_at = by.id, now(), now()
            write(session, by.actor, "took_over", "intake", intake_id)
            return sender, speak(session, sender, message(_text("joined", by)))

    def say(self, intake_id: int, words: str, by: Member) -> tuple[str, Spoken]:
        """Write to the patient, in their own channel; the intake is then no more to be answered.

        Raises:
            UnknownIntakeError: there is no such intake.
            NotHeldError: somebody else holds the talk, or nobody.
            ValueError: there are no words, or too many.
        """
        words = words.strip()
        if not 0 < len(words) <= LONGEST:
            raise ValueError(f"a message has 1 to {LONGEST} characters, not {len(words)}")
        with self._session.begin() as session:
            sender = _sender(session, intake_id)
            row = session.get(Takeover, sender, with_for_update=True)
            if row is None or row.staff_id != by.id:
                raise NotHeldError
            row.active_at = now()
            for review in session.query(Review).filter_by(intake_id=intake_id):
                if review.status == "needs_reply":
                    review.status = "seen"
            # the words themselves are in the talk, which an erasure deletes
            write(session, by.actor, "wrote", "intake", intake_id)
            return sender, speak(session, sender, message(f"{by.name}:", *words.splitlines()))

    def hand_back(self, intake_id: int, by: Member) -> tuple[str, Spoken] | None:
        """Hand the talk back to the assistant; None where nobody held it.

        Raises:
            UnknownIntakeError: there is no such intake.
        """
        with self._session.begin() as session:
            sender = _sender(session, intake_id)
            row = session.get(Takeover, sender, with_for_update=True)
            if row is None:
                return None
            session.delete(row)
            write(session, by.actor, "handed_back", "intake", intake_id)
            return sender, speak(session, sender, message(_text("left", by)))


def _sender(session: Session, intake_id: int) -> str:
    """Return the conversation of an intake, its patient locked as whoever writes does."""
    intake = session.get(Intake, intake_id)
    if intake is None:
        raise UnknownIntakeError(intake_id)
    return session.get_one(Patient, intake.patient_id, with_for_update=True).sender


def _text(name: str, by: Member) -> str:
    return Wording(FOLDER).text(f"staff.{name}", name=by.name)
