"""The methods of the Bot API that the imitated Telegram knows, with the limits and errors of it."""

from __future__ import annotations

import asyncio
import io
import json
import re
import time
from collections.abc import Awaitable, Callable
from typing import Any, Final
from urllib.parse import urlsplit

from PIL import Image, UnidentifiedImageError

from tests.imitated.telegram_html import EntitiesError, shown
from tests.imitated.telegram_state import ApiError, Chat, Json, Shown, State, Webhook

MOST_TEXT: Final = 4096
MOST_CAPTION: Final = 1024
MOST_PHOTO_BYTES: Final = 10 * 1024 * 1024
MOST_FILE_BYTES: Final = 20 * 1024 * 1024
MOST_HOLD_SECONDS: Final = 50
ACTIONS: Final = frozenset(
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document"
    " choose_sticker find_location record_video_note upload_video_note".split()
)
POLLED_TWICE: Final = (
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is"
    " running"
)
POLLED_WITH_WEBHOOK: Final = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the"
    " webhook first"
)
NOT_MODIFIED: Final = (
    "Bad Request: message is not modified: specified new message content and reply markup are"
    " exactly the same as a current content and reply markup of the message"
)
STALE_PRESS: Final = (
    "Bad Request: query is too old and response timeout expired or query ID is invalid"
)


class Methods:
    """Answers calls; runs in the server's loop alone."""

    def __init__(self, state: State) -> None:
        self._state = state
        # set when an update came in
        self.arrived = asyncio.Event()
        self._poll: asyncio.Event | None = None
        self._known: dict[str, Callable[[Json], Awaitable[Any]]] = {
            name.lower(): getattr(self, f"_{name}")
            for name in (
                "getMe getUpdates setWebhook deleteWebhook getWebhookInfo sendMessage sendPhoto"
                " sendChatAction answerCallbackQuery editMessageReplyMarkup getFile"
            ).split()
        }

    async def call(self, name: str, given: Json) -> Any:
        """Return the result of a method, by its name in any case."""
        method = self._known.get(name.lower())
        if method is None:
            raise ApiError(404, "Not Found: method not found")
        self._state.calls.append((method.__name__.removeprefix("_"), given))
        if failures := self._state.failures.get(name.lower()):
            raise failures.popleft()
        return await method(given)

    async def _getMe(self, _given: Json) -> Json:
        return self._state.me

    async def _getUpdates(self, given: Json) -> list[Json]:
        if self._state.webhook.url:
            raise ApiError(409, POLLED_WITH_WEBHOOK)
        if self._poll:
            self._poll.set()
        mine = self._poll = asyncio.Event()
        self._allow(given)
        offset, limit = int(given.get("offset", 0)), int(given.get("limit", 100))
        hold = min(float(given.get("timeout", 0)), MOST_HOLD_SECONDS)
        updates = self._state.updates
        while updates and updates[0]["update_id"] < offset:
            updates.popleft()
        if not updates and hold:
            self.arrived.clear()
            waits = [asyncio.create_task(each.wait()) for each in (self.arrived, mine)]
            await asyncio.wait(waits, timeout=hold, return_when=asyncio.FIRST_COMPLETED)
            for each in waits:
                each.cancel()
        if mine.is_set():
            raise ApiError(409, POLLED_TWICE)
        self._poll = None
        return list(updates)[:limit]

    async def _setWebhook(self, given: Json) -> bool:
        url, secret = str(given.get("url", "")), str(given.get("secret_token", ""))
        where = urlsplit(url)
        if where.scheme != "https" and where.hostname != "127.0.0.1":
            raise ApiError(
                400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"
            )
        if secret and not re.fullmatch(r"[\w-]{1,256}", secret, re.ASCII):
            raise ApiError(400, "Bad Request: secret token contains unallowed characters")
        most = int(given.get("max_connections", 40))
        if not 1 <= most <= 100:
            raise ApiError(400, "Bad Request: max_connections must be between 1 and 100")
        self._allow(given)
        self._state.webhook = Webhook(url, secret, self._state.allowed, most)
        self.arrived.set()
        return True

    async def _deleteWebhook(self, given: Json) -> bool:
        self._state.webhook = Webhook()
        if str(given.get("drop_pending_updates", "")).lower() == "true":
            self._state.updates.clear()
        return True

    async def _getWebhookInfo(self, _given: Json) -> Json:
        hook = self._state.webhook
        info: Json = {
            "url": hook.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self._state.updates),
        }
        if hook.url:
            info |= {"max_connections": hook.most, "allowed_updates": hook.allowed}
        return info | ({"last_error_message": hook.error} if hook.error else {})

    async def _sendMessage(self, given: Json) -> Json:
        chat = self._open(given)
        raw = str(given.get("text", ""))
        text = _parsed(raw, given)
        if not text:
            raise ApiError(400, "Bad Request: message text is empty")
        if _units(text) > MOST_TEXT:
            raise ApiError(400, "Bad Request: message is too long")
        return self._show(chat, Shown(0, text, raw, buttons=_buttons(given)))

    async def _sendPhoto(self, given: Json) -> Json:
        chat = self._open(given)
        photo = given.get("photo")
        if not isinstance(photo, bytes):
            raise ApiError(400, "Bad Request: there is no photo in the request")
        if len(photo) > MOST_PHOTO_BYTES:
            raise ApiError(
                400,
                f"Bad Request: file of size {len(photo)} bytes is too big for a photo; the maximum"
                f" size is {MOST_PHOTO_BYTES} bytes",
            )
        try:
            width, height = Image.open(io.BytesIO(photo)).size
        except UnidentifiedImageError:
            raise ApiError(400, "Bad Request: IMAGE_PROCESS_FAILED") from None
        if width + height > 10_000 or max(width, height) > 20 * min(width, height):
            raise ApiError(400, "Bad Request: PHOTO_INVALID_DIMENSIONS")
        raw = str(given.get("caption", ""))
        caption = _parsed(raw, given)
        if _units(caption) > MOST_CAPTION:
            raise ApiError(400, "Bad Request: message caption is too long")
        sent = self._show(chat, Shown(0, caption, raw, photo, _buttons(given)))
        size = self._state.keep_file(photo) | {"width": width, "height": height}
        del sent["text"]
        return sent | {"photo": [size]} | ({"caption": caption} if caption else {})

    async def _sendChatAction(self, given: Json) -> bool:
        if given.get("action") not in ACTIONS:
            raise ApiError(400, "Bad Request: wrong parameter action in request")
        self._state.chat(given.get("chat_id")).actions.append(given["action"])
        return True

    async def _answerCallbackQuery(self, given: Json) -> bool:
        press = str(given.get("callback_query_id", ""))
        if press not in self._state.presses:
            raise ApiError(400, STALE_PRESS)
        self._state.presses.remove(press)
        return True

    async def _editMessageReplyMarkup(self, given: Json) -> Json:
        chat = self._state.chat(given.get("chat_id"))
        wanted = int(given.get("message_id", 0))
        found = next((each for each in chat.shown if each.id == wanted), None)
        if found is None:
            raise ApiError(400, "Bad Request: message to edit not found")
        buttons = _buttons(given)
        if buttons == found.buttons:
            raise ApiError(400, NOT_MODIFIED)
        found.buttons = buttons
        return self._json(chat, found)

    async def _getFile(self, given: Json) -> Json:
        name = str(given.get("file_id", ""))
        if name not in self._state.files:
            raise ApiError(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        if len(self._state.files[name]) > MOST_FILE_BYTES:
            raise ApiError(400, "Bad Request: file is too big")
        return self._state.open_file(name)

    def _allow(self, given: Json) -> None:
        if "allowed_updates" in given:
            allowed = given["allowed_updates"]
            self._state.allowed = json.loads(allowed) if isinstance(allowed, str) else allowed

    def _open(self, given: Json) -> Chat:
        chat = self._state.chat(given.get("chat_id"))
        now = time.monotonic()
        if self._state.limits_rate and now - chat.last_sent < 1:
            raise ApiError(429, "Too Many Requests: retry after 1", retry_after=1)
        chat.last_sent = now
        return chat

    def _show(self, chat: Chat, message: Shown) -> Json:
        message.id = next(chat.message_ids)
        chat.shown.append(message)
        return self._json(chat, message)

    def _json(self, chat: Chat, message: Shown) -> Json:
        markup = message.markup()
        return {
            "message_id": message.id,
            "from": self._state.me,
            "chat": chat.json(),
            "date": int(time.time()),
            "text": message.text,
        } | ({"reply_markup": markup} if markup else {})


def _parsed(text: str, given: Json) -> str:
    if given.get("parse_mode", "") != "HTML":
        return text.strip()
    try:
        return shown(text).strip()
    except EntitiesError as error:
        raise ApiError(400, f"Bad Request: can't parse entities: {error}") from None


def _buttons(given: Json) -> list[tuple[str, str]]:
    markup = given.get("reply_markup")
    if not markup:
        return []
    try:
        rows = (json.loads(markup) if isinstance(markup, str) else markup)["inline_keyboard"]
    except (ValueError, KeyError, TypeError):
        raise ApiError(400, "Bad Request: object expected as reply markup") from None
    buttons = [(each["text"], each.get("callback_data", "")) for row in rows for each in row]
    for title, data in buttons:
        if not title.strip():
            raise ApiError(400, "Bad Request: inline keyboard button text must be non-empty")
        if not 1 <= len(data.encode()) <= 64:
            raise ApiError(400, "Bad Request: BUTTON_DATA_INVALID")
    return buttons


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
