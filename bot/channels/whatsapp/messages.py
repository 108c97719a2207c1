"""Messages as the Cloud API takes them: whom they are for, their type, and what they hold.

https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from bot.channels.whatsapp.rendering import Buttons, Rows, Words
from bot.gateway.parts import Choice
from bot.gateway.words import text

NUMBER: Final = re.compile(r"\+?\d+")
# Of who hides the number: a country, and up to 128 letters and digits.
USER_ID: Final = re.compile(r"[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]+")


def recipient_of(address: str) -> dict[str, str | None]:
    """Return whom a message is for: a number, a person who hides theirs, or else a group."""
    if USER_ID.fullmatch(address):
        return {"to": None, "recipient": address, "recipient_type": "individual"}
    kind = "individual" if NUMBER.fullmatch(address) else "group"
    return {"to": address, "recipient": None, "recipient_type": kind}


def spoken(piece: Words | Buttons | Rows) -> tuple[str, dict[str, Any]]:
    """Return the type and the content of words, with their choices."""
    if isinstance(piece, Words):
        return "text", {"body": piece.text}
    is_buttons = isinstance(piece, Buttons)
    action = _buttons(piece.choices) if is_buttons else _rows(piece.choices)
    kind = "button" if is_buttons else "list"
    return "interactive", {"type": kind, "body": {"text": piece.text}, "action": action}


def image(media: str, caption: str) -> tuple[str, dict[str, Any]]:
    """Return the type and the content of a picture that was uploaded."""
    return "image", {"id": media} | ({"caption": caption} if caption else {})


def template(name: str, language: str, variables: Sequence[str]) -> tuple[str, dict[str, Any]]:
    """Return the type and the content of an approved template with its body's variables."""
    parameters = [{"type": "text", "text": each} for each in variables]
    return "template", {
        "name": name,
        "language": {"code": language},
        "components": [{"type": "body", "parameters": parameters}],
    }


def _buttons(choices: Sequence[Choice]) -> dict[str, Any]:
    replies = [{"id": each.say, "title": each.title} for each in choices]
    return {"buttons": [{"type": "reply", "reply": reply} for reply in replies]}


def _rows(choices: Sequence[Choice]) -> dict[str, Any]:
    label = text("messengers.list")
    rows = [{"id": each.say, "title": each.title} for each in choices]
    return {"button": label, "sections": [{"title": label, "rows": rows}]}
