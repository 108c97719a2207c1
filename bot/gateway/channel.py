"""What the gateway asks of a messenger: to send a message's pieces, fetch pictures, show typing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from bot.gateway.parts import Choice, Shown

# Reads the JPEG behind the address of a picture in a conversation's message.
# Raises LookupError: it is gone.
Pictures = Callable[[str, str], Awaitable[bytes]]


class SendError(Exception):
    """A piece was not sent; says why, without the patient's words, address or a secret."""


class TryLaterError(SendError):
    """It may be sent later, where the platform says so after so many seconds."""

    def __init__(self, why: str, *, seconds: float | None = None) -> None:
        super().__init__(why)
        self.seconds = seconds


class UncertainError(SendError):
    """The connection ended before the platform answered: it may have been sent."""


class RefusedError(SendError):
    """The platform will not take this piece, however often it is tried."""


class GoneError(SendError):
    """The patient has blocked the assistant, or is no more on the platform."""


class FetchError(Exception):
    """A picture cannot be fetched; `again` tells whether it may be later."""

    def __init__(self, why: str, *, again: bool) -> None:
        super().__init__(why)
        self.again = again


class TooLargeError(FetchError):
    """A picture is larger than the platform hands out, or than we take."""

    def __init__(self) -> None:
        super().__init__("too large", again=False)


@dataclass(frozen=True)
class Recipient:
    """A person on a platform, and the conversation whose pictures they may see."""

    address: str
    sender: str
    # when they last wrote from there
    heard_at: dt.datetime | None


Piece = TypeVar("Piece")


class Channel(Protocol[Piece]):
    """A messenger. A piece is what takes one call to send, made of a message by `render`."""

    name: str
    # whether it reports, by the key of each piece, what it has accepted (events `Reported`)
    reports: bool

    def render(self, message: Shown) -> Sequence[Piece]:
        """Return the pieces of a message, in order: the same ones however often it is asked."""

    def numbers(self, choices: Sequence[Choice]) -> bool:
        """Tell whether choices are shown as a numbered list, to be answered by a number."""

    async def send(self, recipient: Recipient, piece: Piece, *, key: str) -> None:
        """Send a piece; the platform's reports name the key.

        Raises:
            SendError: it was not sent, or perhaps not: see its kinds.
        """

    async def fetch(self, media: str) -> bytes:
        """Return a photograph that a patient sent, at most `analysis.reading.MOST_BYTES` of it.

        Raises:
            FetchError: it cannot be had.
        """

    async def show_typing(self, address: str, handle: str) -> None:
        """Show that an answer is on its way; that this fails does not matter, so nothing raises."""

    async def dismiss(self, address: str, handle: str) -> None:
        """Take away, where that can be done, buttons that were pressed too late; nothing raises."""

    async def close(self) -> None:
        """Close the connections: nothing is sent any more."""

    def link(self, code: str) -> str | None:
        """Return an address that opens the messenger and says a code for linking."""
