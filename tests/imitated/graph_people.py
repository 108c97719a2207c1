"""Who writes to the clinic on the imitated Graph API, and what each is shown."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.imitated.server import Reader

if TYPE_CHECKING:
    from tests.imitated.graph import GraphApi


@dataclass
class Shown:
    """A message that a number was shown."""

    text: str
    choices: dict[str, str] = field(default_factory=dict)
    kind: str = "text"
    image: bytes | None = None


@dataclass
class Person(Reader):
    """Somebody with WhatsApp who writes to the clinic."""

    api: GraphApi
    number: str
    shown: list[Shown] = field(default_factory=list)
    written_at: float | None = None
    is_reading: set[str] = field(default_factory=set)
    # then the clinic learns an id instead of the number
    hides_number: bool = False

    @property
    def pictures(self) -> list[bytes]:
        return [each.image for each in self.shown if each.image]

    @property
    def user_id(self) -> str:
        return f"IN.13491A{self.number}"

    def message(self, **content: Any) -> dict[str, Any]:
        self.written_at = time.time()
        name = f"wamid.HBgL{self.number}VAgASGBQ{next(self.api.ids):08d}"
        at = str(int(self.written_at))
        sender = {"from_user_id": self.user_id} if self.hides_number else {"from": self.number}
        return {**sender, "id": name, "timestamp": at, **content}

    def says(self, text: str, **more: Any) -> str:
        """Say something, in the group `group_id` where it is given; return the message's id."""
        return self.sends(type="text", text={"body": text}, **more)

    def edits(self, message: str, text: str) -> None:
        """Write a message of hers anew."""
        said = {"type": "text", "text": {"body": text}}
        self.sends(type="edit", edit={"original_message_id": message, "message": said})

    def reacts(self, emoji: str, message: str) -> None:
        self.sends(type="reaction", reaction={"message_id": message, "emoji": emoji})

    def sends(self, **content: Any) -> str:
        message = self.message(**content)
        self.api.delivers(messages=[message])
        return str(message["id"])

    def sends_photo(self, data: bytes, caption: str = "", kind: str = "image/jpeg") -> None:
        image = {"id": self.api.holds(data, kind), "mime_type": kind, "sha256": "x"}
        self.sends(type="image", image=image | ({"caption": caption} if caption else {}))

    def presses(self, title: str) -> None:
        """Choose the newest button or row of that title."""
        shown = next(each for each in reversed(self.shown) if title in each.choices)
        kind = f"{shown.kind}_reply"
        chosen = {"id": shown.choices[title], "title": title}
        self.sends(type="interactive", interactive={"type": kind, kind: chosen})
