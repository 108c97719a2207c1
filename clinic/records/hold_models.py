"""The tables of holds on people, and of what these asked to have erased meanwhile."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from clinic.records.models import NEVER_REUSE_IDS, Base, now
from clinic.records.staff_models import StaffMember


class Hold(Base):
    """That nothing of a person may be deleted, as who leads said; without the row it is lifted.

    It is set on one patient, and counts for everybody who is merged with them.
    """

    __tablename__ = "holds"
    # a page that is open names it to lift it: the number must never come to mean another
    __table_args__ = NEVER_REUSE_IDS

    id: Mapped[int] = mapped_column(primary_key=True)
    patient_id: Mapped[int] = mapped_column(
        ForeignKey("patients.id", ondelete="CASCADE"), index=True
    )
    staff_id: Mapped[int] = mapped_column(ForeignKey(StaffMember.id))
    why: Mapped[str] = mapped_column(Text)
    at: Mapped[dt.datetime] = mapped_column(default=now)


class ErasureRequest(Base):
    """That a patient on hold asked for an erasure, which is carried out when the hold ends."""

    __tablename__ = "erasure_requests"
    __table_args__ = (UniqueConstraint("patient_id", "reason"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    patient_id: Mapped[int] = mapped_column(ForeignKey("patients.id", ondelete="CASCADE"))
    # of an erasure (`said`, `withdrawn`), or `photographs` or `talk` where only those are to go
    reason: Mapped[str] = mapped_column(String(16))
    asked_at: Mapped[dt.datetime] = mapped_column(default=now)
