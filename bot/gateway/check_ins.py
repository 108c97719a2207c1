"""Check-ins that are due: each becomes a turn, once, that the house begins in a patient's talk."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, Final

from clinic.background import repeat
from clinic.records import CheckIns, DueCheckIn, TalkTurn, Transcript
from clinic.records.models import now
from clinic.settings import Settings

LOOK_SECONDS: Final = 20.0
AT_ONCE: Final = 50
# What the dialogue is asked; a patient who types the same begins none, as the id is not there.
WORDS: Final = "check-in"
ID: Final = re.compile(r"check-in-(\d+)-(\d+)")


def turn_of(due: DueCheckIn) -> TalkTurn:
    """Return the turn that begins a check-in; nobody else can send one of its id."""
    return TalkTurn(f"check-in-{due.id}-{due.weeks}", WORDS, shown=False)


def told_of(turn: TalkTurn) -> dict[str, Any]:
    """Return what the dialogue is told of a turn that begins a check-in; of others nothing."""
    found = ID.fullmatch(turn.message_id)
    return {"check_in": {"id": int(found[1]), "weeks": int(found[2])}} if found else {}


@asynccontextmanager
async def checking_in(
    settings: Settings, transcript: Transcript, wake: Callable[[str], None]
) -> AsyncIterator[None]:
    """Begin what is due until the block ends; `wake` has a conversation's turns answered."""
    check_ins = CheckIns.open(settings)
    stopping = asyncio.Event()

    async def begin() -> None:
        for due in await asyncio.to_thread(check_ins.due, now(), AT_ONCE):
            if await asyncio.to_thread(transcript.begin, due.sender, due.id, turn_of(due)):
                wake(due.sender)

    work = asyncio.create_task(repeat(begin, LOOK_SECONDS, stopping))
    try:
        yield
    finally:
        stopping.set()
        await work
        check_ins.dispose()
