"""The gateway's process, which ends itself at one step of a message's way as a power cut would.

`python -m tests.bot.gateway.killed STEP`: the step is one of `STEPS`, or `none`.
"""

from __future__ import annotations

import datetime as dt
import functools
import os
import sys
from collections.abc import Callable
from typing import Any

from bot.app import Server, create_app
from bot.channels.telegram.bot import Telegram
from bot.channels.whatsapp.cloud import WhatsAppCloud
from bot.gateway import dispatch
from bot.gateway.rasa import Rasa
from clinic.records import OutgoingMessages, Transcript
from clinic.settings import load

# What the process has just done when it ends: the first only began.
STEPS: dict[str, tuple[list[type], str]] = {
    "nothing kept": ([Transcript], "receive"),
    "kept": ([Transcript], "receive"),
    "Rasa asked": ([Rasa], "ask"),
    "answer kept": ([Transcript], "answer"),
    "about to send": ([OutgoingMessages], "trying"),
    "sent": ([Telegram, WhatsAppCloud], "send"),
    "piece noted": ([OutgoingMessages], "piece_sent"),
    "all noted": ([OutgoingMessages], "sent"),
}
POWER_CUT = 9


def end_at(step: str) -> None:
    """Have the process end right after a step, or before the first."""
    owners, name = STEPS[step]
    for owner in owners:
        setattr(owner, name, _ending(getattr(owner, name), before=step == "nothing kept"))


def _ending(method: Callable[..., Any], *, before: bool) -> Callable[..., Any]:
    is_coroutine = method.__code__.co_flags & 0x80

    @functools.wraps(method)
    def at_once(*args: Any, **kwargs: Any) -> Any:
        if not before:
            method(*args, **kwargs)
        os._exit(POWER_CUT)

    @functools.wraps(method)
    async def in_time(*args: Any, **kwargs: Any) -> Any:
        await method(*args, **kwargs)
        os._exit(POWER_CUT)

    return in_time if is_coroutine else at_once


if __name__ == "__main__":
    # a platform that reports need not be waited for as long as in life
    dispatch.REPORT_WITHIN = dt.timedelta(seconds=2)
    if sys.argv[1] != "none":
        end_at(sys.argv[1])
    clinic = load()
    Server(create_app(clinic), clinic).run()
