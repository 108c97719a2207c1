"""A messenger of the simplest kind, to hold the gateway's common path to its word.

The real ones speak to imitated platforms (`tests/imitated`); this one can be told how to fail.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.gateway.channel import FetchError, Recipient, SendError
from bot.gateway.parts import Choice, Choices, PlanCard, Shown, Text

MOST_BUTTONS = 3


@dataclass
class Postbox:
    """Writes down what it sends; `failures` are raised by the next calls, one after the other."""

    name: str = "telegram"
    reports: bool = False
    seconds: float = 0.0
    sent: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    keys: list[str] = field(default_factory=list)
    failures: list[SendError | None] = field(default_factory=list)
    # what `fetch` returns or raises, by its name
    media: dict[str, bytes | FetchError] = field(default_factory=dict)
    typing: list[tuple[str, str]] = field(default_factory=list)
    # what the buttons carry, by their titles
    buttons: dict[str, str] = field(default_factory=dict)
    dismissed: list[tuple[str, str]] = field(default_factory=list)

    def render(self, message: Shown) -> Sequence[str]:
        for part in message.parts:
            if isinstance(part, Choices):
                self.buttons |= {choice.title: choice.say for choice in part.choices}
        return [
            "plan" if isinstance(part, PlanCard) else part.text
            for part in message.parts
            if isinstance(part, Text | PlanCard)
        ] or [
            " | ".join(c.title for c in p.choices) for p in message.parts if isinstance(p, Choices)
        ]

    def numbers(self, choices: Sequence[Choice]) -> bool:
        return len(choices) > MOST_BUTTONS

    async def send(self, recipient: Recipient, piece: str, *, key: str) -> None:
        await asyncio.sleep(self.seconds)
        failure = self.failures.pop(0) if self.failures else None
        self.keys.append(key)
        if failure is not None:
            raise failure
        self.sent[recipient.address].append(piece)

    async def fetch(self, media: str) -> bytes:
        found = self.media[media]
        if isinstance(found, FetchError):
            raise found
        return found

    async def show_typing(self, address: str, handle: str) -> None:
        self.typing.append((address, handle))

    async def dismiss(self, address: str, handle: str) -> None:
        self.dismissed.append((address, handle))

    async def close(self) -> None:
        """There is nothing to close."""

    def link(self, code: str) -> str | None:
        return f"https://messenger.test/{code}"
