"""A channel that writes down what it was to deliver, with the stand-in for Rasa behind it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from bot.gateway import conversation
from bot.gateway import rasa as rasa_module
from bot.gateway.conversation import Conversations, Update
from bot.gateway.rasa import Rasa
from clinic.http.limits import Limit
from clinic.records import TalkTurn, Transcript
from clinic.settings import Settings
from tests.bot.gateway.conftest import PATIENCE

ACNE = TalkTurn("1", "acne")


class Channel:
    """A channel that writes down what it was to deliver."""

    def __init__(self, settings: Settings, limit: str = "1000/minute") -> None:
        self.updates: list[tuple[str, Update]] = []
        self.rasa = Rasa(settings, patience=PATIENCE)
        self.transcript = Transcript.open(settings)
        self.talks = Conversations(self.transcript, self.rasa, Limit(limit), deliver=self.deliver)

    async def deliver(self, sender: str, update: Update) -> None:
        self.updates.append((sender, update))

    async def until(self, true: Callable[[], Any]) -> None:
        async with asyncio.timeout(20):
            while not true():
                await asyncio.sleep(0.01)

    def of(self, message_id: str, sender: str = "asha") -> list[Update]:
        return [
            update
            for to, update in self.updates
            if to == sender and update.turn.message_id == message_id
        ]

    def answers(self, message_id: str, sender: str = "asha") -> list[list[str]]:
        """The texts of each answer that was delivered to a message."""
        return [
            [text for answer in update.turn.answers for text in answer["texts"]]
            for update in self.of(message_id, sender)
            if update.turn.answers is not None
        ]

    async def is_answered(self, message_id: str, sender: str = "asha") -> list[str]:
        await self.until(lambda: self.answers(message_id, sender))
        return self.answers(message_id, sender)[0]

    async def close(self) -> None:
        await self.talks.finish()
        await self.rasa.close()
        self.transcript.dispose()


@pytest.fixture
async def channel(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Channel]:
    monkeypatch.setattr(conversation, "FIRST_PAUSE_SECONDS", 0.02)
    monkeypatch.setattr(rasa_module, "LOOK_SECONDS", 0.05)
    channel = Channel(settings)
    yield channel
    await channel.close()
