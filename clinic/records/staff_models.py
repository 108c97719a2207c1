"""The tables of the staff: who works here, who is signed in, what they chose, and their log."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from clinic.records.models import NEVER_REUSE_IDS, Base, now

# A look again changes nothing that anybody sees.
CHANGES: Final = text("action <> 'viewed'")


class StaffMember(Base):
    """Somebody who works at the clinic; never deleted, as the log names them."""

    __tablename__ = "staff"
    __table_args__ = NEVER_REUSE_IDS

    id: Mapped[int] = mapped_column(primary_key=True)
    # what is typed to sign in, in lower case: an e-mail address, or a word
    login: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    # `doctor`, `staff` or `admin`
    role: Mapped[str] = mapped_column(String(16))
    # null until a password is set
    password_hash: Mapped[str | None] = mapped_column(String(255))
    # whether the password is another's, to be changed before anything else
    must_change: Mapped[bool] = mapped_column(default=False)
    # the secret of the one-time codes, encrypted, and the period of the last code that was used
    totp: Mapped[str | None] = mapped_column(Text)
    totp_used: Mapped[int | None]
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    # since when they may not sign in any more
    left_at: Mapped[dt.datetime | None]


class StaffSession(Base):
    """A browser that is signed in; `key` is a digest of its token, which only the browser has."""

    __tablename__ = "staff_sessions"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    begun_at: Mapped[dt.datetime] = mapped_column(default=now)
    seen_at: Mapped[dt.datetime] = mapped_column(default=now)


class PasswordLink(Base):
    """A link by which somebody sets a password, once; only the digest of its code is kept."""

    __tablename__ = "password_links"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    expires_at: Mapped[dt.datetime]


class Choice(Base):
    """A setting that was chosen at the console, in place of its default; the log has who and when.

    The value is JSON, in which null is a choice too: none.
    """

    __tablename__ = "choices"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)


class LogoPicture(Base):
    """The clinic's logo, as PNG: one row at most, which the choice `logo` names."""

    __tablename__ = "logos"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    png: Mapped[bytes] = mapped_column(LargeBinary)


class AuditEntry(Base):
    """Something that was seen, changed, taken out or erased; the database refuses to change it.

    It names no patient but by a number, so that it may outlive an erasure.
    """

    __tablename__ = "audit"
    __table_args__ = (
        Index("ix_audit_subject", "kind", "subject", "id"),
        # the newest change is looked for all the time, and looks are most of the log
        Index("ix_audit_changes", "id", sqlite_where=CHANGES, postgresql_where=CHANGES),
        NEVER_REUSE_IDS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(default=now, index=True)
    # null for the house itself, as where a command did it
    staff_id: Mapped[int | None] = mapped_column(index=True)
    who: Mapped[str] = mapped_column(String(80))
    action: Mapped[str] = mapped_column(String(32))
    # what it was done to: `intake`, `patient`, `staff`, ..., and which
    kind: Mapped[str | None] = mapped_column(String(16))
    subject: Mapped[str | None] = mapped_column(String(64))
    detail: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
