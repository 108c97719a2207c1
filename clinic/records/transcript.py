"""The transcript of a talk: messages with their answers; a reload resumes, and none is doubled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final

from sqlalchemy import Select, delete, func, or_, select, update
from sqlalchemy.orm import Session

from clinic.records import check_ins
from clinic.records.arrivals import Origin, place_of, settle, take
from clinic.records.messenger_models import Outgoing
from clinic.records.models import Patient, Turn, now
from clinic.records.outgoing import post
from clinic.records.red_flags import flag_unanswered
from clinic.records.review_models import Takeover
from clinic.records.reviews import wants_reply
from clinic.records.store import Store
from clinic.records.takeovers import STAFF_TURN, Holder, holder_of

Answers = list[dict[str, Any]]
# An answer that comes within this is not announced as late; one announcement serves for so long.
PATIENCE: Final = dt.timedelta(seconds=8)
TOLD_FOR: Final = dt.timedelta(minutes=10)


class MessageIdReusedError(ValueError):
    """The conversation has another message of the same id."""

    def __init__(self) -> None:
        super().__init__("another message of this conversation has the same id")


@dataclass(frozen=True)
class TalkTurn:
    """A patient's message and its answer, which is None while it waits for one."""

    message_id: str
    text: str
    # whether the page shows the words, or they only began the talk
    shown: bool = True
    photo: str | None = None
    answers: Answers | None = None
    # of a messenger: when it was said, which photographs came together, which message it corrects
    said_at: dt.datetime | None = field(default=None, compare=False)
    album: str | None = None
    corrects: str | None = None
    channel: str = "web"

    def says_the_same(self, other: TalkTurn) -> bool:
        """Tell whether two messages of one id are one."""
        return (self.text, self.photo) == (other.text, other.photo)


@dataclass(frozen=True)
class Kept:
    """What became of an answer: whether its talk was there still, and where it is on its way to."""

    erased: bool
    # the key of a messenger's address; None on the website
    address_key: str | None


@dataclass(frozen=True)
class Former:
    """What a message said that is now corrected, and what was asked before it."""

    text: str
    asked: str | list[str] | None


class Transcript(Store):
    """The talks, by the unguessable name of each conversation; `Records.erase` deletes them."""

    def check(self) -> None:
        """Look into the database; an error says that it is out of reach, or not migrated."""
        with self._session.begin() as session:
            session.execute(select(Turn.id).limit(1))

    def knows(self, sender: str, turn: TalkTurn) -> bool:
        """Tell whether a message came in before.

        Raises:
            MessageIdReusedError: the conversation has another message of this id.
        """
        with self._session.begin() as session:
            return _known(session, sender, turn)

    def receive(self, sender: str, turn: TalkTurn, origin: Origin | None = None) -> bool:
        """Keep a message that came in; one that is known already changes nothing.

        Args:
            sender: the conversation.
            turn: the message.
            origin: the event of a messenger that brought it, kept in the same transaction.

        Returns whether it is new.

        Raises:
            MessageIdReusedError: the conversation has another message of this id.
        """
        with self._session.begin() as session:
            if origin is not None and not take(session, origin, sender):
                return False
            if _known(session, sender, turn):
                return False
            session.add(Turn(sender=sender, **asdict(turn)))
            return True

    def begin(self, sender: str, check_in_id: int, turn: TalkTurn) -> bool:
        """Let a check-in that is due begin with a turn, where the patient was last; once.

        Returns False where it was begun or cancelled meanwhile.
        """
        with self._session.begin() as session:
            if not check_ins.begin(session, check_in_id, now()):
                return False
            channel = session.scalar(
                select(Turn.channel).where(Turn.sender == sender).order_by(Turn.id.desc()).limit(1)
            )
            is_there = channel is not None and place_of(session, sender, channel) is not None
            where = channel if channel and is_there else turn.channel
            session.add(Turn(sender=sender, **asdict(replace(turn, channel=where))))
            return True

    def amend(self, sender: str, message_id: str, text: str) -> bool:
        """Replace the words of a message that waits for its answer; False where it has one."""
        with self._session.begin() as session:
            changed = session.scalar(
                update(Turn)
                .where(Turn.sender == sender, Turn.message_id == message_id, Turn.answers.is_(None))
                .values(text=text)
                .returning(Turn.id)
            )
            return changed is not None

    def last_answered(self, sender: str) -> TalkTurn | None:
        """Return the message of a conversation that was answered last."""
        with self._session.begin() as session:
            row = session.scalar(
                select(Turn)
                .where(
                    Turn.sender == sender,
                    Turn.answers.is_not(None),
                    # what staff say in between asks for no button
                    ~Turn.message_id.startswith(STAFF_TURN),
                )
                .order_by(Turn.id.desc())
                .limit(1)
            )
            return _read(row) if row else None

    def said_after(self, sender: str, mark: str) -> str | None:
        """Return what was said next after a message, None where nothing was.

        Args:
            sender: the conversation.
            mark: how the message's id ends.

        Raises:
            LookupError: the conversation has no such message, or no more.
        """
        with self._session.begin() as session:
            of_talk = select(Turn).where(Turn.sender == sender)
            marked = of_talk.where(Turn.message_id.endswith(mark, autoescape=True))
            row = session.scalar(marked.order_by(Turn.id.desc()).limit(1))
            if row is None:
                raise LookupError(mark)
            after = session.scalar(of_talk.where(Turn.id > row.id).order_by(Turn.id).limit(1))
            return after.text if after else None

    def next_waiting(self, sender: str) -> TalkTurn | None:
        """Return the oldest message of a conversation that has no answer yet."""
        with self._session.begin() as session:
            row = session.scalar(_waiting(sender).limit(1))
            return _read(row) if row else None

    def more_of_album(self, sender: str, turn: TalkTurn) -> bool:
        """Tell whether another photograph that was sent together with this one waits too."""
        with self._session.begin() as session:
            others = _waiting(sender).where(
                Turn.album == turn.album, Turn.message_id != turn.message_id
            )
            return session.scalar(others.limit(1)) is not None

    def waiting(self) -> list[str]:
        """Return the conversations in which a message has no answer yet."""
        with self._session.begin() as session:
            return list(
                session.scalars(select(Turn.sender).where(Turn.answers.is_(None)).distinct())
            )

    def answer(self, sender: str, turn: TalkTurn, answers: Answers) -> Kept:
        """Keep the answer to a message, and on a messenger put it into the outbox with that.

        Where the turn itself erased the talk, the answer is the last that goes out.
        """
        with self._session.begin() as session:
            kept = _keep_answers(session, sender, turn, answers)
            to = settle(session, turn.message_id)
            if to is None and kept is not None:
                # begun by the house, as a check-in is
                to = place_of(session, sender, turn.channel)
            if to is not None:
                if kept is None:
                    post(session, to, "", answers, kind="last")
                else:
                    post(session, to, sender, answers, kind="answer", turn=turn.message_id)
            return Kept(erased=kept is None, address_key=to.address_key if to else None)

    def holder(self, sender: str) -> Holder | None:
        """Return who of the staff holds a talk, None where the assistant answers."""
        with self._look.begin() as session:
            return holder_of(session, sender)

    def leave_to_staff(self, sender: str, turn: TalkTurn, red_flags: Sequence[str] = ()) -> Kept:
        """Answer a message with nothing, as staff hold the talk: they see that it waits.

        Red flags in it alarm them all the same.
        """
        with self._session.begin() as session:
            kept = _keep_answers(session, sender, turn, [])
            settle(session, turn.message_id)
            patient = session.scalar(select(Patient.id).where(Patient.sender == sender))
            if patient is not None:
                wants_reply(session, patient)
                if red_flags:
                    flag_unanswered(session, patient, red_flags, turn.text)
            return Kept(erased=kept is None, address_key=None)

    def end_takeover(self, sender: str) -> None:
        """Let the assistant answer again."""
        with self._session.begin() as session:
            session.execute(delete(Takeover).where(Takeover.sender == sender))

    def tell_of_delay(self, sender: str, turn: TalkTurn, message: dict[str, Any]) -> str | None:
        """Tell once, on a messenger, that an answer is late, unless it comes in a moment.

        Returns the key of the address that it goes to, None where there is none.
        """
        with self._session.begin() as session:
            to = place_of(session, sender, turn.channel)
            if to is None:
                return None
            told = session.scalar(
                select(Outgoing.id).where(
                    Outgoing.address_key == to.address_key,
                    Outgoing.kind == "delayed",
                    or_(Outgoing.next_at.is_not(None), Outgoing.created_at > now() - TOLD_FOR),
                )
            )
            if told is None:
                at = now() + PATIENCE
                post(session, to, sender, [message], kind="delayed", at=at)
            return to.address_key

    def former(self, sender: str, turn: TalkTurn) -> Former | None:
        """Return what a correction replaces: the words as they were corrected last."""
        with self._session.begin() as session:
            row = session.scalar(
                select(Turn)
                .where(
                    Turn.sender == sender,
                    or_(Turn.message_id == turn.corrects, Turn.corrects == turn.corrects),
                    Turn.message_id != turn.message_id,
                )
                .order_by(Turn.id.desc())
                .limit(1)
            )
            first = session.scalar(
                select(Turn.id).where(Turn.sender == sender, Turn.message_id == turn.corrects)
            )
            if row is None or first is None:
                return None
            before = session.scalar(
                select(Turn.answers)
                .where(Turn.sender == sender, Turn.id < first, Turn.answers.is_not(None))
                .order_by(Turn.id.desc())
                .limit(1)
            )
            return Former(row.text, _asked(before or []))

    def of(self, sender: str) -> list[TalkTurn]:
        """Return a conversation, oldest first."""
        with self._session.begin() as session:
            rows = session.scalars(select(Turn).where(Turn.sender == sender).order_by(Turn.id))
            return [_read(row) for row in rows]


def _keep_answers(session: Session, sender: str, turn: TalkTurn, answers: Answers) -> int | None:
    return session.scalar(
        update(Turn)
        .where(Turn.sender == sender, Turn.message_id == turn.message_id)
        .values(answers=answers)
        .returning(Turn.id)
    )


def _waiting(sender: str) -> Select[Turn]:
    """Select the messages without an answer, in the order in which they were said."""
    return (
        select(Turn)
        .where(Turn.sender == sender, Turn.answers.is_(None))
        .order_by(func.coalesce(Turn.said_at, Turn.at), Turn.id)
    )


def _asked(answers: Answers) -> str | list[str] | None:
    """Return what answers ask for: the last question in them."""
    asked = [each["custom"]["asking"] for each in answers if "asking" in (each.get("custom") or {})]
    return asked[-1] if asked else None


def _known(session: Session, sender: str, turn: TalkTurn) -> bool:
    row = session.scalar(
        select(Turn).where(Turn.sender == sender, Turn.message_id == turn.message_id)
    )
    if row is None:
        return False
    if not _read(row).says_the_same(turn):
        raise MessageIdReusedError
    return True


def _read(row: Turn) -> TalkTurn:
    return TalkTurn(
        message_id=row.message_id,
        text=row.text,
        shown=row.shown,
        photo=row.photo,
        answers=row.answers,
        said_at=row.said_at,
        album=row.album,
        corrects=row.corrects,
        channel=row.channel,
    )
