"""The messengers that the settings name, put together: what comes in, what goes out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import asdict
from typing import Any, Final

from bot.gateway.channel import Channel
from bot.gateway.conversation import Conversations, Update
from bot.gateway.dispatch import LOOK_SECONDS, Dispatch
from bot.gateway.inbox import Inbox, Rooms
from bot.gateway.messages import Message
from bot.gateway.words import text
from clinic.background import repeat
from clinic.http.limits import Limit
from clinic.photographs.receiver import Receiver
from clinic.records import Arrivals, LinkCodes, OutgoingMessages, Seals, Transcript
from clinic.settings import Settings

SWEEP_SECONDS: Final = 3600
# Codes that an address may try: one of them has 50 bits.
CODES: Final = "5/hour"


class Messengers:
    """What all messengers have in common: the outbox, the arrivals, the codes."""

    def __init__(
        self,
        settings: Settings,
        channels: Mapping[str, Channel[Any]],
        transcript: Transcript,
        receiver: Receiver,
    ) -> None:
        """Put the parts together; nothing is sent before `running`.

        Raises:
            SecretUnusableError: as of `clinic.secret`.
        """
        self._seals = Seals.open(settings)
        self._outgoing = OutgoingMessages.open(settings)
        self._arrivals = Arrivals.open(settings)
        self.links = LinkCodes.open(settings)
        self.channels = dict(channels)
        self._transcript, self._settings = transcript, settings
        self.dispatch = Dispatch(self._outgoing, channels, self._seals, settings)
        self._rooms = Rooms(
            arrivals=self._arrivals,
            links=self.links,
            transcript=transcript,
            receiver=receiver,
            photographs=Limit(f"{settings.photos_an_hour}/hour"),
            codes=Limit(CODES),
        )

    def ways(self, code: str) -> dict[str, str]:
        """Return the addresses that open a messenger and say a code there, by its name."""
        links = {name: channel.link(code) for name, channel in self.channels.items()}
        return {name: url for name, url in links.items() if url}

    def inbox(self, talks: Conversations) -> Inbox:
        """Return what takes events in, for talks that deliver by `deliver`."""
        return Inbox(talks, self.dispatch, self._seals, self._rooms)

    async def deliver(self, sender: str, update: Update) -> None:
        """Send what a turn put into the outbox; where Rasa fails, say that the answer is late."""
        if update.address_key:
            self.dispatch.wake(update.address_key)
        elif update.delayed and update.turn.channel in self.channels:
            said = text("troubles.delayed", emergency=self._settings.emergency.number)
            message = asdict(Message(texts=[said]))
            await asyncio.to_thread(self._transcript.tell_of_delay, sender, update.turn, message)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Send until the block ends, and then finish what is being sent."""
        goodbye = asdict(Message(texts=[text("messengers.erased")]))
        for address_key in await asyncio.to_thread(self._arrivals.last_words, [goodbye]):
            self.dispatch.wake(address_key)
        stopping = asyncio.Event()
        work = asyncio.gather(
            repeat(self.dispatch.turn, LOOK_SECONDS, stopping),
            repeat(self._sweep, SWEEP_SECONDS, stopping),
        )
        try:
            yield
        finally:
            stopping.set()
            await work
            await self.dispatch.finish()
            for store in (self._outgoing, self._arrivals, self.links):
                store.dispose()

    async def _sweep(self) -> None:
        for job in (
            self._outgoing.forget_sent,
            self._arrivals.forget_old,
            self.links.forget_expired,
        ):
            await asyncio.to_thread(job)
