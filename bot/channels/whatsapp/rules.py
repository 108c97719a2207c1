"""What WhatsApp allows, whoever carries the message: the 24 hours, the template after them."""

from __future__ import annotations

import datetime as dt
from typing import Final
from urllib.parse import quote

from bot.gateway.channel import RefusedError
from bot.gateway.splitting import units

# https://developers.facebook.com/docs/whatsapp/cloud-api/guides/send-messages: 24 hours after the
# patient's last message, of which a little is left for the way.
WINDOW: Final = dt.timedelta(hours=24) - dt.timedelta(minutes=2)
# The template's own words and the clinic's name included, 1,024 characters.
MOST_IN_TEMPLATE: Final = 800


def is_open(heard_at: dt.datetime | None, now: dt.datetime) -> bool:
    """Tell whether a patient who wrote last at that time may be answered freely."""
    return heard_at is not None and now - heard_at < WINDOW


def in_template(words: str | None, template: str | None) -> str:
    """Return words as the variable of a template takes them: without breaks or runs of spaces.

    Args:
        words: what is said; None for a picture.
        template: the clinic's template, if it has one.

    Raises:
        RefusedError: there is no template, or it cannot hold that.
    """
    if template is None:
        raise RefusedError("outside the 24 hours, and no template is set")
    if words is None:
        raise RefusedError("a picture outside the 24 hours")
    line = " ".join(words.replace("*", "").split())
    if units(line) > MOST_IN_TEMPLATE:
        raise RefusedError("outside the 24 hours, and too long for a template")
    return line


def link(number: str, code: str) -> str:
    """Return an address that opens a chat with a number and says a code there."""
    return f"https://wa.me/{number.removeprefix('+')}?text={quote(f'link {code}')}"
