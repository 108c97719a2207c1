"""A talk as browsers see it: its turns, and the events that tell what became of them."""

from __future__ import annotations

from typing import Annotated

from fastapi.sse import ServerSentEvent
from pydantic import BaseModel, Field

from bot.channels.web.feed import Feed
from bot.gateway.conversation import GREETING, Conversations, Update
from bot.gateway.messages import Message
from bot.gateway.parts import Shown, shown
from bot.gateway.words import text
from clinic.emergency import Emergency
from clinic.records import TalkTurn
from clinic.settings import Settings


class ShownTurn(BaseModel):
    """A message of the patient with what became of it; the id is the browser's."""

    id: str
    text: Annotated[str | None, Field(description="null where the words are not shown")]
    photo: str | None
    messages: Annotated[list[Shown] | None, Field(description="null while there is no answer")]
    problem: Annotated[str | None, Field(description="why the answer comes later, for the patient")]


class Talk(BaseModel):
    """A talk, oldest turn first."""

    turns: list[ShownTurn]


class Erased(BaseModel):
    """The talk was deleted by the message of this id; these are the last words."""

    id: str
    messages: list[Shown]


def show_turn(turn: TalkTurn, emergency: Emergency, *, delayed: bool) -> ShownTurn:
    """Return a turn as browsers see it."""
    return ShownTurn(
        id=turn.message_id,
        text=turn.text if turn.shown else None,
        photo=turn.photo,
        messages=None if turn.answers is None else _messages(turn, emergency),
        problem=_problem(turn, emergency) if delayed else None,
    )


def _problem(turn: TalkTurn, emergency: Emergency) -> str:
    is_greeting = turn.message_id == GREETING.message_id
    return text(
        "troubles.greeting" if is_greeting else "troubles.delayed", emergency=emergency.number
    )


async def show_talk(talks: Conversations, sender: str, emergency: Emergency) -> Talk:
    """Return a conversation as browsers see it."""
    turns = await talks.talk(sender)
    return Talk(
        turns=[
            show_turn(turn, emergency, delayed=talks.is_late(sender, turn.message_id))
            for turn in turns
        ]
    )


class Delivery:
    """Brings the updates of talks to the browsers that show them."""

    def __init__(self, feed: Feed, settings: Settings) -> None:
        self._feed, self._settings = feed, settings

    async def __call__(self, sender: str, update: Update) -> None:
        """Tell who listens to a talk what became of a message."""
        self._feed.publish(sender, lambda: self._event(update))

    def _event(self, update: Update) -> ServerSentEvent:
        if update.erased:
            erased = Erased(
                id=update.turn.message_id, messages=_messages(update.turn, self._settings.emergency)
            )
            return event("erased", erased)
        return event(
            "turn", show_turn(update.turn, self._settings.emergency, delayed=update.delayed)
        )


def event(name: str, content: BaseModel) -> ServerSentEvent:
    """Return an event of the feed."""
    return ServerSentEvent(event=name, raw_data=content.model_dump_json())


def _messages(turn: TalkTurn, emergency: Emergency) -> list[Shown]:
    return [shown(Message(**answer), emergency) for answer in turn.answers or []]
