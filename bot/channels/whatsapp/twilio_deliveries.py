"""What Twilio delivers, as events: the form fields of a WhatsApp message, or of a status."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Final

from bot.gateway.events import Content, Event, Pictured, Reported, Said, Unread

PREFIX: Final = "whatsapp:"
ADDRESS: Final = re.compile(rf"{PREFIX}(\+\d{{5,15}})", re.ASCII)
SID: Final = re.compile(r"(?:SM|MM)[0-9a-f]{32}", re.ASCII | re.IGNORECASE)
# Twilio takes ten from other channels and one from WhatsApp.
MOST_MEDIA: Final = 10
# A file's name stands where the words of a photograph stand, if it was sent as a document.
FILE_NAME: Final = re.compile(r".+\.(jpe?g|png|webp|heic|heif|gif)", re.IGNORECASE)
FAILED: Final = ("failed", "undelivered", "canceled")


class MalformedError(Exception):
    """A delivery is none of WhatsApp by Twilio; says what is wrong without quoting it."""


def events(form: Mapping[str, str], at: dt.datetime) -> list[Event]:
    """Return the events of an incoming message: one, or one for each of its media.

    Args:
        form: the fields that Twilio posts.
        at: when it arrived here, for Twilio tells no time.

    Raises:
        MalformedError: it has no number or no id, or its media are not whole.
    """
    address, sid = _address(form.get("From", "")), form.get("MessageSid", "")
    if not SID.fullmatch(sid):
        raise MalformedError("there is no id of a message")
    return [
        Event(id=f"{sid}:{place}" if place else sid, address=address, at=at, content=content)
        for place, content in enumerate(_contents(form, sid))
    ]


def report(form: Mapping[str, str], key: str, at: dt.datetime) -> Event:
    """Return the event of a status callback.

    Args:
        form: the fields that Twilio posts.
        key: the key of the piece that was sent, from the callback's own address.
        at: when it arrived here.

    Raises:
        MalformedError: it tells no status, or has no number or no id.
    """
    address, sid = _address(form.get("To", "")), form.get("MessageSid", "")
    status = form.get("MessageStatus", "")
    if not (status and SID.fullmatch(sid)):
        raise MalformedError("there is no status of a message")
    if status in FAILED:
        code = form.get("ErrorCode", "")
        problem = f"Twilio's error {code}" if code.isdecimal() else f"Twilio says {status}"
        content = Reported(key, "failed", problem)
    else:
        content = Reported(key, "accepted")
    return Event(id=f"{sid}:{status}", address=address, at=at, content=content)


def _address(field: str) -> str:
    found = ADDRESS.fullmatch(field)
    if found is None:
        raise MalformedError("there is no number of WhatsApp")
    return found[1]


def _contents(form: Mapping[str, str], sid: str) -> Iterator[Content]:
    count = form.get("NumMedia") or "0"
    if not (count.isdecimal() and int(count) <= MOST_MEDIA):
        raise MalformedError("there is no number of media")
    if int(count) == 0:
        yield _words(form)
    album = sid if int(count) > 1 else None
    caption = form.get("Body", "")
    if form.get("MessageType") == "document" and FILE_NAME.fullmatch(caption):
        caption = ""
    for place in range(int(count)):
        url, kind = form.get(f"MediaUrl{place}", ""), form.get(f"MediaContentType{place}", "")
        if not url:
            raise MalformedError("a medium has no address")
        if _is_photograph(kind, form):
            yield Pictured(url, caption, album)
            caption = ""
        elif caption.strip() and place + 1 == int(count):
            # of something that cannot be read, the words still can; a photograph's come with it
            yield Said(caption)
            caption = ""
        else:
            yield Unread()


def _is_photograph(kind: str, form: Mapping[str, str]) -> bool:
    if form.get("MessageType") == "sticker" or not kind.startswith("image/"):
        return False
    # WhatsApp makes JPEG of photographs; WebP is what stickers are, but for a file of the patient
    return kind != "image/webp" or form.get("MessageType") == "document"


def _words(form: Mapping[str, str]) -> Content:
    """Return what was written or chosen: of a button what stands on it, never its hidden id."""
    said = form.get("ButtonText") or form.get("ListTitle") or form.get("Body", "")
    if "Latitude" in form or not said.strip():
        return Unread()
    return Said(said)
