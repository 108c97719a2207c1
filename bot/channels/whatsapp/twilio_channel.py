"""WhatsApp by Twilio: sends what is answered, reads what patients photographed."""

from __future__ import annotations

import datetime as dt
import json
import logging
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import quote

import httpx
from twilio.base.exceptions import TwilioException
from twilio.rest import Client

from bot.channels.whatsapp import rules
from bot.channels.whatsapp.twilio_connection import PATIENCE, Connection, MediaSource
from bot.channels.whatsapp.twilio_deliveries import PREFIX
from bot.channels.whatsapp.twilio_pictures import PATH as PICTURES
from bot.channels.whatsapp.twilio_pictures import PURPOSE
from bot.channels.whatsapp.twilio_rendering import Photo, TwilioPiece, render
from bot.gateway.channel import (
    GoneError,
    Recipient,
    RefusedError,
    SendError,
    TryLaterError,
    UncertainError,
)
from bot.gateway.parts import Choice, Shown
from clinic.http.tickets import Tickets
from clinic.records.models import now
from clinic.settings import Settings

STATUS_PATH: Final = "/webhooks/twilio/status"
# Twilio's errors that say that nobody can be reached: no number, not on WhatsApp, has said STOP.
NO_RECIPIENT: Final = frozenset({21211, 21610, 21614, 63003, 63024})
OUTSIDE_WINDOW: Final = 63016
TOO_MANY: Final = 20429
NO_ACCESS: Final = 20003
log = logging.getLogger(__name__)


class WhatsAppTwilio:
    """The clinic's number of WhatsApp at Twilio; satisfies `bot.gateway.channel.Channel`."""

    name = "whatsapp"
    reports = True

    def __init__(
        self,
        settings: Settings,
        *,
        clock: Callable[[], dt.datetime] = now,
        patience: httpx.Timeout = PATIENCE,
    ) -> None:
        """Speak to Twilio as the settings say; they hold an account, its token and a number.

        Raises:
            SecretUnusableError: as of `clinic.secret`.
        """
        if not (settings.twilio_account and settings.twilio_token and settings.twilio_number):
            raise ValueError("Twilio is not connected")
        self._number, self._door = settings.twilio_number, settings.public_url
        self._template, self._settings = settings.twilio_template, settings
        self._clock, self.tickets = clock, Tickets(settings, PURPOSE)
        auth = settings.twilio_account, settings.twilio_token.get_secret_value()
        self._connection = Connection(patience)
        self._twilio = Client(*auth, http_client=self._connection)
        # the library would take these from variables of its own in the environment
        self._twilio.edge = self._twilio.region = None
        self._twilio.api.base_url = settings.twilio_api
        self._media = MediaSource(self._connection.client, settings.twilio_api, auth)

    def render(self, message: Shown) -> Sequence[TwilioPiece]:
        """Return the pieces of a message, in order."""
        return render(message)

    def numbers(self, choices: Sequence[Choice]) -> bool:
        """Tell that choices are always numbered: buttons need a template of their own at Twilio."""
        return True

    async def send(self, recipient: Recipient, piece: TwilioPiece, *, key: str) -> None:
        """Send a piece; outside of WhatsApp's 24 hours by the clinic's template.

        Raises:
            SendError: as of `bot.gateway.channel.Channel`.
        """
        if rules.is_open(recipient.heard_at, self._clock()):
            content = self._free(recipient, piece)
        else:
            content = self._templated(piece)
        try:
            await self._twilio.messages.create_async(
                from_=PREFIX + self._number,
                to=PREFIX + recipient.address,
                status_callback=f"{self._door}{STATUS_PATH}?key={quote(key, safe='')}",
                **content,
            )
        except TwilioException as error:
            # `from None`: Twilio's own words quote numbers
            raise _failure(getattr(error, "status", 0), getattr(error, "code", 0)) from None
        except ValueError:
            # it was taken, but what came back is no JSON
            raise UncertainError("Twilio's answer cannot be read") from None

    async def fetch(self, media: str) -> bytes:
        """Return a photograph that a patient sent.

        Raises:
            FetchError: it cannot be had.
        """
        return await self._media.read(media)

    async def show_typing(self, address: str, handle: str) -> None:
        """Do nothing.

        Twilio has an indicator for WhatsApp, but in public beta, and says of it that it is not
        HIPAA-eligible and should not be enabled where health data are at stake.
        """

    async def dismiss(self, address: str, handle: str) -> None:
        """Do nothing: there are no buttons."""

    def link(self, code: str) -> str | None:
        """Return an address that opens WhatsApp and says a code for linking."""
        return rules.link(self._number, code)

    async def close(self) -> None:
        """Close the connections: nothing is sent any more."""
        await self._connection.close()

    def _free(self, recipient: Recipient, piece: TwilioPiece) -> dict[str, Any]:
        if isinstance(piece, Photo):
            ticket = self.tickets.issue(recipient.sender, piece.url)
            return {"body": piece.body, "media_url": [f"{self._door}{PICTURES}/{ticket}"]}
        return {"body": piece.body}

    def _templated(self, piece: TwilioPiece) -> dict[str, Any]:
        words = None if isinstance(piece, Photo) else piece.body
        line = rules.in_template(words, self._template)
        variables = {"1": self._settings.clinic_name, "2": line}
        return {
            "content_sid": self._template,
            "content_variables": json.dumps(variables, ensure_ascii=False),
        }


def _failure(status: int, code: int) -> SendError:
    """Return what Twilio's refusal means to the gateway."""
    why = f"Twilio's error {code}, status {status}"
    if status == HTTPStatus.UNAUTHORIZED or code == NO_ACCESS:
        log.error("Twilio refuses the account or its token: look at DEWY_TWILIO_TOKEN")
        return TryLaterError(why)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or code == TOO_MANY:
        return TryLaterError(why)
    if code in NO_RECIPIENT:
        return GoneError(why)
    if code == OUTSIDE_WINDOW:
        return RefusedError(f"{why}: outside of the 24 hours")
    return RefusedError(why)
