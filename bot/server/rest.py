"""Rasa's REST channel, sealed: what a patient types is always text, never a command."""

from __future__ import annotations

from typing import Any

from rasa.core.channels.rest import RestInput
from sanic.exceptions import InvalidUsage
from sanic.request import Request

# Rasa takes text that begins with "/" (after white space) as an intent. A word joiner in front is
# invisible, is no white space, and leaves the patient's words as they are.
WORD_JOINER = "\u2060"


def as_plain_text(text: str) -> str:
    """Return `text` such that Rasa cannot take it for an intent, as it does with "/restart"."""
    return WORD_JOINER + text if text.lstrip().startswith("/") else text


class SealedRestInput(RestInput):
    """The REST channel at its usual address, with typed `/intent{...}` made harmless.

    A request without a sender or a text is refused with status 400: Rasa itself would put all such
    messages into one shared conversation.
    """

    async def _extract_sender(self, req: Request) -> str:
        return _field(req, "sender")

    def _extract_message(self, req: Request) -> str:
        return as_plain_text(_field(req, "message"))


def _field(request: Request, name: str) -> str:
    body: Any = request.json
    value = body.get(name) if isinstance(body, dict) else None
    if not isinstance(value, str) or not value.strip():
        raise InvalidUsage(f'"{name}" must be a text that is not empty')
    return value
