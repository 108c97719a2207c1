"""Takes every row of a person out of the records; what stays tells that it happened, not whose."""

from __future__ import annotations

import datetime as dt
from contextlib import ExitStack
from typing import Any, Final, Literal, get_args

from sqlalchemy import ColumnElement, Engine, delete, exists, or_, select
from sqlalchemy.orm import Session, sessionmaker

from clinic.records.check_ins import forget_photographs
from clinic.records.consents import withdraw
from clinic.records.database import wipe_deleted
from clinic.records.dialogues import Dialogues
from clinic.records.hold_models import ErasureRequest, Hold
from clinic.records.holds import AllHeld, HeldError, lock_behind
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
from clinic.records.requests import is_asked, settle_photographs, settle_talk
from clinic.records.review_models import Merge, Note, Review, Takeover
from clinic.records.silence import silent
from clinic.staff.audit import Actor, write
from clinic.vault import Vault

# Whether the patient asked for the erasure in the talk, or took back the consent that all of it
# rested on, or asked staff, who did it, or the records were kept for as long as they may be.
InTalk = Literal["said", "withdrawn"]
Reason = Literal[InTalk, "staff", "age"]
IN_TALK: Final = get_args(InTalk)
AGE: Final = "age"
REASONS: Final = get_args(Reason)


class Eraser:
    """Deletes what is kept of somebody wherever it lies: rows, pictures, what Rasa remembers.

    Who was merged with them is the same person, and goes with them. The rows go before the
    pictures: a crash in between leaves pictures without a row, which are swept
    (`Photographs.sweep`). Called again, each method deletes what a failure left.

    All raise HeldError where the person is on hold, so that nothing is deleted; OSError where the
    rows are deleted, but the pictures' file system is out of reach, and TimeoutError where they are
    deleted, but SQLite's log still has them.
    """

    def __init__(
        self,
        engine: Engine,
        vault: Vault,
        dialogues: Dialogues,
        all_held: AllHeld = lambda _: False,
    ) -> None:
        """Delete by a database, the folder of pictures and Rasa's own store.

        Args:
            engine: of the records.
            vault: where the pictures lie.
            dialogues: what Rasa remembers.
            all_held: asks, within a transaction, whether every patient is on hold.
        """
        self._engine = engine
        self._session = sessionmaker(engine)
        self._vault = vault
        self._dialogues = dialogues
        self._all_held = all_held

    def dispose(self) -> None:
        """Close the connections to Rasa's store."""
        self._dialogues.dispose()

    def erase(self, sender: str, reason: str, by: Actor | None = None) -> None:
        """Delete a person in every conversation; each that had anything is kept to be erased.

        Where somebody else than the patient does it, the log tells so (`by`).

        Raises:
            ValueError: the reason is none of `REASONS`.
        """
        in_talk = reason in IN_TALK
        self.delete(sender, reason, in_talk=in_talk, by=by)
        wipe_deleted(self._engine)
        if not in_talk:
            self._dialogues.wipe()

    def delete(  # noqa: PLR0913  # what an erasure may depend on
        self,
        sender: str,
        reason: str,
        *,
        in_talk: bool = False,
        silent_since: dt.datetime | None = None,
        if_asked: bool = False,
        by: Actor | None = None,
    ) -> bool:
        """Delete a person as `erase` does, but leave traces in SQLite's files until `wipe`.

        Args:
            sender: the channel's unguessable name for a conversation of theirs.
            reason: one of `REASONS`.
            in_talk: whether a turn of Rasa's is under way there, which forgets it itself.
            silent_since: delete nothing where anything was heard of them since.
            by: who does it, for the log; None where the patient does.
            if_asked: delete nothing where the request for it was taken back.

        Returns whether there was anything.

        Raises:
            ValueError: the reason is none of `REASONS`.
        """
        if reason not in REASONS:
            raise ValueError(f"reason must be one of {', '.join(REASONS)}, not {reason!r}")
        with self._session.begin() as session:
            asking, *others = self._conversations(session, sender)
            if silent_since and _heard(session, [asking, *others], silent_since):
                return False
            if if_asked and not is_asked(session, sender, reason):
                return False
            number = session.scalar(select(Patient.id).where(Patient.sender == asking))
            found = [_erase(session, each, reason) for each in (asking, *others)]
            if by and any(found):
                # with the deletion: neither is without the other
                write(session, by, "erased", "patient", number, reason=reason)
            # before the rows are gone for good: where this fails, they still tell who it was
            self._dialogues.forget(others if in_talk else [asking, *others])
        self._delete_pictures(asking, *others)
        return any(found)

    def wipe(self) -> None:
        """Leave no trace of what `delete` deleted."""
        wipe_deleted(self._engine)
        self._dialogues.wipe()

    def erase_photographs(self, sender: str, until: dt.datetime | None = None) -> None:
        """Delete a person's photographs in every conversation; the consent to them is withdrawn.

        Where they asked for it some time ago, what they agreed to since then stays.

        Args:
            sender: the channel's unguessable name for a conversation of theirs.
            until: only what came until then; all by default.
        """
        until = until or now()
        with self._session.begin() as session:
            senders = self._conversations(session, sender)
            withdraw(session, senders, "photo", until=until)
            theirs = Photograph.sender.in_(senders)
            session.execute(delete(Photograph).where(theirs, Photograph.created_at <= until))
            for each in senders:
                forget_photographs(session, each, until)
            settle_photographs(session, senders, until)
            # files of the others are swept
            stay = set(session.scalars(select(Photograph.sender).where(theirs)))
        self._delete_pictures(*(each for each in senders if each not in stay))

    def forget_talk(self, sender: str, *, in_talk: bool = True) -> None:
        """Delete the transcript and photographs of one conversation alone.

        Args:
            sender: the channel's unguessable name for the conversation.
            in_talk: whether a turn of Rasa's is under way there, which forgets it itself.
        """
        with self._session.begin() as session:
            self._conversations(session, sender)
            for model in (Turn, Photograph, Outgoing, Address, LinkCode):
                session.execute(delete(model).where(model.sender == sender))
            settle_talk(session, sender)
            if not in_talk:
                self._dialogues.forget([sender])
        self._delete_pictures(sender)
        wipe_deleted(self._engine)

    def _delete_pictures(self, *senders: str) -> None:
        with ExitStack() as each_is_tried:
            for sender in senders:
                each_is_tried.callback(self._vault.delete_all, sender)

    def _conversations(self, session: Session, sender: str) -> list[str]:
        """Return the conversations of the person behind one, that one first.

        The person is locked; where they are on hold, it is refused.
        """
        # first of all, as whoever writes does: two that lock in another order block each other
        person, is_held = lock_behind(session, sender, self._all_held)
        if is_held:
            raise HeldError
        return [sender, *(each.sender for each in person if each.sender != sender)]


def _heard(session: Session, senders: list[str], since: dt.datetime) -> bool:
    """Tell whether anything was heard in some conversations since, however short a while ago."""
    theirs = exists().where(Patient.sender.in_(senders), ~silent(since))
    # who never came as far as a patient has no more than these
    wrote = exists().where(Turn.sender.in_(senders), Turn.at >= since)
    sent = exists().where(Photograph.sender.in_(senders), Photograph.created_at >= since)
    return bool(session.scalar(select(or_(theirs, wrote, sent))))


def _erase(session: Session, sender: str, reason: str) -> bool:
    channel = session.scalar(select(Patient.channel).where(Patient.sender == sender))
    counts = {
        model.__tablename__: _count(session.execute(delete(model).where(owned)))
        for model, owned in _owned(sender)
    }
    deleted = {table: count for table, count in counts.items() if count}
    if deleted:
        session.add(Erasure(channel=channel, reason=reason, deleted=deleted))
    return bool(deleted)


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
        (Hold, Hold.patient_id.in_(patients)),
        (ErasureRequest, ErasureRequest.patient_id.in_(patients)),
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
