"""Sends what the outbox holds: for each address in order, again after a failure, never for ever."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import random
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import replace
from typing import Any, Final

from cryptography.fernet import InvalidToken

from bot.gateway.channel import (
    Channel,
    GoneError,
    Recipient,
    RefusedError,
    SendError,
    TryLaterError,
    UncertainError,
)
from bot.gateway.events import Reported
from bot.gateway.messages import Message
from bot.gateway.parts import shown
from bot.gateway.presses import with_marks
from clinic.alerts.worker import pause_after
from clinic.records import OutgoingMessages, Parcel, Seals
from clinic.records.models import now
from clinic.settings import Settings

LOOK_SECONDS: Final = 1.0
FIRST_PAUSE: Final = dt.timedelta(seconds=2)
# Then staff are told.
GIVEN_UP_AFTER: Final = dt.timedelta(hours=6)
# How long the report of a platform may take, where it is not known whether it took a piece.
REPORT_WITHIN: Final = dt.timedelta(seconds=20)
log = logging.getLogger(__name__)


class Dispatch:
    """Sends messages by their channels; what belongs to another waits until that is back."""

    def __init__(
        self,
        outgoing: OutgoingMessages,
        channels: Mapping[str, Channel[Any]],
        seals: Seals,
        settings: Settings,
        *,
        clock: Callable[[], dt.datetime] = now,
    ) -> None:
        """Prepare to send; nothing is sent before `wake` or `turn`."""
        self._outgoing, self._channels, self._seals = outgoing, channels, seals
        self._settings, self._clock = settings, clock
        self._chance = random.Random()  # noqa: S311  # it spreads load, no secret
        self._lanes: dict[str, asyncio.Task[None]] = {}
        self._woken: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        # what may be with its platform, and waits for that one's report
        self._awaited: set[int] = set()
        self._stopping = asyncio.Event()

    def wake(self, address_key: str) -> None:
        """Have what is due for an address sent now."""
        self._woken.add(address_key)
        if address_key not in self._lanes and not self._stopping.is_set():
            self._lanes[address_key] = asyncio.create_task(self._lane(address_key))

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something beside that may fail, and that nobody waits for."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def turn(self) -> None:
        """Look once for what is due."""
        for address_key in await asyncio.to_thread(self._outgoing.due, self._clock()):
            self.wake(address_key)

    async def report(self, reported: Reported) -> None:
        """Take in what a platform tells of a piece."""
        if reported.state == "failed":
            await asyncio.to_thread(self._outgoing.failed, reported.sent, reported.problem)
        elif address_key := await asyncio.to_thread(self._outgoing.accepted, reported.sent):
            self.wake(address_key)

    async def finish(self) -> None:
        """Finish the calls in flight; what waits after them is sent after the next start."""
        self._stopping.set()
        await asyncio.gather(*self._lanes.values(), *self._tasks, return_exceptions=True)

    async def _lane(self, address_key: str) -> None:
        try:
            while address_key in self._woken and not self._stopping.is_set():
                self._woken.discard(address_key)
                await self._drain(address_key)
        except Exception as error:
            # out of reach records, say: the next look tries again; its kind alone, without words
            log.error("sending failed: %s", type(error).__name__)
        finally:
            self._woken.discard(address_key)
            del self._lanes[address_key]

    async def _drain(self, address_key: str) -> None:
        while not self._stopping.is_set():
            parcel = await asyncio.to_thread(self._outgoing.next, address_key)
            if parcel is None or parcel.next_at > self._clock():
                return
            channel = self._channels.get(parcel.to.channel)
            if channel is None or not await self._send(channel, parcel):
                return

    async def _send(self, channel: Channel[Any], parcel: Parcel) -> bool:
        """Send a message, from the piece on that is not there yet; False where it must wait."""
        if parcel.gone_at is not None:
            await asyncio.to_thread(self._outgoing.give_up, parcel, "the patient has left")
            return True
        try:
            recipient = self._recipient(parcel)
        except InvalidToken:
            await asyncio.to_thread(self._outgoing.give_up, parcel, "DEWY_SECRET has changed")
            return True
        if channel.reports and parcel.trying_at is not None and parcel.id not in self._awaited:
            # a crash came between; the platform soon tells whether it has the piece
            await self._await_report(parcel, "not sure")
            return False
        self._awaited.discard(parcel.id)
        message = shown(Message(**parcel.message), self._settings.emergency)
        pieces = channel.render(with_marks(message, parcel.turn))
        refused: str | None = None
        for place in range(parcel.pieces_sent, len(pieces)):
            await asyncio.to_thread(self._outgoing.trying, parcel)
            try:
                await channel.send(recipient, pieces[place], key=f"{parcel.id}:{place}")
            except RefusedError as error:
                # what comes after it, a question say, is not lost with it
                log.warning("%s: a piece is refused: %s", channel.name, error)
                refused = str(error)
            except SendError as error:
                return await self._settle(channel, parcel, error)
            await asyncio.to_thread(self._outgoing.piece_sent, parcel, place + 1)
            parcel = replace(parcel, pieces_sent=place + 1, attempts=0)
        if refused is None:
            await asyncio.to_thread(self._outgoing.sent, parcel)
        else:
            await asyncio.to_thread(self._outgoing.give_up, parcel, refused)
        return True

    def _recipient(self, parcel: Parcel) -> Recipient:
        # the address of an erased talk is not kept; its last words answer what was just said
        heard_at = parcel.heard_at or parcel.created_at
        return Recipient(self._seals.unseal(parcel.to.sealed), parcel.sender, heard_at)

    async def _settle(self, channel: Channel[Any], parcel: Parcel, error: SendError) -> bool:
        """Put a message off, or give it up; True where the next one may go."""
        log.warning("%s: not sent, try %d: %s", channel.name, parcel.attempts + 1, error)
        if isinstance(error, GoneError):
            await asyncio.to_thread(self._outgoing.gone, parcel.to.address_key)
        elif isinstance(error, TryLaterError | UncertainError) and (
            self._clock() - parcel.created_at < GIVEN_UP_AFTER
        ):
            if isinstance(error, UncertainError) and channel.reports:
                await self._await_report(parcel, str(error))
                return False
            again_at = self._clock() + self._pause(parcel, error)
            await asyncio.to_thread(
                self._outgoing.put_off, parcel, str(error), again_at=again_at, unsure=False
            )
            return False
        await asyncio.to_thread(self._outgoing.give_up, parcel, str(error))
        return True

    async def _await_report(self, parcel: Parcel, why: str) -> None:
        """Give the platform time to report a piece; without a report it is sent again."""
        self._awaited.add(parcel.id)
        again_at = self._clock() + REPORT_WITHIN
        await asyncio.to_thread(self._outgoing.put_off, parcel, why, again_at=again_at, unsure=True)

    def _pause(self, parcel: Parcel, error: SendError) -> dt.timedelta:
        pause = pause_after(parcel.attempts + 1, self._chance, FIRST_PAUSE)
        if isinstance(error, TryLaterError) and error.seconds is not None:
            # what the platform says is obeyed; it knows no patient who waits less
            return max(dt.timedelta(seconds=error.seconds), pause if parcel.attempts else pause / 4)
        return pause
