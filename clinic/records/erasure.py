"""Takes every row of a person out of the records; what stays tells that it happened, not whose."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any, Final, Literal, get_args

from sqlalchemy import ColumnElement, Engine, delete, or_, select, update
from sqlalchemy.orm import Session, sessionmaker

from clinic.records.check_ins import forget_photographs
from clinic.records.database import wipe_deleted
from clinic.records.dialogues import Dialogues
from clinic.records.messenger_models import Address, LinkCode, Outgoing
from clinic.records.models import (
    Alarm,
    Base,
    CheckIn,
    Consent,
    Delivery,
    Erasure,
    Fact,
    GivenWarning,
    Intake,
    Patient,
    Photograph,
    Turn,
    now,
)
from clinic.records.persons import lock_person
from clinic.records.review_models import Merge, Note, Review, Takeover
from clinic.vault import Vault

# Whether the patient asked for the erasure in the talk, or took back the consent that all of it
# rested on, or asked staff, who did it.
Reason = Literal["said", "withdrawn", "staff"]
STAFF: Final = "staff"
REASONS: Final = get_args(Reason)


class Eraser:
    """Deletes what is kept of somebody wherever it lies: rows, pictures, what Rasa remembers.

    Who was merged with them is the same person, and goes with them. The rows go before the
    pictures: a crash in between leaves pictures without a row, which are swept
    (`Photographs.sweep`). Called again, each method deletes what a failure left.

    All raise OSError where the rows are deleted, but the pictures' file system is out of reach, and
    TimeoutError where they are deleted, but SQLite's log still has them.
    """

    def __init__(self, engine: Engine, vault: Vault, dialogues: Dialogues) -> None:
        """Delete by a database, the folder of pictures and Rasa's own store."""
        self._engine = engine
        self._session = sessionmaker(engine)
        self._vault = vault
        self._dialogues = dialogues

    def dispose(self) -> None:
        """Close the connections to Rasa's store."""
        self._dialogues.dispose()

    def erase(self, sender: str, reason: str) -> None:
        """Delete a person in every conversation; each that had anything is kept to be erased.

        Raises:
            ValueError: the reason is none of `REASONS`.
        """
        if reason not in REASONS:
            raise ValueError(f"reason must be one of {', '.join(REASONS)}, not {reason!r}")
        with self._session.begin() as session:
            asking, *others = _conversations(session, sender)
            for each in (asking, *others):
                _erase(session, each, reason)
            # where staff erase, no turn of Rasa's is under way that forgets the conversation itself
            talks = [asking, *others] if reason == STAFF else others
            # before the rows are gone for good: where this fails, they still tell who it was
            self._dialogues.forget(talks)
        self._delete_pictures(asking, *others)
        wipe_deleted(self._engine)
        if reason == STAFF:
            self._dialogues.wipe()

    def erase_photographs(self, sender: str) -> None:
        """Delete a person's photographs in every conversation; the consent to them is withdrawn."""
        with self._session.begin() as session:
            senders = _conversations(session, sender)
            session.execute(
                update(Consent)
                .where(
                    Consent.patient_id.in_(select(Patient.id).where(Patient.sender.in_(senders))),
                    Consent.kind == "photo",
                    Consent.given,
                    Consent.withdrawn_at.is_(None),
                )
                .values(withdrawn_at=now())
            )
            session.execute(delete(Photograph).where(Photograph.sender.in_(senders)))
            for each in senders:
                forget_photographs(session, each)
        self._delete_pictures(*senders)

    def forget_talk(self, sender: str) -> None:
        """Delete the transcript and photographs of one conversation alone."""
        with self._session.begin() as session:
            for model in (Turn, Photograph, Outgoing, Address, LinkCode):
                session.execute(delete(model).where(model.sender == sender))
        self._delete_pictures(sender)
        wipe_deleted(self._engine)

    def _delete_pictures(self, *senders: str) -> None:
        with ExitStack() as each_is_tried:
            for sender in senders:
                each_is_tried.callback(self._vault.delete_all, sender)


def _conversations(session: Session, sender: str) -> list[str]:
    """Return the conversations of the person behind one, that one first; the person is locked."""
    patients = session.scalars(select(Patient.id).where(Patient.sender == sender)).all()
    # first of all, as whoever writes does: two that lock in another order block each other
    return [
        sender,
        *(each.sender for each in lock_person(session, *patients) if each.sender != sender),
    ]


def _erase(session: Session, sender: str, reason: str) -> None:
    channel = session.scalar(select(Patient.channel).where(Patient.sender == sender))
    counts = {
        model.__tablename__: _count(session.execute(delete(model).where(owned)))
        for model, owned in _owned(sender)
    }
    deleted = {table: count for table, count in counts.items() if count}
    if deleted:
        session.add(Erasure(channel=channel, reason=reason, deleted=deleted))


def _owned(sender: str) -> list[tuple[type[Base], ColumnElement[bool]]]:
    """Return which rows are the patient's, those that belong to others first."""
    patients = select(Patient.id).where(Patient.sender == sender)
    intakes = select(Intake.id).where(Intake.patient_id.in_(patients))
    alarms = select(Alarm.id).where(Alarm.patient_id.in_(patients))
    return [
        (Delivery, Delivery.alarm_id.in_(alarms)),
        (Alarm, Alarm.patient_id.in_(patients)),
        (Note, Note.intake_id.in_(intakes)),
        (Review, Review.intake_id.in_(intakes)),
        (Fact, Fact.intake_id.in_(intakes)),
        (GivenWarning, GivenWarning.intake_id.in_(intakes)),
        (CheckIn, CheckIn.patient_id.in_(patients)),
        (Intake, Intake.patient_id.in_(patients)),
        (Consent, Consent.patient_id.in_(patients)),
        (Merge, or_(Merge.patient_id.in_(patients), Merge.same_as.in_(patients))),
        (Patient, Patient.sender == sender),
        (Turn, Turn.sender == sender),
        (Takeover, Takeover.sender == sender),
        (Outgoing, Outgoing.sender == sender),
        (Address, Address.sender == sender),
        (LinkCode, LinkCode.sender == sender),
        (Photograph, Photograph.sender == sender),
    ]


def _count(result: Any) -> int:
    return int(result.rowcount)
