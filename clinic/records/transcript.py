"""The transcript of a talk: messages with their answers; a reload resumes, and none is doubled."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session, sessionmaker

from clinic.records.database import open_database
from clinic.records.models import Turn
from clinic.settings import Settings

Answers = list[dict[str, Any]]


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

    def says_the_same(self, other: TalkTurn) -> bool:
        """Tell whether two messages of one id are one."""
        return (self.text, self.photo) == (other.text, other.photo)


class Transcript:
    """The talks, by the unguessable name of each conversation; `Records.erase` deletes them."""

    def __init__(self, url: str) -> None:
        """Open the transcript at a database's address; it must be migrated already."""
        self._engine = open_database(url)
        self._session = sessionmaker(self._engine)

    @classmethod
    def open(cls, settings: Settings) -> Transcript:
        """Open the transcript where the settings say."""
        return cls(settings.records_url)

    def dispose(self) -> None:
        """Close the connections to the database."""
        self._engine.dispose()

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

    def receive(self, sender: str, channel: str, turn: TalkTurn) -> None:
        """Keep a message that came in; one that is known already changes nothing.

        Raises:
            MessageIdReusedError: the conversation has another message of this id.
        """
        with self._session.begin() as session:
            if not _known(session, sender, turn):
                session.add(Turn(sender=sender, channel=channel, **asdict(turn)))

    def next_waiting(self, sender: str) -> TalkTurn | None:
        """Return the oldest message of a conversation that has no answer yet."""
        with self._session.begin() as session:
            row = session.scalar(
                select(Turn)
                .where(Turn.sender == sender, Turn.answers.is_(None))
                .order_by(Turn.id)
                .limit(1)
            )
            return _read(row) if row else None

    def waiting(self, channel: str) -> list[str]:
        """Return the conversations of a channel in which a message has no answer yet."""
        with self._session.begin() as session:
            waits = select(Turn.sender).where(Turn.channel == channel, Turn.answers.is_(None))
            return list(session.scalars(waits.distinct()))

    def answer(self, sender: str, message_id: str, answers: Answers) -> bool:
        """Keep the answer to a message; return False where the turn itself erased the talk."""
        with self._session.begin() as session:
            kept = session.scalar(
                update(Turn)
                .where(Turn.sender == sender, Turn.message_id == message_id)
                .values(answers=answers)
                .returning(Turn.id)
            )
            return kept is not None

    def of(self, sender: str) -> list[TalkTurn]:
        """Return a conversation, oldest first."""
        with self._session.begin() as session:
            rows = session.scalars(select(Turn).where(Turn.sender == sender).order_by(Turn.id))
            return [_read(row) for row in rows]


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
    return TalkTurn(row.message_id, row.text, row.shown, row.photo, row.answers)
