"""Who talks to the bot on the imitated Bot API, and what each is shown."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.imitated.server import Reader

if TYPE_CHECKING:
    from tests.imitated.telegram import TelegramApi

BOT = {"id": 110201543, "is_bot": True, "first_name": "Dewy", "username": "lumina_dewy_bot"}


@dataclass
class Shown:
    """A message that a chat was shown by the bot."""

    id: int
    text: str
    buttons: dict[str, str] = field(default_factory=dict)
    photo: bytes | None = None
    markup: dict[str, Any] | None = None


@dataclass
class Chat(Reader):
    """A person with whom the bot may talk, as the person sees it."""

    api: TelegramApi
    id: int
    shown: list[Shown] = field(default_factory=list)
    has_blocked: bool = False
    last_at: float = 0.0

    @property
    def person(self) -> dict[str, Any]:
        return {"id": self.id, "is_bot": False, "first_name": "Asha", "language_code": "en"}

    @property
    def place(self) -> dict[str, Any]:
        return {"id": self.id, "type": "private", "first_name": "Asha"}

    def message(self, **content: Any) -> dict[str, Any]:
        return {
            "message_id": next(self.api.message_ids),
            "from": self.person,
            "chat": self.place,
            "date": int(time.time()),
            **content,
        }

    def says(self, text: str) -> int:
        """Write something; return the id of the message."""
        return self.sends(text=text)

    def sends(self, **content: Any) -> int:
        """Send a message of any kind; return its id."""
        message = self.message(**content)
        self.api.happens(message=message)
        return int(message["message_id"])

    @property
    def pictures(self) -> list[bytes]:
        return [each.photo for each in self.shown if each.photo]

    def sends_photo(self, data: bytes, caption: str = "", album: str = "") -> int:
        small, large = self.api.file(data[: len(data) // 2]), self.api.file(data)
        photo = [
            {**small, "width": 90, "height": 120},
            {**large, "width": 960, "height": 1280},
        ]
        more: dict[str, Any] = {"caption": caption} if caption else {}
        more |= {"media_group_id": album} if album else {}
        return self.sends(photo=photo, **more)

    def sends_file(self, data: bytes, mime_type: str, caption: str = "") -> int:
        more = {"caption": caption} if caption else {}
        document = {**self.api.file(data), "file_name": "file", "mime_type": mime_type}
        return self.sends(document=document, **more)

    def edits(self, message_id: int, text: str) -> None:
        message = {**self.message(text=text), "message_id": message_id}
        self.api.happens(edited_message={**message, "edit_date": int(time.time())})

    def presses(self, title: str) -> None:
        """Press the newest button of that title."""
        shown = next(each for each in reversed(self.shown) if title in each.buttons)
        query: dict[str, Any] = {
            "id": str(next(self.api.query_ids)),
            "from": self.person,
            "chat_instance": "1",
            "data": shown.buttons[title],
            "message": {
                **self.message(text=shown.text, reply_markup=shown.markup),
                "message_id": shown.id,
                "from": BOT,
            },
        }
        self.api.open_queries.add(query["id"])
        self.api.happens(callback_query=query)

    def blocks(self) -> None:
        self.has_blocked = True
        self._changes("member", "kicked")

    def comes_back(self) -> None:
        self.has_blocked = False
        self._changes("kicked", "member")

    def _changes(self, old: str, new: str) -> None:
        told = {"chat": self.place, "from": self.person, "date": int(time.time())}
        for name, status in (("old", old), ("new", new)):
            member = {"user": BOT, "status": status}
            told[f"{name}_chat_member"] = member | ({"until_date": 0} if status == "kicked" else {})
        self.api.happens(my_chat_member=told)
