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
from typing import Any

from fastapi import Request, Response
from fastapi.responses import JSONResponse
from PIL import Image
from starlette.datastructures import UploadFile

from tests.imitated.graph_messages import TEMPLATE, Refused, invalid, shown
from tests.imitated.graph_people import Person, Shown
from tests.imitated.server import BrokenOff, Platform

__all__ = ["TEMPLATE", "GraphApi", "Person", "Refused", "Shown", "sign"]

TOKEN = "EAAJB0fW1xYBAPlOngAccessTokenOfASystemUser"  # of a system user, as they look
PHONE_ID, NUMBER = "106540352242922", "15550783881"
APP_SECRET, VERIFY_TOKEN = "5f4dcc3b5aa765d61d8327deb882cf99", "a-word-of-the-clinic"
WINDOW_SECONDS, MEDIA_SECONDS = 24 * 3600.0, 300.0
MOST_IMAGE = 5 * 1024 * 1024


class GraphApi(Platform):
    """The API of one number, and the people who write to it."""

    def __init__(self) -> None:
        super().__init__()
        self.people: dict[str, Person] = {}
        # by their ids, what was said in them by the clinic
        self.groups: dict[str, list[Shown]] = {}
        self.ids = itertools.count(1)
        self.webhook = ""
        # whether `sent`, `delivered` and `read` are reported, as a webhook of the field messages does
        self.tells_statuses = True
        self._media: dict[str, tuple[bytes, str]] = {}
        self._addresses: dict[str, tuple[str, float]] = {}
        self.media_seconds = MEDIA_SECONDS
        # so many of the next addresses of pictures are expired when they are told
        self.stale = 0
        # where pictures lie instead, if elsewhere
        self.moved_to = ""
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

    def group(self) -> str:
        """Return the id of a new group that the clinic's number is in."""
        name = f"Y2FwaV9ncm91cDoxNzA1NTU1MDEzOToxMjAzNjM0MDQ2OTQyMz{next(self.ids):05d}ZD"
        self.groups[name] = []
        return name

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
            return _error(invalid())
        if body.get("typing_indicator", {"type": "text"}) != {"type": "text"}:
            return _error(Refused(400, 100, "(#100) Invalid parameter"))
        self.people[number].is_reading.add(body["message_id"])
        return JSONResponse({"success": True})

    def _show(self, body: dict[str, Any]) -> dict[str, Any]:
        message = shown(body, self._media)
        key = body.get("biz_opaque_callback_data", "")
        address = self._addressed(body)
        wamid = f"wamid.HBgL{address}VAgARGBI{next(self.ids):08d}"
        if address in self.groups:
            if message.kind not in ("text", "image", "template"):
                raise Refused(400, 131051, "(#131051) Unsupported message type")
            self.groups[address].append(message)
            self._statuses(wamid, address, key)
        elif (person := self.people.get(address)) is None:
            self._status(wamid, address, "failed", key, 131026)
        elif message.kind != "template" and not self._is_open(person):
            self._status(wamid, address, "failed", key, 131047)
        else:
            person.shown.append(message)
            self._statuses(wamid, address, key)
        return {
            "messaging_product": "whatsapp",
            "contacts": [{"input": body.get("to") or body.get("recipient"), "wa_id": address}],
            "messages": [{"id": wamid}],
        }

    def _addressed(self, body: dict[str, Any]) -> str:
        """Return the number or the group that a message is for."""
        to, user = body.get("to"), body.get("recipient")
        if body.get("recipient_type", "individual") == "group":
            if to not in self.groups:
                raise invalid()
            return str(to)
        if to is not None and re.fullmatch(r"\+?\d{5,20}", to):
            return str(to).removeprefix("+")
        for person in self.people.values():
            if to is None and user == person.user_id:
                return person.number
        if to is None and user is None:
            raise Refused(400, 131008, "(#131008) Required parameter is missing")
        raise invalid()

    def _statuses(self, wamid: str, address: str, key: str) -> None:
        for state in ("sent", "delivered", "read") if self.tells_statuses else ():
            self._status(wamid, address, state, key)

    def _is_open(self, person: Person) -> bool:
        return person.written_at is not None and time.time() - person.written_at < WINDOW_SECONDS

    def _status(self, wamid: str, number: str, state: str, key: str, code: int = 0) -> None:
        at = str(int(time.time()))
        status = {"id": wamid, "status": state, "timestamp": at, "recipient_id": number}
        status |= {"biz_opaque_callback_data": key} if key else {}
        title = {131026: "Message undeliverable", 131047: "Re-engagement message"}.get(code)
        errors = {"errors": [{"code": code, "title": title, "message": title}]} if code else {}
        self._send(self.body(statuses=[{**status, **errors}]))

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
        self.stale, is_stale = max(0, self.stale - 1), self.stale > 0
        seconds = 0 if is_stale else self.media_seconds
        self._addresses[name] = (media, time.monotonic() + seconds)
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
        if self.moved_to:
            return Response(status_code=302, headers={"Location": self.moved_to})
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


def _error(refused: Refused) -> Response:
    error = {
        "message": refused.message,
        "type": "OAuthException",
        "code": refused.code,
        "error_data": {"messaging_product": "whatsapp", "details": refused.message},
        "fbtrace_id": "AgBGiSVoNCVyQG6jQmzZm5U",
    }
    return JSONResponse({"error": error}, refused.status)
