"""Photographs that patients send, and the pictures that stand in answers, whatever the channel."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from analysis.progress import side_by_side
from analysis.reading import MOST_BYTES, Reason, UnreadablePhotographError
from bot.gateway.channel import Pictures
from bot.gateway.refusals import RefusalError
from bot.gateway.words import text
from clinic.photographs import Photographs
from clinic.photographs.apart import BusyError
from clinic.photographs.receiver import NotReceivedError, Receiver
from clinic.settings import Settings
from clinic.wording import spoken

MEGABYTE: Final = 1024 * 1024
TOO_LARGE: Final = text("refusals.photo_large", most=MOST_BYTES // MEGABYTE)
KIND: Final = text("refusals.photo_kind")
# Whatever else is wrong with it, it cannot be opened.
UNREADABLE: Final = (HTTPStatus.BAD_REQUEST, text("refusals.photo_unreadable"))
BUSY: Final = (HTTPStatus.SERVICE_UNAVAILABLE, text("refusals.photo_busy"))
REFUSALS: Final[dict[Reason, tuple[HTTPStatus, str]]] = {
    "too_large": (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, TOO_LARGE),
    "too_many_pixels": (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, TOO_LARGE),
    "unknown_kind": (HTTPStatus.UNSUPPORTED_MEDIA_TYPE, KIND),
    "animated": (HTTPStatus.UNSUPPORTED_MEDIA_TYPE, KIND),
}
# The address of a picture in an answer, as the actions write it.
ADDRESS: Final = re.compile(r"/api/photos/([0-9a-f]+)/(?:overlay|beside/([0-9a-f]+))")


async def receive(receiver: Receiver, sender: str, channel: str, data: bytes) -> str:
    """Hold a photograph that a patient sent; return its id.

    Raises:
        RefusalError: it cannot be taken; of status 503 where it may be in a minute.
    """
    try:
        return await receiver.receive(sender, channel, data)
    except UnreadablePhotographError as error:
        raise RefusalError(*REFUSALS.get(error.reason, UNREADABLE)) from None
    except NotReceivedError:
        raise RefusalError(*UNREADABLE) from None
    except BusyError:
        raise RefusalError(*BUSY) from None


def beside(
    photographs: Photographs, settings: Settings, sender: str, photo: str, earlier: str
) -> bytes:
    """Return the JPEG of two of a patient's photographs side by side, each over its date.

    Raises:
        LookupError: one is none of theirs, or gone.
    """
    portraits = [photographs.view(sender, each, "portrait") for each in (earlier, photo)]
    days = {each.id: settings.day(each.at) for each in photographs.looked_at(sender)}
    dates = spoken(days[earlier]), spoken(days[photo])
    return side_by_side(portraits[0], portraits[1], dates)


def pictures_of(photographs: Photographs, settings: Settings) -> Pictures:
    """Return what reads the pictures in answers; only those of the very conversation."""

    async def read(sender: str, url: str) -> bytes:
        """Return the JPEG behind a picture's address.

        Raises:
            LookupError: it is no such address, not the patient's, or gone.
        """
        found = ADDRESS.fullmatch(url)
        if found is None:
            raise LookupError("there is no such picture")
        photo, earlier = found.groups()
        look: Callable[[], bytes] = (
            (lambda: beside(photographs, settings, sender, photo, earlier))
            if earlier
            else (lambda: photographs.view(sender, photo, "overlay"))
        )
        return await asyncio.to_thread(look)

    return read
