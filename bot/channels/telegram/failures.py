"""What Telegram's errors mean for what was to be sent or fetched.

Nothing of an error's own words is handed on but the phrase it begins with: the rest may hold the
address with the token, or quote the patient.
"""

from __future__ import annotations

import datetime as dt
import logging
import warnings
from typing import Final

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.warnings import PTBDeprecationWarning

from bot.gateway.channel import (
    FetchError,
    GoneError,
    RefusedError,
    SendError,
    TooLargeError,
    TryLaterError,
    UncertainError,
)

# How refusals begin that tell that there is nobody to send to.
NOBODY: Final = ("chat not found", "user not found", "user is deactivated", "peer_id_invalid")
TOO_LARGE: Final = "file is too big"
# What went wrong before a request was written: it is certain that Telegram did not act on it.
NOT_WRITTEN: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
log = logging.getLogger(__name__)


def not_sent(error: TelegramError) -> SendError:
    """Return what the error of a call that sends means."""
    match error:
        case RetryAfter():
            return TryLaterError("Telegram asks for a pause", seconds=pause_of(error))
        case Forbidden() | ChatMigrated():
            return GoneError("the chat is closed to the bot")
        case InvalidToken():
            warn_of_token()
            return TryLaterError("Telegram does not know the token")
        case BadRequest():
            phrase = _phrase(error)
            if phrase.lower().startswith(NOBODY):
                return GoneError(phrase)
            return RefusedError(f"refused: {phrase}")
        case NetworkError():
            return _not_reached(error)
    return TryLaterError(type(error).__name__)


def not_fetched(error: TelegramError) -> FetchError:
    """Return what the error of a call for a file means."""
    match error:
        case InvalidToken():
            warn_of_token()
            return FetchError("Telegram does not know the token", again=True)
        case BadRequest():
            phrase = _phrase(error)
            if phrase.lower().startswith(TOO_LARGE):
                return TooLargeError()
            return FetchError(f"refused: {phrase}", again=False)
        case Forbidden():
            return FetchError("refused", again=False)
    return FetchError(type(error).__name__, again=True)


def pause_of(error: RetryAfter) -> float:
    """Return how many seconds Telegram asks to wait."""
    with warnings.catch_warnings():
        # the library is about to return a timedelta: both are understood
        warnings.simplefilter("ignore", PTBDeprecationWarning)
        after = error.retry_after
    return after.total_seconds() if isinstance(after, dt.timedelta) else float(after)


def warn_of_token() -> None:
    """Tell the clinic that its token does not work."""
    log.error("Telegram does not know the bot's token: please check DEWY_TELEGRAM_TOKEN")


def _not_reached(error: NetworkError) -> SendError:
    cause = error.__cause__
    if isinstance(cause, NOT_WRITTEN):
        return TryLaterError("Telegram is out of reach")
    if isinstance(error, TimedOut) or isinstance(cause, httpx.HTTPError):
        return UncertainError("Telegram did not answer")
    return TryLaterError("Telegram is unwell")


def _phrase(error: TelegramError) -> str:
    return error.message.partition(":")[0]
