"""Updates asked for by getUpdates, for a clinic without a public address.

An update is confirmed by asking for those after it, once it and all before it are taken in; so none
is lost in a crash. Those of a chat are taken in one after the other, chats beside each other.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import defaultdict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.channels.telegram.failures import pause_of, warn_of_token
from bot.channels.telegram.telegram import FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS, Telegram
from bot.channels.telegram.updates import KINDS, read
from bot.gateway.events import Event, Take

# How long Telegram holds a request while there is nothing new.
HOLD_SECONDS: Final = 30
# How soon it is asked again while something is not taken in yet.
LOOK_SECONDS: Final = 0.5
MOST_UPDATES: Final = 100
READ_SECONDS: Final = 20
GOODBYE_SECONDS: Final = 5
log = logging.getLogger(__name__)


@asynccontextmanager
async def running(telegram: Telegram, take: Take) -> AsyncIterator[None]:
    """Be in touch with Telegram until the block ends; without a webhook, fetch its updates."""
    polling = None if telegram.webhook else Polling(telegram, take)
    await telegram.start()
    if polling:
        polling.start()
    try:
        yield
    finally:
        if polling:
            await polling.stop()
        await telegram.stop()


class Polling:
    """Fetches updates until it is stopped."""

    def __init__(self, telegram: Telegram, take: Take) -> None:
        """Prepare to fetch for a bot; `take` takes the events in."""
        self._telegram, self._take = telegram, take
        # the updates that Telegram still holds, and whether each is taken in
        self._held: dict[int, bool] = {}
        # those below are to be confirmed
        self._offset: int | None = None
        self._waiting: defaultdict[str, deque[tuple[int, Event]]] = defaultdict(deque)
        self._lanes: dict[str, asyncio.Task[None]] = {}
        self._stopping = asyncio.Event()
        self._loop: asyncio.Task[None] | None = None
        self._may_delete_webhook = telegram.registers

    def start(self) -> None:
        """Begin to fetch."""
        self._loop = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """End: what is being taken in is, and is confirmed; the rest is fetched after a start."""
        self._stopping.set()
        if self._loop:
            self._loop.cancel()
            await asyncio.gather(self._loop, return_exceptions=True)
        await asyncio.gather(*self._lanes.values(), return_exceptions=True)
        self._confirm()
        if self._offset is not None:
            with contextlib.suppress(TelegramError, TimeoutError):
                async with asyncio.timeout(GOODBYE_SECONDS):
                    await self._fetch(hold=0, most=1)

    async def _run(self) -> None:
        pause = FIRST_PAUSE_SECONDS
        while True:
            try:
                for update in await self._fetch(0 if self._lanes else HOLD_SECONDS):
                    self._sort(update)
            except Exception as error:
                await asyncio.sleep(max(pause, await self._trouble(error)))
                pause = min(2 * pause, LONGEST_PAUSE_SECONDS)
                continue
            pause = FIRST_PAUSE_SECONDS
            if lanes := list(self._lanes.values()):
                await asyncio.wait(lanes, timeout=LOOK_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            self._confirm()

    async def _fetch(self, hold: int, most: int = MOST_UPDATES) -> list[dict[str, Any]]:
        asked = {"limit": most, "timeout": hold, "allowed_updates": list(KINDS)}
        if self._offset is not None:
            asked["offset"] = self._offset
        # as they came: the library's own getUpdates fails for all where one cannot be understood
        # (the names of methods are case-insensitive, and in camel case the library wants its own)
        updates: list[dict[str, Any]] = await self._telegram.bot.do_api_request(
            "getupdates", api_kwargs=asked, read_timeout=hold + READ_SECONDS
        )
        # confirmed; after a quiet week Telegram begins anew with any number, a lower one too
        self._offset = None
        return updates

    def _confirm(self) -> None:
        for update in sorted(self._held):
            if not self._held[update]:
                return
            del self._held[update]
            self._offset = update + 1

    def _sort(self, update: dict[str, Any]) -> None:
        number = update["update_id"]
        if number in self._held:
            return
        event = read(update, self._telegram.me)
        self._held[number] = event is None
        if event is None:
            return
        self._waiting[event.address].append((number, event))
        if event.address not in self._lanes:
            self._lanes[event.address] = asyncio.create_task(self._lane(event.address))

    async def _lane(self, address: str) -> None:
        """Take in what comes from a chat, in order."""
        waiting, pause = self._waiting[address], FIRST_PAUSE_SECONDS
        while waiting and not self._stopping.is_set():
            number, event = waiting[0]
            if await self._taken(event):
                waiting.popleft()
                self._held[number] = True
                pause = FIRST_PAUSE_SECONDS
                continue
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), pause)
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)
        del self._lanes[address], self._waiting[address]

    async def _taken(self, event: Event) -> bool:
        try:
            return await self._take(event)
        except Exception as error:
            # its kind alone: its words may be the patient's
            log.error("an update was not taken in: %s", type(error).__name__)
            return False

    async def _trouble(self, error: Exception) -> float:
        """Say what is wrong, mend what can be; return how many seconds to wait at least."""
        match error:
            case RetryAfter():
                return pause_of(error)
            case InvalidToken():
                warn_of_token()
            case Conflict() if "webhook" not in error.message:
                log.error("another program asks for the bot's updates: only one of them can")
            case Conflict() if not self._may_delete_webhook:
                log.error("a webhook is set for the bot, so Telegram answers no polling: delete it")
            case Conflict():
                self._may_delete_webhook = False
                log.warning("deleting the bot's webhook: it is asked by polling")
                with contextlib.suppress(TelegramError):
                    await self._telegram.bot.delete_webhook()
            case _:
                log.warning("Telegram's updates cannot be had: %s", type(error).__name__)
        return 0
