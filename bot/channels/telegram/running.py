"""What runs beside the gateway for Telegram: connecting, and polling where there is no webhook."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Final

from telegram import Update
from telegram.error import Conflict, InvalidToken

from bot.channels.telegram.bot import Telegram
from bot.gateway.events import Take

# Telegram answers as soon as there is an update; without one after so long.
WAIT_SECONDS: Final = 10
FIRST_PAUSE_SECONDS: Final = 1.0
LONGEST_PAUSE_SECONDS: Final = 60.0
# Before what was not taken in is asked for again: everybody else waits as long.
LONGEST_AGAIN_SECONDS: Final = 3.0
log = logging.getLogger(__name__)


@asynccontextmanager
async def running(telegram: Telegram, take: Take) -> AsyncIterator[None]:
    """Stay connected until the block ends; a Telegram that is out of reach holds nobody up.

    Whatever goes wrong is logged and tried again: an answer of another shape, by a proxy, too.
    """
    work = asyncio.create_task(_work(telegram, take))
    try:
        yield
    finally:
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)
        await telegram.disconnect()


async def _work(telegram: Telegram, take: Take) -> None:
    await _connect(telegram)
    if not telegram.by_webhook:
        await _poll(telegram, take)


async def _connect(telegram: Telegram) -> None:
    pause = FIRST_PAUSE_SECONDS
    while True:
        try:
            await telegram.connect()
        except Exception as error:
            _complain("cannot be reached", error)
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)
        else:
            return


async def _poll(telegram: Telegram, take: Take) -> None:
    """Ask for updates again and again; each is confirmed once it is taken in, and not before."""
    offset: int | None = None
    pause = FIRST_PAUSE_SECONDS
    while True:
        try:
            updates = await telegram.updates(offset, WAIT_SECONDS)
        except Exception as error:
            _complain("gives no updates", error)
            if isinstance(error, Conflict) and telegram.registers:
                await _connect(telegram)
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)
            continue
        taken = await _take(telegram, updates, take)
        confirmed = next((each for each in updates if each not in taken), None)
        if confirmed is None:
            offset = max(updates) + 1 if updates else offset
            pause = FIRST_PAUSE_SECONDS
        else:
            # from the first that was not taken on they come again; those that were do nothing then
            offset = confirmed
            await asyncio.sleep(min(pause, LONGEST_AGAIN_SECONDS))
            pause = min(2 * pause, LONGEST_AGAIN_SECONDS)


async def _take(telegram: Telegram, updates: Mapping[int, Update | None], take: Take) -> set[int]:
    """Take updates in, of each chat one after the other; return the ids of those that are taken."""
    # what cannot be read now could not be read later either
    taken = {number for number, update in updates.items() if update is None}
    chats: dict[int, list[Update]] = defaultdict(list)
    for update in updates.values():
        if update is not None:
            chats[update.effective_chat.id if update.effective_chat else 0].append(update)

    async def in_order(of_chat: Sequence[Update]) -> None:
        for update in of_chat:
            if not await telegram.take(update, take):
                return
            taken.add(update.update_id)

    await asyncio.gather(*(in_order(each) for each in chats.values()))
    return taken


def _complain(how: str, error: Exception) -> None:
    if isinstance(error, InvalidToken):
        log.error("Telegram refuses DEWY_TELEGRAM_TOKEN")
    elif isinstance(error, Conflict):
        log.error("Telegram has a webhook, or somebody else polls with DEWY_TELEGRAM_TOKEN")
    else:
        log.warning("Telegram %s: %s", how, type(error).__name__)
