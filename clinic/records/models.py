"""The records' tables: patients, consents, intakes with facts and warnings, alarms, the talk."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from sqlalchemy import (
    JSON,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    MetaData,
    String,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

# Named constraints, so that a migration can change each on SQLite too.
NAMES: Final = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


# An id that was erased is never given again: nobody's answers may end in another's intake.
NEVER_REUSE_IDS: Final = {"sqlite_autoincrement": True}


def now() -> dt.datetime:
    """Return the time, in UTC."""
    return dt.datetime.now(dt.UTC)


class UtcDateTime(TypeDecorator[dt.datetime]):
    """A time in UTC on every database; SQLite itself keeps no time zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Turn any time zone to UTC; a time without one is refused.

        Raises:
            ValueError: the time names no zone.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time in the records needs a time zone")
        return value.astimezone(dt.UTC)

    def process_result_value(
        self, value: dt.datetime | None, dialect: Dialect
    ) -> dt.datetime | None:
        """Give the time zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


class Base(DeclarativeBase):
    """What all tables share."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {dt.datetime: UtcDateTime(), list[str]: JSON()}  # noqa: RUF012


def _belongs_to(table: str) -> Any:
    """A column that goes with its row in another table, deletion included."""
    return mapped_column(ForeignKey(f"{table}.id", ondelete="CASCADE"), index=True)


class Patient(Base):
    """A person on a channel; `sender` is the channel's unguessable name for the conversation."""

    __tablename__ = "patients"
    __table_args__ = NEVER_REUSE_IDS

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(32))
    sender: Mapped[str] = mapped_column(String(255), unique=True)
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    # what staff call them: a name, or a number of the clinic's own system
    label: Mapped[str | None] = mapped_column(String(80))


class Consent(Base):
    """One answer to one consent, with the very text that was shown."""

    __tablename__ = "consents"

    id: Mapped[int] = mapped_column(primary_key=True)
    patient_id: Mapped[int] = _belongs_to("patients")
    kind: Mapped[str] = mapped_column(String(32))
    version: Mapped[str] = mapped_column(String(32))
    text: Mapped[str] = mapped_column(Text)
    given: Mapped[bool]
    at: Mapped[dt.datetime] = mapped_column(default=now)
    withdrawn_at: Mapped[dt.datetime | None]


class Intake(Base):
    """One round of questions, and what the rules said to the answers."""

    __tablename__ = "intakes"
    __table_args__ = NEVER_REUSE_IDS

    id: Mapped[int] = mapped_column(primary_key=True)
    patient_id: Mapped[int] = _belongs_to("patients")
    status: Mapped[str] = mapped_column(String(16), default="open")
    season: Mapped[str | None] = mapped_column(String(8))
    started_at: Mapped[dt.datetime] = mapped_column(default=now)
    updated_at: Mapped[dt.datetime] = mapped_column(default=now, onupdate=now)
    completed_at: Mapped[dt.datetime | None]
    triage_level: Mapped[str | None] = mapped_column(String(16))
    triage_reasons: Mapped[list[str]] = mapped_column(default=list)
    advice: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    # whether the plan waits for the clinic's review, so that the patient has it not yet
    plan_held: Mapped[bool] = mapped_column(default=False, server_default=false())
    # who of the staff stands by the plan as it is, and what they say to the patient with it
    approved_by: Mapped[str | None] = mapped_column(String(80))
    approved_at: Mapped[dt.datetime | None]
    plan_words: Mapped[str | None] = mapped_column(Text)


class Fact(Base):
    """The value of one fact from one moment on; `superseded_at` ends it, and the row stays."""

    __tablename__ = "facts"
    __table_args__ = (
        # one current value a key
        Index(
            "ix_facts_current",
            "intake_id",
            "key",
            unique=True,
            sqlite_where=text("superseded_at IS NULL"),
            postgresql_where=text("superseded_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    intake_id: Mapped[int] = _belongs_to("intakes")
    key: Mapped[str] = mapped_column(String(64))
    value: Mapped[Any] = mapped_column(JSON)
    origin: Mapped[str] = mapped_column(String(16))
    message: Mapped[str] = mapped_column(Text)
    at: Mapped[dt.datetime] = mapped_column(default=now)
    superseded_at: Mapped[dt.datetime | None]


class GivenWarning(Base):
    """A warning in the words in which the patient was given it, when it was first given so."""

    __tablename__ = "warnings"
    # the queue is looked through by rule
    __table_args__ = (Index("ix_warnings_rule", "rule", "intake_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    intake_id: Mapped[int] = _belongs_to("intakes")
    rule: Mapped[str] = mapped_column(String(64))
    severity: Mapped[str] = mapped_column(String(16))
    message: Mapped[str] = mapped_column(Text)
    at: Mapped[dt.datetime] = mapped_column(default=now)


class Alarm(Base):
    """What staff must see: a red flag, or a wish for a person; listed until it is acknowledged.

    Before consent a red flag stands alone, without the message.
    """

    __tablename__ = "alarms"
    __table_args__ = (
        Index(
            "ix_alarms_open",
            "id",
            sqlite_where=text("acknowledged_at IS NULL"),
            postgresql_where=text("acknowledged_at IS NULL"),
        ),
        # a mail names its alarm: the number must never come to mean another
        NEVER_REUSE_IDS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    patient_id: Mapped[int] = _belongs_to("patients")
    intake_id: Mapped[int | None] = _belongs_to("intakes")
    level: Mapped[str] = mapped_column(String(16))
    reasons: Mapped[list[str]]
    message: Mapped[str | None] = mapped_column(Text)
    at: Mapped[dt.datetime] = mapped_column(default=now)
    acknowledged_at: Mapped[dt.datetime | None]
    acknowledged_by: Mapped[str | None] = mapped_column(String(80))


class Delivery(Base):
    """An alarm on its way to the staff by one route: the outbox.

    `next_at` is when it is tried or repeated next, and null where that is over. Who sends it moves
    `next_at` past the time that sending may take, so that nobody else does meanwhile.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("alarm_id", "route"),
        Index(
            "ix_deliveries_due",
            "next_at",
            sqlite_where=text("next_at IS NOT NULL"),
            postgresql_where=text("next_at IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    alarm_id: Mapped[int] = mapped_column(ForeignKey("alarms.id", ondelete="CASCADE"))
    route: Mapped[str] = mapped_column(String(255))
    # tries since it was last sent
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[dt.datetime | None]
    last_error: Mapped[str | None] = mapped_column(String(255))
    # how often it was sent, reminders included, and when last
    times_sent: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[dt.datetime | None]


class CheckIn(Base):
    """That a patient is asked, some weeks after the plan, how the skin is; and what came back.

    It is pending until it is begun, which sends it, or cancelled.
    """

    __tablename__ = "check_ins"
    __table_args__ = (
        UniqueConstraint("intake_id", "weeks"),
        Index(
            "ix_check_ins_pending",
            "due_at",
            sqlite_where=text("begun_at IS NULL AND cancelled_at IS NULL"),
            postgresql_where=text("begun_at IS NULL AND cancelled_at IS NULL"),
        ),
        # its number is told to the dialogue: it must never come to mean another
        NEVER_REUSE_IDS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    patient_id: Mapped[int] = _belongs_to("patients")
    intake_id: Mapped[int] = mapped_column(ForeignKey("intakes.id", ondelete="CASCADE"))
    # after the day from which they are counted, to which the answers are compared
    weeks: Mapped[int]
    due_at: Mapped[dt.datetime]
    begun_at: Mapped[dt.datetime | None]
    cancelled_at: Mapped[dt.datetime | None]
    answered_at: Mapped[dt.datetime | None]
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class Erasure(Base):
    """That an erasure happened; nothing in it tells whose."""

    __tablename__ = "erasures"

    id: Mapped[int] = mapped_column(primary_key=True)
    # None where there was a talk, but no patient yet
    channel: Mapped[str | None] = mapped_column(String(32))
    reason: Mapped[str] = mapped_column(String(16))
    # how many rows of each table
    deleted: Mapped[dict[str, int]] = mapped_column(JSON)
    at: Mapped[dt.datetime] = mapped_column(default=now)


class Turn(Base):
    """A message of the talk with its answer, as the page shows them after a reload.

    It stands beside the patient's records, not under them: a talk begins before there is a patient.
    `answers` is null while the message waits for its answer.
    """

    __tablename__ = "turns"
    __table_args__ = (
        UniqueConstraint("sender", "message_id"),
        Index(
            "ix_turns_waiting",
            "sender",
            sqlite_where=text("answers IS NULL"),
            postgresql_where=text("answers IS NULL"),
        ),
        Index("ix_turns_at", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sender: Mapped[str] = mapped_column(String(255))
    channel: Mapped[str] = mapped_column(String(32), server_default="web")
    message_id: Mapped[str] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(Text)
    shown: Mapped[bool]
    # the id of a photograph that came with the words
    photo: Mapped[str | None] = mapped_column(String(64))
    answers: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON(none_as_null=True))
    at: Mapped[dt.datetime] = mapped_column(default=now)
    # of a messenger: when it was said by the platform's clock, which photographs came together,
    # and the id of the message whose words these replace
    said_at: Mapped[dt.datetime | None]
    album: Mapped[str | None] = mapped_column(String(64))
    corrects: Mapped[str | None] = mapped_column(String(64))


class Photograph(Base):
    """A photograph that a patient sent; the picture itself lies encrypted in the vault.

    Like the talk it stands beside the patient's records: it may come before there is a patient. It
    is `received` until the patient agrees to it (a consent of the kind `photo`), and then `kept`.
    Once it was kept long enough it is `measured`: the pictures are gone, the report stays.
    """

    __tablename__ = "photographs"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    sender: Mapped[str] = mapped_column(String(255), index=True)
    channel: Mapped[str] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    kept_at: Mapped[dt.datetime | None]
    # pixels, and the size of the JPEG
    width: Mapped[int]
    height: Mapped[int]
    bytes: Mapped[int]
    # the report of contract/photo.md, once it was looked at
    report: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    looked_at: Mapped[dt.datetime | None]
