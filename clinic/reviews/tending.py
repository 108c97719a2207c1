"""What staff do with an intake in the queue: look, assign, say how far it is, leave a note."""

from __future__ import annotations

import datetime as dt
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from clinic.records.models import Patient, now
from clinic.records.review_models import Note, Review
from clinic.records.reviews import STATUSES, searched
from clinic.records.rows import UnknownIntakeError
from clinic.records.staff_models import AuditEntry, StaffMember
from clinic.records.store import Store
from clinic.staff.accounts import Member, UnknownMemberError
from clinic.staff.audit import write
from clinic.staff.sign_in import LONGEST as SESSION

LONGEST_NOTE: Final = 4000
LONGEST_LABEL: Final = 80
ONE_LOOK: Final = dt.timedelta(minutes=5)
# How long a page that somebody opened may bring itself up to date: as long as a session lasts.
ONE_OPENING: Final = SESSION


class Tending(Store):
    """The staff's side of the reviews; each change is in the log."""

    def see(self, intake_id: int, by: Member) -> None:
        """Keep that somebody looked at an intake; one that is new is then seen.

        A page that is loaded again within minutes is one look.

        Raises:
            UnknownIntakeError: there is no such intake.
        """
        with self._session.begin() as session:
            review = _review(session, intake_id)
            was_unread = review.seen_at is None or review.seen_at < review.active_at
            review.seen_at = now()
            if review.status == "new":
                review.status = "seen"
            if was_unread:
                write(session, by.actor, "opened", "intake", intake_id)
            elif not _looked(session, intake_id, by, ONE_LOOK):
                write(session, by.actor, "viewed", "intake", intake_id)

    def glance(self, intake_id: int, by: Member, *, by_itself: bool = False) -> None:
        """Keep that something of an intake was shown, which does not make it read.

        Args:
            intake_id: the intake, which is there.
            by: to whom.
            by_itself: whether a page asked that they have open already: that is the look at it.
        """
        within = ONE_OPENING if by_itself else ONE_LOOK
        with self._look.begin() as session:
            if _looked(session, intake_id, by, within):
                return
        with self._session.begin() as session:
            write(session, by.actor, "viewed", "intake", intake_id)

    def set_status(self, intake_id: int, status: str, by: Member) -> None:
        """Say how far an intake is.

        Raises:
            UnknownIntakeError: there is no such intake.
            ValueError: there is no such status.
        """
        if status not in STATUSES:
            raise ValueError(f"status must be one of {', '.join(STATUSES)}, not {status!r}")
        with self._session.begin() as session:
            review = _review(session, intake_id)
            if review.status != status:
                was, review.status = review.status, status
                write(session, by.actor, "status", "intake", intake_id, was=was, now=status)

    def assign(self, intake_id: int, to: int | None, by: Member) -> None:
        """Assign an intake to somebody, or to nobody.

        Raises:
            UnknownIntakeError: there is no such intake.
            UnknownMemberError: nobody of this id works here, or no more.
        """
        with self._session.begin() as session:
            review = _review(session, intake_id)
            name = None
            if to is not None:
                member = session.get(StaffMember, to)
                if member is None or member.left_at is not None:
                    raise UnknownMemberError(to)
                name = member.name
            if review.assigned_to != to:
                review.assigned_to = to
                write(session, by.actor, "assigned", "intake", intake_id, to=name or "nobody")

    def note(self, intake_id: int, text: str, by: Member) -> None:
        """Leave a note for the staff.

        Raises:
            UnknownIntakeError: there is no such intake.
            ValueError: the note is empty or too long.
        """
        text = text.strip()
        if not 0 < len(text) <= LONGEST_NOTE:
            raise ValueError(f"a note has 1 to {LONGEST_NOTE} characters, not {len(text)}")
        with self._session.begin() as session:
            review = _review(session, intake_id)
            session.add(Note(intake_id=intake_id, staff_id=by.id, text=text))
            session.flush()
            review.text = searched(session, intake_id)
            write(session, by.actor, "noted", "intake", intake_id)

    def call(self, intake_id: int, label: str, by: Member) -> None:
        """Say what staff call the patient of an intake: a name, a number; nothing takes it away.

        Raises:
            UnknownIntakeError: there is no such intake.
            ValueError: the label is too long.
        """
        label = " ".join(label.split())
        if len(label) > LONGEST_LABEL:
            raise ValueError(f"a name has up to {LONGEST_LABEL} characters, not {len(label)}")
        with self._session.begin() as session:
            review = _review(session, intake_id)
            patient = session.get_one(Patient, review.patient_id, with_for_update=True)
            if patient.label == (label or None):
                return
            patient.label = label or None
            session.flush()
            of_patient = session.query(Review).filter_by(patient_id=patient.id)
            for each in of_patient:
                each.text = searched(session, each.intake_id)
            # what it was stays out of the log, which outlives an erasure
            write(session, by.actor, "labelled", "patient", patient.id)


def _review(session: Session, intake_id: int) -> Review:
    review = session.get(Review, intake_id, with_for_update=True)
    if review is None:
        raise UnknownIntakeError(intake_id)
    return review


def _looked(session: Session, intake_id: int, by: Member, within: dt.timedelta) -> bool:
    found = session.scalar(
        select(AuditEntry.id)
        .where(
            AuditEntry.kind == "intake",
            AuditEntry.subject == str(intake_id),
            AuditEntry.staff_id == by.id,
            AuditEntry.action.in_(("opened", "viewed")),
            AuditEntry.at > now() - within,
        )
        .limit(1)
    )
    return found is not None
