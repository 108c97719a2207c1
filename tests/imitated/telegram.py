"""Telegram's Bot API on loopback, from https://core.telegram.org/bots/api: limits, errors, updates.

Two things differ from the real one: a webhook may be plain http on loopback, and the pauses between
two deliveries of an update are short.
"""

from __future__ import annotations

import asyncio
import html
import io
import itertools
import json
import re
import time
from typing import Any

from fastapi import Request, Response
from fastapi.responses import JSONResponse
from PIL import Image
from starlette.datastructures import FormData, UploadFile

from tests.imitated.server import BrokenOff, Platform
from tests.imitated.telegram_people import BOT, Chat, Shown
from tests.waiting import wait_until

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"  # the documentation's example
MOST_TEXT, MOST_CAPTION, MOST_DATA_BYTES = 4096, 1024, 64
MOST_DOWNLOAD, MOST_PHOTO = 20 * 1024 * 1024, 10 * 1024 * 1024
TAG = re.compile(r"</?(\w[\w-]*)(?:\s[^<>]*)?>")
TAGS = {"b", "strong", "i", "em", "u", "ins", "s", "del", "a", "code", "pre", "tg-spoiler"}
ENTITY = re.compile(r"&(?!(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);)")
ACTIONS = {"typing", "upload_photo", "record_video", "upload_document", "find_location"}

METHODS = {
    name.lower(): name
    for name in [
        "getMe",
        "setMyCommands",
        "setWebhook",
        "deleteWebhook",
        "getWebhookInfo",
        "getUpdates",
        "sendMessage",
        "sendPhoto",
        "sendChatAction",
        "answerCallbackQuery",
        "editMessageReplyMarkup",
        "getFile",
    ]
}


class Refused(Exception):  # noqa: N818  # it is an answer of the API
    """An answer of the API that is no success."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        self.code, self.description, self.parameters = code, description, parameters


class TelegramApi(Platform):
    """The API of one bot, and the people who talk to it."""

    def __init__(self) -> None:
        super().__init__()
        self.chats: dict[int, Chat] = {}
        self.message_ids, self.query_ids = itertools.count(100), itertools.count(4_000_000_000)
        self._update_ids = itertools.count(860_000_000)
        self._file_ids = itertools.count(1)
        self.files: dict[str, bytes] = {}
        self._paths: dict[str, tuple[bytes, float]] = {}
        self.open_queries: set[str] = set()
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.webhook: dict[str, Any] = {}
        self.pending: list[dict[str, Any]] = []
        # the kinds of updates that the bot wants; an empty set stands for all of them
        self._allowed: set[str] = set()
        # the next calls of a method are answered so; then how many messages a second a chat takes
        self.failures: dict[str, list[Refused | str | bytes]] = {}
        self.messages_a_second: float | None = None
        self.file_seconds = 3600.0
        self.app.add_api_route("/bot{token}/{method}", self._called, methods=["GET", "POST"])
        self.app.add_api_route("/file/bot{token}/{path:path}", self._download)

    def chat(self, id: int | None = None) -> Chat:
        """Return a person who has opened the bot."""
        chat = Chat(self, id or 7_000_000_000 + len(self.chats))
        return self.chats.setdefault(chat.id, chat)

    def until_connected(self) -> None:
        """Wait until the bot has set its webhook, or asks for updates."""
        wait_until(
            lambda: self.webhook.get("url") or "getUpdates" in (name for name, _ in self.calls),
            "the bot",
        )

    def file(self, data: bytes) -> dict[str, Any]:
        """Put a file where the bot can get it; return how a message names it."""
        name = f"AgACAgIAAxkBAAI{next(self._file_ids):06d}"
        self.files[name] = data
        return {"file_id": name, "file_unique_id": f"AQAD{name[-6:]}", "file_size": len(data)}

    def happens(self, **update: Any) -> None:
        """Let an update come about; it is delivered to the webhook, or waits for getUpdates.

        One of a kind that the bot has not asked for never comes.
        """
        if not self._allowed or self._allowed & update.keys():
            self.redeliver({"update_id": next(self._update_ids), **update})

    def redeliver(self, update: dict[str, Any]) -> None:
        """Deliver an update, perhaps once more."""

        async def add() -> None:
            if self.webhook.get("url"):
                self._send(update)
            else:
                self.pending.append(update)

        self.do(add())

    def _send(self, update: dict[str, Any]) -> None:
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.webhook.get("secret_token", "")}
        url = self.webhook["url"]
        self.deliver(lambda client: client.post(url, json=update, headers=headers))

    async def _called(self, token: str, method: str, request: Request) -> Response:
        # "All methods in the Bot API are case-insensitive"
        method = METHODS.get(method.lower(), method)
        form = await request.form()
        given = {key: value for key, value in form.items() if isinstance(value, str)}
        self.calls.append((method, given))
        try:
            if token != TOKEN:
                raise Refused(401, "Unauthorized")
            failures = self.failures.get(method)
            if failures:
                failure = failures.pop(0)
                if isinstance(failure, Refused):
                    raise failure
                if isinstance(failure, bytes):
                    # what a proxy on the way might answer
                    return Response(failure)
                # taken, but the connection breaks before the answer
                await self._answer(method, given, form)
                return BrokenOff()
            result = await self._answer(method, given, form)
        except Refused as refused:
            body = {"ok": False, "error_code": refused.code, "description": refused.description}
            if refused.parameters:
                body["parameters"] = refused.parameters
            return JSONResponse(body, refused.code)
        return JSONResponse({"ok": True, "result": result})

    async def _answer(self, method: str, given: dict[str, str], form: FormData) -> Any:
        answers = {
            "getMe": self._get_me,
            "setMyCommands": self._set_my_commands,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "getWebhookInfo": self._get_webhook_info,
            "getUpdates": self._get_updates,
            "sendMessage": self._send_message,
            "sendPhoto": self._send_photo,
            "sendChatAction": self._send_chat_action,
            "answerCallbackQuery": self._answer_callback_query,
            "editMessageReplyMarkup": self._edit_markup,
            "getFile": self._get_file,
        }
        if method not in answers:
            raise Refused(404, "Not Found")
        return await answers[method](given, form)

    async def _get_me(self, *_: Any) -> Any:
        return BOT

    async def _set_my_commands(self, given: dict[str, str], _: FormData) -> Any:
        for each in json.loads(given["commands"]):
            if not re.fullmatch(r"[a-z0-9_]{1,32}", each["command"]):
                raise Refused(400, "Bad Request: BOT_COMMAND_INVALID")
            if not 1 <= len(each["description"]) <= 256:
                raise Refused(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
        return True

    async def _set_webhook(self, given: dict[str, str], _: FormData) -> Any:
        url = given.get("url", "")
        if not url.startswith(("https://", "http://127.0.0.1")):
            raise Refused(400, "Bad Request: bad webhook: An HTTPS URL must be provided")
        secret = given.get("secret_token", "")
        if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
            raise Refused(400, "Bad Request: secret token contains unallowed characters")
        if not 1 <= int(given.get("max_connections", 40)) <= 100:
            raise Refused(400, "Bad Request: max_connections must be 1-100")
        self._allow(given)
        self.webhook = given
        waiting, self.pending = self.pending, []
        for update in waiting:
            self._send(update)
        return True

    async def _delete_webhook(self, *_: Any) -> Any:
        self.webhook = {}
        return True

    async def _get_webhook_info(self, *_: Any) -> Any:
        return {
            "url": self.webhook.get("url", ""),
            "has_custom_certificate": False,
            "pending_update_count": len(self.pending),
        }

    async def _get_updates(self, given: dict[str, str], _: FormData) -> Any:
        if self.webhook.get("url"):
            raise Refused(409, "Conflict: can't use getUpdates method while webhook is active")
        self._allow(given)
        offset = int(given.get("offset", 0))
        self.pending = [each for each in self.pending if each["update_id"] >= offset]
        deadline = time.monotonic() + int(given.get("timeout", 0))
        while not self.pending and time.monotonic() < deadline and not self.stops:
            await asyncio.sleep(0.01)
        return self.pending[: int(given.get("limit", 100))]

    def _allow(self, given: dict[str, str]) -> None:
        """Remember which updates are wanted; without a word on it those of before are."""
        if "allowed_updates" in given:
            self._allowed = set(json.loads(given["allowed_updates"]))

    async def _send_message(self, given: dict[str, str], _: FormData) -> Any:
        chat = self._chat_for(given)
        text = _plain(given.get("text", ""), given.get("parse_mode"))
        if not text.strip():
            raise Refused(400, "Bad Request: message text is empty")
        if _units(text) > MOST_TEXT:
            raise Refused(400, "Bad Request: message is too long")
        return self._show(chat, text, given)

    async def _send_photo(self, given: dict[str, str], form: FormData) -> Any:
        chat = self._chat_for(given)
        photo = form.get("photo")
        if isinstance(photo, str) and photo.startswith("attach://"):
            photo = form.get(photo.removeprefix("attach://"))
        if not isinstance(photo, UploadFile):
            raise Refused(400, "Bad Request: there is no photo in the request")
        data = await photo.read()
        if len(data) > MOST_PHOTO:
            raise Refused(413, "Request Entity Too Large")
        try:
            Image.open(io.BytesIO(data)).verify()
        except (OSError, SyntaxError):
            raise Refused(400, "Bad Request: IMAGE_PROCESS_FAILED") from None
        caption = _plain(given.get("caption", ""), given.get("parse_mode"))
        if _units(caption) > MOST_CAPTION:
            raise Refused(400, "Bad Request: message caption is too long")
        return self._show(chat, caption, given, photo=data)

    async def _send_chat_action(self, given: dict[str, str], _: FormData) -> Any:
        self._known_chat(given)
        if given.get("action") not in ACTIONS:
            raise Refused(400, "Bad Request: wrong parameter action in request")
        return True

    async def _answer_callback_query(self, given: dict[str, str], _: FormData) -> Any:
        if given.get("callback_query_id") not in self.open_queries:
            raise Refused(400, "Bad Request: query is too old and response timeout expired")
        self.open_queries.discard(given["callback_query_id"])
        return True

    async def _edit_markup(self, given: dict[str, str], _: FormData) -> Any:
        chat = self._known_chat(given)
        wanted = int(given.get("message_id", 0))
        shown = next((each for each in chat.shown if each.id == wanted), None)
        if shown is None:
            raise Refused(400, "Bad Request: message to edit not found")
        markup = json.loads(given["reply_markup"]) if "reply_markup" in given else None
        if markup == shown.markup:
            raise Refused(400, "Bad Request: message is not modified")
        shown.buttons, shown.markup = _buttons(markup), markup
        return True

    async def _get_file(self, given: dict[str, str], _: FormData) -> Any:
        data = self.files.get(given.get("file_id", ""))
        if data is None:
            raise Refused(400, "Bad Request: invalid file_id")
        if len(data) > MOST_DOWNLOAD:
            raise Refused(400, "Bad Request: file is too big")
        path = f"photos/file_{len(self._paths)}.jpg"
        self._paths[path] = (data, time.monotonic() + self.file_seconds)
        name = given["file_id"]
        told = {"file_id": name, "file_unique_id": f"AQAD{name[-6:]}", "file_size": len(data)}
        return {**told, "file_path": path}

    async def _download(self, token: str, path: str) -> Response:
        data, until = self._paths.get(path, (b"", 0.0))
        if token != TOKEN or time.monotonic() > until:
            return JSONResponse({"ok": False, "error_code": 404, "description": "Not Found"}, 404)
        return Response(data, media_type="application/octet-stream")

    def _known_chat(self, given: dict[str, str]) -> Chat:
        chat = self.chats.get(int(given.get("chat_id", 0)))
        if chat is None:
            raise Refused(400, "Bad Request: chat not found")
        if chat.has_blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        return chat

    def _chat_for(self, given: dict[str, str]) -> Chat:
        """Return the chat for a message, unless it had one just now."""
        chat, now = self._known_chat(given), time.monotonic()
        if self.messages_a_second and now - chat.last_at < 1 / self.messages_a_second:
            raise Refused(429, "Too Many Requests: retry after 1", retry_after=1)
        chat.last_at = now
        return chat

    def _show(
        self, chat: Chat, text: str, given: dict[str, str], photo: bytes | None = None
    ) -> dict[str, Any]:
        markup = json.loads(given["reply_markup"]) if "reply_markup" in given else None
        shown = Shown(next(self.message_ids), text, _buttons(markup), photo, markup)
        chat.shown.append(shown)
        return {"message_id": shown.id, "chat": chat.place, "date": int(time.time()), "from": BOT}


def _buttons(markup: dict[str, Any] | None) -> dict[str, str]:
    """Return the data of each button by its title, as far as they may be so."""
    buttons: dict[str, str] = {}
    for row in (markup or {}).get("inline_keyboard", []):
        for button in row:
            if not button.get("text"):
                raise Refused(400, "Bad Request: text buttons are unallowed")
            if not 1 <= len(button.get("callback_data", "").encode()) <= MOST_DATA_BYTES:
                raise Refused(400, "Bad Request: BUTTON_DATA_INVALID")
            buttons[button["text"]] = button["callback_data"]
    return buttons


def _plain(text: str, mode: str | None) -> str:
    """Return what a reader sees of HTML."""
    if mode != "HTML":
        return text.strip()
    opened: list[str] = []
    for tag in TAG.finditer(text):
        if tag[1].lower() not in TAGS:
            raise Refused(400, f'Bad Request: can\'t parse entities: unsupported tag "{tag[1]}"')
        if tag[0].startswith("</"):
            if not opened or opened.pop() != tag[1]:
                raise Refused(400, "Bad Request: can't parse entities: unexpected end tag")
        else:
            opened.append(tag[1])
    bare = TAG.sub("", text)
    if opened or "<" in bare or ">" in bare or ENTITY.search(bare):
        raise Refused(400, "Bad Request: can't parse entities: character must be escaped")
    return html.unescape(bare).strip()


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
