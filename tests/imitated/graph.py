"""WhatsApp's Cloud API on loopback, from Meta's documentation: limits, errors, media, webhooks.

https://developers.facebook.com/docs/whatsapp/cloud-api/reference and .../webhooks. What differs:
pauses between two deliveries are short, and a message outside the 24 hours fails as soon as it may.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import itertools
import json
import re
import time
from dataclasses import dataclass, field
from typing import Any

from fastapi import Request, Response
from fastapi.responses import JSONResponse
from PIL import Image
from starlette.datastructures import UploadFile

from tests.imitated.server import PATIENCE_SECONDS, BrokenOff, Platform

TOKEN = "EAAJB0fW1xYBAPlOngAccessTokenOfASystemUser"  # of a system user, as they look
PHONE_ID, NUMBER = "106540352242922", "15550783881"
APP_SECRET, VERIFY_TOKEN = "5f4dcc3b5aa765d61d8327deb882cf99", "a-word-of-the-clinic"
TEMPLATE, LANGUAGE, VARIABLES = "dewy_check_in", "en", 2
WINDOW_SECONDS, MEDIA_SECONDS = 24 * 3600.0, 300.0
MOST_IMAGE = 5 * 1024 * 1024
MOST_TEXT, MOST_BODY, MOST_CAPTION = 4096, 1024, 1024


class Refused(Exception):  # noqa: N818  # it is an answer of the API
    """An answer of the API that is no success."""

    def __init__(self, status: int, code: int, message: str = "") -> None:
        self.status, self.code, self.message = status, code, message or f"(#{code})"


@dataclass
class Shown:
    """A message that a number was shown."""

    text: str
    choices: dict[str, str] = field(default_factory=dict)
    kind: str = "text"
    image: bytes | None = None


@dataclass
class Person:
    """Somebody with WhatsApp who writes to the clinic."""

    api: GraphApi
    number: str
    shown: list[Shown] = field(default_factory=list)
    written_at: float | None = None
    is_reading: set[str] = field(default_factory=set)

    @property
    def texts(self) -> list[str]:
        return [each.text for each in self.shown]

    def message(self, **content: Any) -> dict[str, Any]:
        self.written_at = time.time()
        name = f"wamid.HBgL{self.number}VAgASGBQ{next(self.api.ids):08d}"
        at = str(int(self.written_at))
        return {"from": self.number, "id": name, "timestamp": at, **content}

    def says(self, text: str) -> None:
        self.sends(type="text", text={"body": text})

    def sends(self, **content: Any) -> None:
        self.api.delivers(messages=[self.message(**content)])

    def sends_photo(self, data: bytes, caption: str = "", kind: str = "image/jpeg") -> None:
        image = {"id": self.api.holds(data, kind), "mime_type": kind, "sha256": "x"}
        self.sends(type="image", image=image | ({"caption": caption} if caption else {}))

    def presses(self, title: str) -> None:
        """Choose the newest button or row of that title."""
        shown = next(each for each in reversed(self.shown) if title in each.choices)
        kind = f"{shown.kind}_reply"
        chosen = {"id": shown.choices[title], "title": title}
        self.sends(type="interactive", interactive={"type": kind, kind: chosen})

    def until(self, count: int) -> list[str]:
        """Wait until so many messages were shown; return their texts."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while len(self.shown) < count:
            assert time.monotonic() < deadline, f"only {self.texts} after {PATIENCE_SECONDS} s"
            time.sleep(0.01)
        return self.texts


class GraphApi(Platform):
    """The API of one number, and the people who write to it."""

    def __init__(self) -> None:
        super().__init__()
        self.people: dict[str, Person] = {}
        self.ids = itertools.count(1)
        self.webhook = ""
        # whether `sent`, `delivered` and `read` are reported, as a webhook of the field messages does
        self.tells_statuses = True
        self._media: dict[str, tuple[bytes, str]] = {}
        self._addresses: dict[str, tuple[str, float]] = {}
        self.media_seconds = MEDIA_SECONDS
        self.calls: list[tuple[str, dict[str, Any]]] = []
        # the next messages are answered so; a text means that the connection breaks after it
        self.failures: list[Refused | str] = []
        root = "/v{version}"
        add = self.app.add_api_route
        add(f"{root}/{{phone}}/messages", self._messages, methods=["POST"])
        add(f"{root}/{{phone}}/media", self._upload, methods=["POST"])
        add(f"{root}/{{media}}", self._media_of)
        add("/attachments/{name}", self._download)

    def person(self, number: str | None = None) -> Person:
        number = number or f"1650555{1000 + len(self.people)}"
        return self.people.setdefault(number, Person(self, number))

    def holds(self, data: bytes, kind: str) -> str:
        """Put a picture where it can be fetched; return its id."""
        name = str(1003383421387256 + next(self.ids))
        self._media[name] = (data, kind)
        return name

    def delivers(self, **value: Any) -> None:
        """Deliver messages or statuses, again and again until they are taken."""
        self.redeliver(self.body(**value))

    def body(self, **value: Any) -> bytes:
        metadata = {"display_phone_number": NUMBER, "phone_number_id": PHONE_ID}
        told = {"messaging_product": "whatsapp", "metadata": metadata, **value}
        entry = {"id": "102290129340398", "changes": [{"value": told, "field": "messages"}]}
        return json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()

    def redeliver(self, body: bytes) -> None:
        async def send() -> None:
            self._send(body)

        self.do(send())

    def _send(self, body: bytes) -> None:
        headers = {"X-Hub-Signature-256": sign(body), "Content-Type": "application/json"}
        self.deliver(lambda client: client.post(self.webhook, content=body, headers=headers))

    async def _messages(self, phone: str, request: Request) -> Response:
        body = await request.json()
        self.calls.append(("messages", body))
        try:
            self._check(request, phone)
            if body.get("messaging_product") != "whatsapp":
                raise Refused(400, 100, "(#100) The parameter messaging_product is required.")
            if body.get("status") == "read":
                return self._read(body)
            failure = self.failures.pop(0) if self.failures else None
            if isinstance(failure, Refused):
                raise failure
            told = self._show(body)
            if failure:
                return BrokenOff()
        except Refused as refused:
            return _error(refused)
        return JSONResponse(told)

    def _read(self, body: dict[str, Any]) -> Response:
        number = re.sub(r"^wamid\.HBgL(\d+)VAgASGBQ.*", r"\1", body["message_id"])
        if number not in self.people:
            return _error(Refused(400, 131009, "(#131009) Parameter value is not valid"))
        if body.get("typing_indicator", {"type": "text"}) != {"type": "text"}:
            return _error(Refused(400, 100, "(#100) Invalid parameter"))
        self.people[number].is_reading.add(body["message_id"])
        return JSONResponse({"success": True})

    def _show(self, body: dict[str, Any]) -> dict[str, Any]:
        number = str(body.get("to", "")).removeprefix("+")
        person = self.people.get(number)
        kind = body.get("type", "text")
        shown = {
            "text": self._text,
            "interactive": self._interactive,
            "image": self._image,
            "template": self._template,
        }.get(kind, self._unknown)(body.get(kind) or {})
        wamid = f"wamid.HBgL{number}VAgARGBI{next(self.ids):08d}"
        key = body.get("biz_opaque_callback_data", "")
        if len(key) > 512:
            raise Refused(400, 100, "(#100) biz_opaque_callback_data is too long")
        if person is None:
            self._status(wamid, number, "failed", key, 131026)
        elif kind != "template" and not self._is_open(person):
            self._status(wamid, number, "failed", key, 131047)
        else:
            person.shown.append(shown)
            if self.tells_statuses:
                for state in ("sent", "delivered", "read"):
                    self._status(wamid, number, state, key)
        return {
            "messaging_product": "whatsapp",
            "contacts": [{"input": body.get("to"), "wa_id": number}],
            "messages": [{"id": wamid}],
        }

    def _is_open(self, person: Person) -> bool:
        return person.written_at is not None and time.time() - person.written_at < WINDOW_SECONDS

    def _status(self, wamid: str, number: str, state: str, key: str, code: int = 0) -> None:
        at = str(int(time.time()))
        status = {"id": wamid, "status": state, "timestamp": at, "recipient_id": number}
        status |= {"biz_opaque_callback_data": key} if key else {}
        title = {131026: "Message undeliverable", 131047: "Re-engagement message"}.get(code)
        errors = {"errors": [{"code": code, "title": title, "message": title}]} if code else {}
        self._send(self.body(statuses=[{**status, **errors}]))

    def _text(self, given: dict[str, Any]) -> Shown:
        return Shown(_within(given.get("body"), MOST_TEXT))

    def _interactive(self, given: dict[str, Any]) -> Shown:
        text = _within(given.get("body", {}).get("text"), MOST_BODY)
        action = given.get("action", {})
        if given.get("type") == "button":
            replies = [each["reply"] for each in action["buttons"]]
            choices = _choices(replies, most=3, title=20, id=256)
            return Shown(text, choices, "button")
        if given.get("type") == "list":
            _within(action.get("button"), 20)
            sections = action["sections"]
            if not 1 <= len(sections) <= 10:
                raise _invalid()
            for section in sections:
                _within(section.get("title"), 24)
            rows = [row for section in sections for row in section["rows"]]
            if any(len(row.get("description") or "") > 72 for row in rows):
                raise _invalid()
            return Shown(text, _choices(rows, most=10, title=24, id=200), "list")
        raise _invalid()

    def _image(self, given: dict[str, Any]) -> Shown:
        data, _ = self._media.get(given.get("id", ""), (None, ""))
        if data is None:
            raise Refused(400, 131009, "(#131009) Parameter value is not valid")
        caption = given.get("caption", "")
        if caption:
            _within(caption, MOST_CAPTION)
        return Shown(caption, kind="image", image=data)

    def _template(self, given: dict[str, Any]) -> Shown:
        if (given.get("name"), given.get("language", {}).get("code")) != (TEMPLATE, LANGUAGE):
            raise Refused(404, 132001, "(#132001) Template name does not exist in the translation")
        [component] = given.get("components", [])
        values = [each["text"] for each in component["parameters"]]
        if len(values) != VARIABLES:
            raise Refused(400, 132000, "(#132000) Number of parameters does not match")
        if any(re.search(r"[\n\t]| {5}", value) or not value for value in values):
            raise Refused(400, 132018, "(#132018) Param text cannot have new-line/tab characters")
        return Shown(" | ".join(values), kind="template")

    def _unknown(self, _: dict[str, Any]) -> Shown:
        raise Refused(400, 100, "(#100) Invalid parameter: type")

    async def _upload(self, phone: str, request: Request) -> Response:
        try:
            self._check(request, phone)
            form = await request.form()
            file, kind = form.get("file"), form.get("type")
            if form.get("messaging_product") != "whatsapp" or not isinstance(file, UploadFile):
                raise Refused(400, 100, "(#100) Invalid parameter")
            data = await file.read()
            if kind not in ("image/jpeg", "image/png") or len(data) > MOST_IMAGE:
                raise Refused(400, 131053, "(#131053) Media upload error")
            Image.open(io.BytesIO(data)).verify()
        except Refused as refused:
            return _error(refused)
        return JSONResponse({"id": self.holds(data, str(kind))})

    async def _media_of(self, media: str, request: Request) -> Response:
        try:
            self._check(request, PHONE_ID)
            if media not in self._media:
                raise Refused(400, 100, "(#100) Unsupported get request")
        except Refused as refused:
            return _error(refused)
        data, kind = self._media[media]
        name = f"a{next(self.ids)}"
        self._addresses[name] = (media, time.monotonic() + self.media_seconds)
        return JSONResponse(
            {
                "url": f"{self.url}/attachments/{name}",
                "mime_type": kind,
                "sha256": hashlib.sha256(data).hexdigest(),
                "file_size": len(data),
                "id": media,
                "messaging_product": "whatsapp",
            }
        )

    async def _download(self, name: str, request: Request) -> Response:
        media, until = self._addresses.get(name, ("", 0.0))
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            return Response(status_code=401)
        if time.monotonic() > until:
            return Response(status_code=404)
        data, kind = self._media[media]
        return Response(data, media_type=kind)

    def _check(self, request: Request, phone: str) -> None:
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            raise Refused(401, 190, "Invalid OAuth access token.")
        if phone != PHONE_ID:
            raise Refused(400, 100, "(#100) Unsupported post request")


def sign(body: bytes, secret: str = APP_SECRET) -> str:
    """Return the signature of a delivery."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def _choices(given: list[dict[str, Any]], *, most: int, title: int, id: int) -> dict[str, str]:
    titles, ids = [each["title"] for each in given], [each["id"] for each in given]
    if not 1 <= len(given) <= most or not len(set(titles)) == len(given) == len(set(ids)):
        raise _invalid()
    for name in titles:
        _within(name, title)
    for name in ids:
        _within(name, id)
    return dict(zip(titles, ids, strict=True))


def _within(value: Any, most: int) -> str:
    if not isinstance(value, str) or not 1 <= len(value.strip()) <= len(value) <= most:
        raise _invalid()
    return value


def _invalid() -> Refused:
    return Refused(400, 131009, "(#131009) Parameter value is not valid")


def _error(refused: Refused) -> Response:
    error = {
        "message": refused.message,
        "type": "OAuthException",
        "code": refused.code,
        "error_data": {"messaging_product": "whatsapp", "details": refused.message},
        "fbtrace_id": "AgBGiSVoNCVyQG6jQmzZm5U",
    }
    return JSONResponse({"error": error}, refused.status)
