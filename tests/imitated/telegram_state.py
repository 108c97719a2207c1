"""What the imitated Telegram remembers: chats, messages, files, presses, updates, the webhook."""

from __future__ import annotations

import itertools
import secrets
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any, Final

FILE_SECONDS: Final = 3600
Json = dict[str, Any]


class ApiError(Exception):
    """An answer of the Bot API that is none: its status, its words, its parameters."""

    def __init__(self, status: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.status, self.description, self.parameters = status, description, parameters


@dataclass
class Shown:
    """A message of the bot as a person sees it."""

    id: int
    text: str
    html: str = ""
    photo: bytes | None = None
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def markup(self) -> Json | None:
        rows = [[{"text": title, "callback_data": data}] for title, data in self.buttons]
        return {"inline_keyboard": rows} if rows else None


@dataclass
class Chat:
    """A chat; `shown` is what the bot said in it, `actions` that it was typing."""

    id: int
    kind: str
    fields: Json
    blocked: bool = False
    shown: list[Shown] = field(default_factory=list)
    sent: dict[int, Json] = field(default_factory=dict)
    actions: list[str] = field(default_factory=list)
    last_sent: float = 0.0
    message_ids: Any = field(default_factory=lambda: itertools.count(1))

    def json(self) -> Json:
        return {"id": self.id, "type": self.kind, **self.fields}


@dataclass
class Webhook:
    """Where updates are delivered."""

    url: str = ""
    secret: str = ""
    allowed: list[str] = field(default_factory=list)
    most: int = 40
    error: str = ""


class State:
    """All of it, for one bot."""

    def __init__(self, token: str, username: str) -> None:
        self.token = token
        self.me: Json = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": "Dewy",
            "username": username,
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
        }
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, bytes] = {}
        # the path of a file, until when it can be fetched
        self.paths: dict[str, tuple[str, float]] = {}
        # presses that are not answered yet
        self.presses: set[str] = set()
        self.updates: deque[Json] = deque()
        self.webhook = Webhook()
        self.allowed: list[str] = []
        # calls that are to fail, by their method
        self.failures: dict[str, deque[ApiError]] = {}
        self.calls: list[tuple[str, Json]] = []
        self.limits_rate = False
        self._update_ids = itertools.count(secrets.randbelow(10**8) + 10**8)

    def add_update(self, kind: str, content: Json) -> int | None:
        """Keep an update, unless it is of a kind that is not asked for."""
        if self.allowed and kind not in self.allowed:
            return None
        number = next(self._update_ids)
        self.updates.append({"update_id": number, kind: content})
        return number

    def chat(self, number: object) -> Chat:
        """Return a chat to send to."""
        try:
            chat = self.chats[int(str(number))]
        except (KeyError, ValueError):
            raise ApiError(400, "Bad Request: chat not found") from None
        if chat.blocked:
            raise ApiError(403, "Forbidden: bot was blocked by the user")
        return chat

    def keep_file(self, data: bytes) -> Json:
        """Keep a file of a person; return how it is named."""
        name = secrets.token_urlsafe(40)
        self.files[name] = data
        return {"file_id": name, "file_unique_id": name[:16], "file_size": len(data)}

    def open_file(self, name: str) -> Json:
        """Give a path to a file, for an hour."""
        path = f"photos/file_{len(self.paths)}.jpg"
        self.paths[path] = (name, time.monotonic() + FILE_SECONDS)
        return {
            "file_id": name,
            "file_unique_id": name[:16],
            "file_size": len(self.files[name]),
            "file_path": path,
        }
