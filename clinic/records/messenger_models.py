"""The tables of messengers: addresses, what arrived, what goes out, and codes that link a talk."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from clinic.records.models import NEVER_REUSE_IDS, Base, now


class Address(Base):
    """Where a conversation is reached on a messenger.

    `key` is a keyed digest of channel and address, which nobody can try out without the clinic's
    secret; `sealed` is the address itself, encrypted.
    """

    __tablename__ = "addresses"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    channel: Mapped[str] = mapped_column(String(32))
    sealed: Mapped[str] = mapped_column(Text)
    sender: Mapped[str] = mapped_column(String(255), index=True)
    # when something came from there last; WhatsApp lets one answer freely for 24 hours
    heard_at: Mapped[dt.datetime] = mapped_column(default=now)
    # since when the patient blocks the assistant
    gone_at: Mapped[dt.datetime | None]


class Arrival(Base):
    """An event that came in, by a keyed digest of its id: delivered again, it does nothing.

    It outlives an erasure, so that an old delivery cannot begin a new talk, and tells of nobody.
    `owed` is the encrypted address that still waits for the answer: it is there until that is in
    the outbox, so that the last words of an erased talk survive a crash.
    """

    __tablename__ = "arrivals"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    channel: Mapped[str] = mapped_column(String(32))
    address_key: Mapped[str | None] = mapped_column(String(64))
    owed: Mapped[str | None] = mapped_column(Text)
    at: Mapped[dt.datetime] = mapped_column(default=now, index=True)


class Outgoing(Base):
    """A message on its way to a patient: the outbox of the messengers.

    `next_at` is when it is tried next, and null once it was sent or given up. `trying_at` is set
    while a piece of it is with the platform and nobody knows yet whether it was taken.
    """

    __tablename__ = "outgoing"
    __table_args__ = (
        Index(
            "ix_outgoing_waiting",
            "address_key",
            "id",
            sqlite_where=text("next_at IS NOT NULL"),
            postgresql_where=text("next_at IS NOT NULL"),
        ),
        NEVER_REUSE_IDS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(32))
    address_key: Mapped[str] = mapped_column(String(64))
    sealed: Mapped[str] = mapped_column(Text)
    sender: Mapped[str] = mapped_column(String(255), index=True)
    # `answer`, `notice`, `delayed`, or `last`: the last words of a talk that was erased
    kind: Mapped[str] = mapped_column(String(16))
    # the id of the message that it answers
    turn: Mapped[str | None] = mapped_column(String(64))
    message: Mapped[dict[str, Any]] = mapped_column(JSON)
    pieces_sent: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[dt.datetime | None]
    trying_at: Mapped[dt.datetime | None]
    last_error: Mapped[str | None] = mapped_column(String(255))
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    sent_at: Mapped[dt.datetime | None]
    failed_at: Mapped[dt.datetime | None]


class LinkCode(Base):
    """A code that takes a talk along to a messenger, once; only its keyed digest is kept."""

    __tablename__ = "link_codes"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    sender: Mapped[str] = mapped_column(String(255), index=True)
    expires_at: Mapped[dt.datetime]
