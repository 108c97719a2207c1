"""What Meta delivers, as the gateway's events.

https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/payload-examples
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, Any, Final

from pydantic import BaseModel, Field, ValidationError

from bot.gateway.events import (
    Content,
    Corrected,
    Elsewhere,
    Event,
    Pictured,
    Pressed,
    Reported,
    Said,
    Unread,
)

IMAGE: Final = "image/"
# Kinds that ask for no answer: who reacts, takes words back, or has a new number, says nothing.
SILENT: Final = frozenset({"reaction", "system", "request_welcome", "ephemeral", "revoke"})
# The last second that a date can name.
LATEST: Final = 253_402_300_799
Seconds = Annotated[int, Field(ge=0, le=LATEST)]
# Of a status: the piece is with the platform, or it never will be with the patient.
ACCEPTED: Final = frozenset({"sent", "delivered", "read"})
FAILED: Final = "failed"


class _Metadata(BaseModel):
    phone_number_id: str


class _Value(BaseModel):
    metadata: _Metadata
    messages: list[Any] = []
    statuses: list[Any] = []


class _Change(BaseModel):
    field: str
    value: dict[str, Any]


class _Entry(BaseModel):
    changes: list[_Change] = []


class _Delivery(BaseModel):
    entry: list[_Entry]


class _Media(BaseModel):
    id: str
    mime_type: str = ""
    caption: str = ""


class _Message(BaseModel):
    id: str
    # the number, or where a patient hides it, an id for this business alone
    sender: str | None = Field(default=None, alias="from")
    user: str | None = Field(default=None, alias="from_user_id")
    timestamp: Seconds
    type: str
    group_id: str | None = None


class _Edit(BaseModel):
    original_message_id: str
    message: dict[str, Any]


class _Status(BaseModel):
    id: str
    status: str
    timestamp: Seconds
    recipient_id: str = ""
    biz_opaque_callback_data: str = ""
    errors: Any = None


def events_of(body: Any, *, phone_id: str) -> list[Event]:
    """Return everything that a delivery tells, in the order in which it was said.

    What cannot be read is left out: a new kind of message must not keep the others back.

    Args:
        body: the JSON of a webhook.
        phone_id: the id of the clinic's number; what came for another is not ours.

    Raises:
        ValueError: it is no delivery at all.
    """
    delivery = _Delivery.model_validate(body)
    events = [
        event
        for entry in delivery.entry
        for change in entry.changes
        if change.field == "messages"
        for event in _of_change(change.value, phone_id)
    ]
    return sorted(events, key=lambda event: event.at)


def _of_change(given: dict[str, Any], phone_id: str) -> Iterator[Event]:
    try:
        value = _Value.model_validate(given)
    except ValidationError:
        return
    if value.metadata.phone_number_id != phone_id:
        return
    for message in value.messages:
        if event := _of_message(message):
            yield event
    for status in value.statuses:
        if event := _of_status(status):
            yield event


def _of_message(given: Any) -> Event | None:
    try:
        message = _Message.model_validate(given)
        content = _content(message.type, given)
        if message.group_id and message.type not in SILENT:
            content = Elsewhere()
    except (ValidationError, KeyError, TypeError, ValueError, AttributeError):
        return None
    address = message.group_id or message.sender or message.user
    if content is None or address is None:
        return None
    return Event(message.id, address, _time(message.timestamp), content, message.id)


def _content(kind: str, given: dict[str, Any]) -> Content | None:
    if kind in SILENT:
        return None
    if kind == "text":
        return Said(str(given["text"]["body"]))
    if kind == "button":
        # of a template: it has words, and perhaps a payload of the clinic's own
        return Said(str(given["button"]["text"]))
    if kind == "interactive":
        chosen = given["interactive"].get(given["interactive"]["type"], {})
        return Pressed(str(chosen["id"])) if "id" in chosen else Unread()
    if kind == "edit":
        return _corrected(_Edit.model_validate(given["edit"]))
    if kind in ("image", "document", "video"):
        media = _Media.model_validate(given[kind])
        if media.mime_type.startswith(IMAGE):
            return Pictured(media.id, media.caption)
        if media.caption.strip():
            # of something that cannot be read, the words still can
            return Said(media.caption)
    return Unread()


def _corrected(edit: _Edit) -> Corrected | None:
    """Return the new words of a message, or of its caption; without any, none are corrected."""
    content = _content(str(edit.message["type"]), edit.message)
    if isinstance(content, Said):
        return Corrected(edit.original_message_id, content.text)
    if isinstance(content, Pictured) and content.caption.strip():
        return Corrected(edit.original_message_id, content.caption)
    return None


def _of_status(given: Any) -> Event | None:
    try:
        status = _Status.model_validate(given)
    except ValidationError:
        return None
    key = status.biz_opaque_callback_data
    if not key or status.status not in (*ACCEPTED, FAILED):
        return None
    state = "failed" if status.status == FAILED else "accepted"
    content = Reported(key, state, _why(status.errors))  # type: ignore[arg-type]
    event_id = f"{status.id}:{status.status}"
    return Event(event_id, status.recipient_id, _time(status.timestamp), content)


def _why(errors: Any) -> str:
    """Return the codes and titles of errors; that a piece failed counts though none is readable."""
    told = [each for each in errors if isinstance(each, dict)] if isinstance(errors, list) else []
    return ", ".join(f"{each.get('code', '')} {each.get('title', '')}".strip() for each in told)


def _time(seconds: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(seconds, dt.UTC)
