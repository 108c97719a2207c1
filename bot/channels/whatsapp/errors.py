"""What an error of the Cloud API means for a piece.

https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes
"""

from __future__ import annotations

import logging
from typing import Final

import httpx
from pywa.errors import WhatsAppError

from bot.gateway.channel import GoneError, RefusedError, SendError, TryLaterError

TOKEN_REFUSED: Final = frozenset({0, 3, 10, 190, *range(200, 300)})
# How many seconds each limit is waited for.
TOO_MANY: Final = {4: 60, 80007: 60, 130429: 5, 131048: 300, 131056: 6, 133016: 300}
BROKEN: Final = frozenset({1, 2, 131000, 131016, 131057, 133004, 135000})
# The patient is not on WhatsApp, has not agreed to its terms, or blocks the clinic. Who only wants
# no advertising (131050), or has had enough templates for now (131049), still hears answers.
GONE: Final = frozenset({131026})
# Of the clinic's account, until it is put right there: restricted, locked, unpaid, without an
# approved name, or with a number that is not registered.
ACCOUNT: Final = frozenset({368, 131031, 131037, 131042, 131045, 133010})
log = logging.getLogger(__name__)


def meaning(error: WhatsAppError) -> SendError:
    """Return what an error means: its code alone, as its words may quote the message."""
    code, why = error.code, f"error {error.code}"
    if code in TOKEN_REFUSED or error.status_code == httpx.codes.UNAUTHORIZED:
        log.error("WhatsApp refuses DEWY_WHATSAPP_TOKEN: error %d", code)
        return TryLaterError(why)
    if code in ACCOUNT:
        log.error("WhatsApp refuses the clinic's account or number: error %d", code)
        return TryLaterError(why)
    if code in TOO_MANY:
        return TryLaterError(why, seconds=TOO_MANY[code])
    status = error.status_code or 0
    if code in BROKEN or status >= httpx.codes.INTERNAL_SERVER_ERROR:
        return TryLaterError(why)
    if status == httpx.codes.TOO_MANY_REQUESTS:
        return TryLaterError(why, seconds=TOO_MANY[4])
    return GoneError(why) if code in GONE else RefusedError(why)
