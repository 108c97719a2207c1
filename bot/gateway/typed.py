"""What a patient typed: checked once, whatever the channel, and trusted from there on."""

from __future__ import annotations

import unicodedata
from http import HTTPStatus
from typing import Final

from bot.gateway.refusals import RefusalError
from bot.gateway.words import text as words

LONGEST: Final = 2000
# Tab and line breaks are the only control characters that people type.
TYPED: Final = "\t\n"

UNREADABLE: Final = words("refusals.unreadable")
EMPTY: Final = words("refusals.empty")
TOO_LONG: Final = words("refusals.too_long", most=f"{LONGEST:,}")
# What a photograph without words says.
PICTURED: Final = words("pictured")


def checked(text: str) -> str:
    """Return a patient's text without white space around it.

    Raises:
        RefusalError: it is empty to the eye, longer than `LONGEST`, or has control characters.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(text) > LONGEST:
        raise RefusalError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, TOO_LONG)
    kinds = {unicodedata.category(character) for character in text if character not in TYPED}
    if kinds & {"Cc", "Cs"}:
        raise RefusalError(HTTPStatus.BAD_REQUEST, UNREADABLE)
    # what only formats or separates shows nothing: zero-width spaces, joiners
    if kinds <= {"Cf", "Cn", "Co", "Zl", "Zp", "Zs"}:
        raise RefusalError(HTTPStatus.BAD_REQUEST, EMPTY)
    return text
