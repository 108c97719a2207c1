"""Twilio's API for WhatsApp, imitated on loopback, with the patients' telephones behind it.

It is as strict as its documentation: the Message resource, the limits of WhatsApp, media behind
basic auth and a redirect, signed webhooks with the retries that stand in their addresses.
"""

from __future__ import annotations

import datetime as dt
import json
import queue
import re
import secrets
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urldefrag

import httpx
from twilio.request_validator import RequestValidator

from tests.imitated.twilio_people import Person
from tests.imitated.twilio_servers import ACCOUNT, TOKEN, ApiError, api_of, media_of

NUMBER = "+14155238886"
TEMPLATE = "HX" + "0123456789abcdef" * 2
API = f"/2010-04-01/Accounts/{ACCOUNT}"
MOST_UNITS = 1600
MOST_BYTES = {"image/jpeg": 5_000_000, "image/png": 5_000_000}
WINDOW = dt.timedelta(hours=24)
CHOICE = re.compile(r"^(\d+)\. (.+)$", re.MULTILINE)


@dataclass
class Telephone:
    """What a patient's WhatsApp shows, and what became of what was sent to it."""

    shown: list[str] = field(default_factory=list)
    pictures: list[bytes] = field(default_factory=list)
    heard_at: dt.datetime | None = None
    is_on_whatsapp: bool = True


class Twilio:
    """Answers at `url`, delivers to `webhook`; `fail_next` and `seconds` say how it misbehaves."""

    def __init__(self, webhook: str = "", fallback: str = "") -> None:
        # as twilio.md has a clinic set it: five retries, whatever the failure
        self.webhook, self.fallback = webhook, fallback
        self.telephones: defaultdict[str, Telephone] = defaultdict(Telephone)
        self.sent: list[dict[str, list[str]]] = []
        self.statuses: list[tuple[str, str]] = []
        # (path, Authorization) of every request, to the API and to where media lie
        self.asked: list[tuple[str, str | None]] = []
        self.media_asked: list[tuple[str, str | None]] = []
        # an error, "hang up", or "take it and hang up", for a call each
        self.fail_next: list[ApiError | str] = []
        self.templates = {TEMPLATE: "News from {{1}}: {{2}} Answer to talk on."}
        # before an answer, and before a message is on its telephone
        self.seconds = self.carrying_seconds = 0.0
        self.clock: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)
        self.media: dict[str, tuple[str, bytes]] = {}
        self._validator = RequestValidator(TOKEN)
        self._http = httpx.Client(trust_env=False, timeout=15)
        self._work: queue.Queue[tuple[dict[str, list[str]], str] | None] = queue.Queue()
        self._servers = [
            ThreadingHTTPServer(("127.0.0.1", 0), handler)
            for handler in (api_of(self), media_of(self))
        ]
        self.url, self.media_url = (
            f"http://127.0.0.1:{server.server_address[1]}" for server in self._servers
        )

    def __enter__(self) -> Self:
        for server in self._servers:
            threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        self._worker = threading.Thread(target=self._carry, daemon=True)
        self._worker.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._work.put(None)
        self._worker.join(20)
        for server in self._servers:
            server.shutdown()
            server.server_close()
        self._http.close()

    # what patients do

    def person(self, number: str = "+919013363029") -> Person:
        return Person(self, number)

    def says(self, number: str, words: str, **more: str) -> int:
        """Write from a number; return the status that the webhook answered in the end."""
        return self.delivers(self.message(number, words, **more))

    def sends_photos(self, number: str, *photos: bytes, caption: str = "") -> list[int]:
        """Send photographs as WhatsApp does: a message each, the caption with the first."""
        captions = [caption] + [""] * (len(photos) - 1)
        return [
            self.delivers(self.with_media(number, [("image/jpeg", photo)], words))
            for photo, words in zip(photos, captions, strict=True)
        ]

    def presses(self, number: str, title: str) -> int:
        """Choose from the numbered list that was shown last."""
        numbered = {words: at for at, words in CHOICE.findall(self.telephones[number].shown[-1])}
        return self.says(number, numbered[title])

    def message(self, number: str, words: str, sid: str = "", **more: str) -> dict[str, str]:
        """Return the fields of a message."""
        sid = sid or "SM" + secrets.token_hex(16)
        return {
            "SmsMessageSid": sid,
            "NumMedia": "0",
            "ProfileName": "Asha",
            "MessageType": "text",
            "SmsSid": sid,
            "WaId": number.removeprefix("+"),
            "SmsStatus": "received",
            "Body": words,
            "To": f"whatsapp:{NUMBER}",
            "NumSegments": "1",
            "ReferralNumMedia": "0",
            "MessageSid": sid,
            "AccountSid": ACCOUNT,
            "From": f"whatsapp:{number}",
            "ApiVersion": "2010-04-01",
        } | more

    def with_media(
        self, number: str, media: list[tuple[str, bytes]], words: str = ""
    ) -> dict[str, str]:
        """Return the fields of a message with media, which lie at Twilio from now on."""
        sid = "MM" + secrets.token_hex(16)
        form = self.message(number, words, sid, NumMedia=str(len(media)), MessageType="image")
        for place, (kind, data) in enumerate(media):
            form[f"MediaContentType{place}"] = kind
            form[f"MediaUrl{place}"] = self.keep(sid, kind, data)
        return form

    def keep(self, sid: str, kind: str, data: bytes) -> str:
        """Keep a medium of a message; return its address."""
        path = f"{API}/Messages/{sid}/Media/ME{secrets.token_hex(16)}"
        self.media[path] = kind, data
        return f"{self.url}{path}"

    # what Twilio does

    def delivers(self, form: Mapping[str, str]) -> int:
        """Deliver a message, again as the webhook's address says, and then to the fallback."""
        number = form["From"].removeprefix("whatsapp:")
        self.telephones[number].heard_at = self.clock()
        status = self._post_again(self.webhook, form)
        if not 200 <= status < 300 and self.fallback:
            failure = {"ErrorCode": "11200", "ErrorUrl": urldefrag(self.webhook).url}
            status = self._post_again(self.fallback, {**form, **failure})
        return status

    def signature(self, url: str, form: Mapping[str, str]) -> str:
        signed: str = self._validator.compute_signature(urldefrag(url).url, form)
        return signed

    def until_quiet(self) -> None:
        """Wait until every message is carried out, and its status told."""
        self._work.join()

    def _post_again(self, address: str, form: Mapping[str, str]) -> int:
        """Post a form; by the address's overrides (`#rc=..&rp=..`) again. 0 is no connection."""
        url, fragment = urldefrag(address)
        overrides = parse_qs(fragment)
        again = int(overrides.get("rc", ["1"])[0])
        policy = overrides.get("rp", ["ct"])[0].split(",")
        token, status = secrets.token_hex(16), 0
        for _ in range(min(again, 5) + 1):
            status = self._post(url, form, token)
            kind = "ct" if status == 0 else f"{status // 100}xx"
            if kind == "2xx" or not {kind, "all"} & set(policy):
                break
            time.sleep(0.05)
        return status

    def _post(self, url: str, form: Mapping[str, str], token: str) -> int:
        headers = {
            "X-Twilio-Signature": self.signature(url, form),
            "I-Twilio-Idempotency-Token": token,
            "User-Agent": "TwilioProxy/1.1",
        }
        try:
            return self._http.post(url, data=dict(form), headers=headers).status_code
        except httpx.TransportError:
            return 0

    def take(self, path: str, form: dict[str, list[str]]) -> dict[str, Any]:
        """Check a new message as the Message resource does, and queue it.

        Raises:
            ApiError: as documented for its code.
        """
        if path != f"{API}/Messages.json":
            raise ApiError(404, 20404, "The requested resource was not found")
        one = {name: values[0] for name, values in form.items()}
        if one.get("From") != f"whatsapp:{NUMBER}":
            raise ApiError(400, 63007, "Twilio could not find a Channel with the From address")
        to = one.get("To", "")
        if not re.fullmatch(r"whatsapp:\+[1-9]\d{7,14}", to):
            raise ApiError(400, 21211, f"Invalid 'To' Phone Number: {to}")
        if not {"Body", "MediaUrl", "ContentSid"} & one.keys():
            raise ApiError(400, 21619, "A Message Body, Media URL or Content SID is required")
        if len(one.get("Body", "").encode("utf-16-le")) // 2 > MOST_UNITS:
            raise ApiError(400, 21617, "The concatenated body exceeds the 1600 character limit")
        if not all(re.match(r"https?://[^/]+/", url) for url in form.get("MediaUrl", [])):
            raise ApiError(400, 21620, "Invalid media URL(s)")
        if not re.fullmatch(r"https?://[^/_]+/\S*", one.get("StatusCallback", "http://a/")):
            raise ApiError(400, 21609, "Invalid 'StatusCallback' URL")
        if "ContentSid" in one:
            self._filled(one)
        sid = ("MM" if "MediaUrl" in one else "SM") + secrets.token_hex(16)
        self._work.put((form, sid))
        return {"sid": sid, "status": "queued", "to": to, "from": one["From"], "error_code": None}

    def _filled(self, one: Mapping[str, str]) -> str:
        """Return the words of a template, filled in."""
        words = self.templates.get(one["ContentSid"])
        if words is None:
            raise ApiError(404, 21655, "The ContentSid is invalid")
        try:
            variables = json.loads(one.get("ContentVariables", "{}"))
        except ValueError:
            raise ApiError(400, 21656, "The ContentVariables Parameter is invalid") from None
        for name, value in variables.items():
            if not isinstance(value, str) or not value or re.search(r"[\n\t]| {5,}", value):
                raise ApiError(400, 21656, "The ContentVariables Parameter is invalid")
            words = words.replace("{{" + name + "}}", value)
        return words

    def _carry(self) -> None:
        while (work := self._work.get()) is not None:
            form, sid = work
            one = {name: values[0] for name, values in form.items()}
            time.sleep(self.carrying_seconds)
            try:
                problem = self._show(one)
                for status in ["undelivered"] if problem else ["sent", "delivered"]:
                    self.statuses.append((status, problem))
                    self._tell(one, sid, status, problem)
            finally:
                self._work.task_done()
        self._work.task_done()

    def _show(self, one: Mapping[str, str]) -> str:
        """Bring a message to a telephone; return the code of what is in the way, or nothing."""
        telephone = self.telephones[one["To"].removeprefix("whatsapp:")]
        if not telephone.is_on_whatsapp:
            return "63024"
        if "ContentSid" in one:
            telephone.shown.append(self._filled(one))
            return ""
        if telephone.heard_at is None or self.clock() - telephone.heard_at > WINDOW:
            return "63016"
        if url := one.get("MediaUrl"):
            try:
                answer = self._http.get(url, follow_redirects=True)
            except httpx.TransportError:
                return "63019"
            most = MOST_BYTES.get(answer.headers.get("content-type", ""))
            if answer.status_code != 200:
                return "63019"
            if most is None:
                return "12300"
            if len(answer.content) > most:
                return "11751"
            telephone.pictures.append(answer.content)
        telephone.shown.append(one.get("Body", ""))
        return ""

    def _tell(self, one: Mapping[str, str], sid: str, status: str, problem: str) -> None:
        if "StatusCallback" not in one:
            return
        form = {
            "ChannelPrefix": "whatsapp",
            "ApiVersion": "2010-04-01",
            "MessageStatus": status,
            "SmsSid": sid,
            "SmsStatus": status,
            "ChannelInstallSid": "XE" + "0" * 32,
            "To": one["To"],
            "From": one["From"],
            "MessageSid": sid,
            "AccountSid": ACCOUNT,
        }
        if problem:
            form |= {"ErrorCode": problem, "ChannelStatusMessage": "as the documentation has it"}
        self._post_again(one["StatusCallback"], form)
