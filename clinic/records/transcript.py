"""The transcript of a talk: messages with their answers; a reload resumes, and none is doubled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import sessionmaker

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
    shown: bool
    answers: Answers | None


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

    def receive(self, sender: str, message_id: str, text: str, *, shown: bool) -> Answers | None:
        """Keep a message that came in; return its answer where it had one already, else None.

        Raises:
            MessageIdReusedError: the conversation has another message of this id.
        """
        with self._session.begin() as session:
            known = session.execute(
                select(Turn.text, Turn.answers).where(
                    Turn.sender == sender, Turn.message_id == message_id
                )
            ).one_or_none()
            if known is None:
                session.add(Turn(sender=sender, message_id=message_id, text=text, shown=shown))
                return None
            if known.text != text:
                raise MessageIdReusedError
            answers: Answers | None = known.answers
            return answers

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
            return [TalkTurn(row.message_id, row.text, row.shown, row.answers) for row in rows]
