"""The tables of the clinic's review: how far it is with each intake, notes, who is who."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from clinic.records.models import NEVER_REUSE_IDS, Base, now
from clinic.records.staff_models import StaffMember

# Nobody looks for what is closed unless they say so.
OPEN = text("status <> 'closed'")


class Review(Base):
    """How far the clinic is with an intake, and what it is found by: narrow, as a queue reads many.

    `urgency` is the triage level as a number, the most urgent the highest; `text` is what a search
    looks through, in lower case.
    """

    __tablename__ = "reviews"
    __table_args__ = (
        # the queue's order, read backwards
        Index("ix_reviews_queue", "urgency", "active_at", "intake_id"),
        Index(
            "ix_reviews_open",
            "urgency",
            "active_at",
            "intake_id",
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        Index("ix_reviews_of_one", "assigned_to", "urgency", "active_at", "intake_id", "status"),
        # all that narrows the queue but words: it is counted without a look at the rows
        Index(
            "ix_reviews_counted",
            *("status", "urgency", "active_at", "intake_id"),
            *("channel", "assigned_to", "begun_at", "seen_at"),
        ),
    )

    intake_id: Mapped[int] = mapped_column(
        ForeignKey("intakes.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    patient_id: Mapped[int] = mapped_column(
        ForeignKey("patients.id", ondelete="CASCADE"), index=True
    )
    channel: Mapped[str] = mapped_column(String(32))
    urgency: Mapped[int] = mapped_column(default=0)
    # `new`, `seen`, `needs_reply`, `ready` or `closed`
    status: Mapped[str] = mapped_column(String(16), default="new")
    assigned_to: Mapped[int | None] = mapped_column(ForeignKey(StaffMember.id))
    begun_at: Mapped[dt.datetime] = mapped_column(default=now)
    # when the patient was last heard from about it, and when staff last looked
    active_at: Mapped[dt.datetime] = mapped_column(default=now, index=True)
    seen_at: Mapped[dt.datetime | None]
    text: Mapped[str] = mapped_column(Text, default="")


class Takeover(Base):
    """That somebody of the staff writes in a patient's talk; the assistant is silent there."""

    __tablename__ = "takeovers"

    sender: Mapped[str] = mapped_column(String(255), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey(StaffMember.id))
    begun_at: Mapped[dt.datetime] = mapped_column(default=now)
    # when they wrote last
    active_at: Mapped[dt.datetime] = mapped_column(default=now)


class Note(Base):
    """What somebody of the staff wrote about an intake, for the staff alone."""

    __tablename__ = "notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    intake_id: Mapped[int] = mapped_column(ForeignKey("intakes.id", ondelete="CASCADE"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey(StaffMember.id))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[dt.datetime] = mapped_column(default=now)


class Merge(Base):
    """That two patients are one person, as somebody of the staff saw.

    Nothing of either is moved, so that without the row all is as it was. Merges never close a
    circle: each makes one person of two, and where it is undone they are two again.
    """

    __tablename__ = "merges"
    # a page that is open names it to undo it: the number must never come to mean another
    __table_args__ = NEVER_REUSE_IDS

    id: Mapped[int] = mapped_column(primary_key=True)
    patient_id: Mapped[int] = mapped_column(
        ForeignKey("patients.id", ondelete="CASCADE"), index=True
    )
    same_as: Mapped[int] = mapped_column(ForeignKey("patients.id", ondelete="CASCADE"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey(StaffMember.id))
    at: Mapped[dt.datetime] = mapped_column(default=now)
