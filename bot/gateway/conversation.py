"""One turn of a talk, whatever the channel: in order, answered once, kept."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import asdict, dataclass
from typing import Any, Final
from weakref import WeakValueDictionary

from bot.gateway.messages import grouped
from bot.gateway.rasa import Rasa
from clinic.records import TalkTurn, Transcript

# The patient need not type to be greeted; no client can use this id, as theirs are UUIDs.
GREETING_ID: Final = "greeting"
GREETING: Final = "hello"
# Answers to the erasures that were done last, for a client that asks again.
ERASURES: Final = 256


@dataclass(frozen=True)
class Reply:
    """The answer to a message; `kept` is false where the turn erased the talk."""

    messages: list[dict[str, Any]]
    kept: bool = True


class Conversations:
    """The talks of one channel."""

    def __init__(self, transcript: Transcript, rasa: Rasa, *, channel: str) -> None:
        self._transcript, self._rasa, self._channel = transcript, rasa, channel
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._turns: set[asyncio.Task[Reply]] = set()
        self._erasures: OrderedDict[tuple[str, str], Reply] = OrderedDict()

    async def say(self, sender: str, message_id: str, text: str, *, shown: bool = True) -> Reply:
        """Return the answer to a message, the same each time it comes with the same id.

        A conversation's messages are answered one after the other, in the order in which they came.
        A turn that has begun is finished, though its client be gone.

        Raises:
            RasaUnavailableError: there is no answer yet; the message is kept, and sending it again
                with the same id asks once more.
            MessageIdReusedError: the conversation has another message of this id.
        """
        turn = asyncio.create_task(self._turn(sender, message_id, text, shown=shown))
        self._turns.add(turn)
        turn.add_done_callback(self._turns.discard)
        return await asyncio.shield(turn)

    async def talk(self, sender: str) -> list[TalkTurn]:
        """Return a talk, oldest turn first; a new one begins with the assistant's greeting.

        Raises:
            RasaUnavailableError: the greeting failed.
        """
        turns = await asyncio.to_thread(self._transcript.of, sender)
        if not any(turn.shown or turn.answers for turn in turns):
            await self.say(sender, GREETING_ID, GREETING, shown=False)
            turns = await asyncio.to_thread(self._transcript.of, sender)
        return turns

    async def finish(self) -> None:
        """Wait for the turns in flight."""
        await asyncio.gather(*self._turns, return_exceptions=True)

    async def _turn(self, sender: str, message_id: str, text: str, *, shown: bool) -> Reply:
        async with self._locks.setdefault(sender, asyncio.Lock()):
            if erasure := self._erasures.get((sender, message_id)):
                return erasure
            known = await asyncio.to_thread(
                self._transcript.receive, sender, message_id, text, shown=shown
            )
            if known is not None:
                return Reply(known)
            elements = await self._rasa.ask(sender, text, channel=self._channel)
            messages = [asdict(message) for message in grouped(elements)]
            if await asyncio.to_thread(self._transcript.answer, sender, message_id, messages):
                return Reply(messages)
            return self._erased(sender, message_id, messages)

    def _erased(self, sender: str, message_id: str, messages: list[dict[str, Any]]) -> Reply:
        """Hold the answer to an erasure in memory only: the talk must not be written again."""
        reply = self._erasures[sender, message_id] = Reply(messages, kept=False)
        if len(self._erasures) > ERASURES:
            self._erasures.popitem(last=False)
        return reply
