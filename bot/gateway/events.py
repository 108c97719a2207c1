"""What messengers deliver, in the gateway's own terms: an adapter makes these of its payloads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Said:
    """Words."""

    text: str


@dataclass(frozen=True)
class Pressed:
    """A button; `data` is what it carries."""

    data: str


@dataclass(frozen=True)
class Pictured:
    """A photograph; `media` is what the channel fetches it by."""

    media: str
    caption: str = ""
    # photographs that were sent together carry the same name
    album: str | None = None


@dataclass(frozen=True)
class Corrected:
    """Words written anew in place of those of an earlier event, whose id is `of`."""

    of: str
    text: str


@dataclass(frozen=True)
class Unread:
    """Something that is neither words nor a photograph: a voice message, a sticker."""


@dataclass(frozen=True)
class Elsewhere:
    """Somebody spoke to the assistant among others, as in a group."""


@dataclass(frozen=True)
class Left:
    """The patient blocked the assistant: nothing can be sent."""


@dataclass(frozen=True)
class Reported:
    """The platform tells what became of a piece that was sent under the key `sent`."""

    sent: str
    state: Literal["accepted", "failed"]
    # why it failed, in the platform's words
    problem: str = ""


Content = Said | Pressed | Pictured | Corrected | Unread | Elsewhere | Left | Reported


@dataclass(frozen=True)
class Event:
    """Something that happened on a platform.

    Args:
        id: the platform's own id of it, the same however often it is delivered.
        address: where it came from, as the platform addresses a person: a chat's id, a number.
        at: when it happened, by the platform's clock, in UTC.
        content: what happened.
        handle: what the channel needs to show the patient that it was read, or "".
    """

    id: str
    address: str
    at: dt.datetime
    content: Content
    handle: str = ""


Take = Callable[[Event], Awaitable[bool]]
"""Takes an event in; False where the platform must deliver it again later."""
