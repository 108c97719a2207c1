"""The connection to WhatsApp's Cloud API, by the library pywa."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any, Final

import httpx
from pywa.errors import WhatsAppError
from pywa_async.client import WhatsApp

from analysis.reading import MOST_BYTES
from bot.channels.whatsapp import rules
from bot.channels.whatsapp.errors import meaning
from bot.channels.whatsapp.messages import image, recipient_of, spoken, template
from bot.channels.whatsapp.rendering import Image, Piece, are_numbered, render
from bot.gateway.channel import (
    FetchError,
    Pictures,
    Recipient,
    RefusedError,
    TooLargeError,
    TryLaterError,
    UncertainError,
)
from bot.gateway.parts import Choice, Shown
from clinic.records.models import now
from clinic.settings import Settings

GRAPH: Final = "https://graph.facebook.com"
TIMEOUT: Final = httpx.Timeout(20, connect=5)
LIMITS: Final = httpx.Limits(max_connections=64, max_keepalive_connections=32)
# Where pictures lie; the token goes nowhere else.
MEDIA_HOSTS: Final = (".facebook.com", ".fbsbx.com", ".whatsapp.net", ".fbcdn.net")
# What reading an answer raises that is none of the platform's, as of a proxy between.
UNREADABLE: Final = (ValueError, KeyError, TypeError, AttributeError, httpx.InvalidURL)
log = logging.getLogger(__name__)


class WhatsAppCloud:
    """The clinic's number; satisfies `bot.gateway.channel.Channel`."""

    name = "whatsapp"
    reports = True

    def __init__(self, settings: Settings, pictures: Pictures) -> None:
        """Connect nothing yet.

        Args:
            settings: the clinic's, with `whatsapp_token`, `whatsapp_phone_id` and so on.
            pictures: reads the pictures that stand in answers.
        """
        assert settings.whatsapp_token and settings.whatsapp_phone_id  # noqa: S101
        # the library logs what it sends, and httpx addresses
        for noisy in ("httpx", "httpcore", "pywa", "pywa_async"):
            logging.getLogger(noisy).setLevel(logging.ERROR)
        # our own: a proxy of the environment has no business with patients' words
        self._session = httpx.AsyncClient(timeout=TIMEOUT, limits=LIMITS, trust_env=False)
        self._client = WhatsApp(
            phone_id=settings.whatsapp_phone_id,
            token=settings.whatsapp_token.get_secret_value(),
            session=self._session,
        )
        self._session.base_url = httpx.URL(
            str(self._session.base_url).replace(GRAPH, settings.whatsapp_api)
        )
        self._home = _origin(httpx.URL(settings.whatsapp_api))
        self._pictures = pictures
        self._phone_id = settings.whatsapp_phone_id
        self._number = settings.whatsapp_number
        self._settings = settings
        self._template = settings.whatsapp_template
        self._language = settings.whatsapp_template_language

    def render(self, message: Shown) -> Sequence[Piece]:
        """Return the pieces of a message."""
        return render(message)

    def numbers(self, choices: Sequence[Choice]) -> bool:
        """Tell whether choices are a numbered list, as they fit neither buttons nor a list."""
        return are_numbered(choices)

    async def send(self, recipient: Recipient, piece: Piece, *, key: str) -> None:
        """Send a piece; outside the 24 hours after the patient's last message as a template.

        Raises:
            SendError: it was not sent, or perhaps not.
        """
        is_open = rules.is_open(recipient.heard_at, now())
        try:
            message = await self._message(recipient, piece) if is_open else self._in_template(piece)
            kind, content = message
            await self._client.api.send_message(
                sender=self._phone_id,
                **recipient_of(recipient.address),  # type: ignore[arg-type]
                typ=kind,
                msg=content,
                biz_opaque_callback_data=key,
            )
        except WhatsAppError as error:
            raise meaning(error) from None
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise TryLaterError(type(error).__name__) from None
        except (httpx.HTTPError, *UNREADABLE) as error:
            raise UncertainError(type(error).__name__) from None

    async def fetch(self, media: str) -> bytes:
        """Return a picture that a patient sent.

        Raises:
            FetchError: it is too large, gone, or cannot be had now.
        """
        try:
            # an address is good for minutes, and may be no more
            for _ in range(2):
                told = await self._client.api.get_media_url(media)
                if int(told.get("file_size") or 0) > MOST_BYTES:
                    raise TooLargeError
                if (data := await self._download(str(told["url"]))) is not None:
                    return data
        except WhatsAppError as error:
            is_passing = isinstance(meaning(error), TryLaterError)
            raise FetchError(f"error {error.code}", again=is_passing) from None
        except httpx.HTTPError as error:
            raise FetchError(type(error).__name__, again=True) from None
        except UNREADABLE:
            raise FetchError("an answer that is none", again=True) from None
        raise FetchError("the address has expired", again=True)

    async def show_typing(self, address: str, handle: str) -> None:
        """Show that a message was read and an answer is on its way."""
        try:
            await self._client.api.set_indicator(self._phone_id, handle, "text")
        except (WhatsAppError, httpx.HTTPError, *UNREADABLE) as error:
            log.info("typing is not shown: %s", type(error).__name__)

    async def dismiss(self, address: str, handle: str) -> None:
        """Do nothing: WhatsApp cannot take back what it shows."""

    def link(self, code: str) -> str | None:
        """Return an address that opens a chat with the clinic's number and says a code."""
        return rules.link(self._number, code) if self._number else None

    async def close(self) -> None:
        """Close the connections."""
        await self._session.aclose()

    async def _message(self, recipient: Recipient, piece: Piece) -> tuple[str, dict[str, Any]]:
        if not isinstance(piece, Image):
            return spoken(piece)
        try:
            data = await self._pictures(recipient.sender, piece.url)
        except LookupError:
            raise RefusedError("the picture is gone") from None
        try:
            uploaded = await self._client.api.upload_media(
                self._phone_id, data, "image/jpeg", "picture.jpg"
            )
            return image(uploaded["id"], piece.caption)
        except (httpx.HTTPError, *UNREADABLE) as error:
            # an upload alone shows nobody anything
            raise TryLaterError(type(error).__name__) from None

    def _in_template(self, piece: Piece) -> tuple[str, dict[str, Any]]:
        """Return words in the approved template: its variables are the clinic, and the words."""
        words = None if isinstance(piece, Image) else piece.text
        said = rules.in_template(words, self._template)
        return template(str(self._template), self._language, [self._settings.clinic_name, said])

    async def _download(self, url: str) -> bytes | None:
        """Return what lies at an address of Meta's; None where it lies there no more."""
        # read as the client reads it
        place = httpx.URL(url)
        is_metas = place.scheme == "https" and f".{place.host}".endswith(MEDIA_HOSTS)
        if not is_metas and _origin(place) != self._home:
            raise FetchError("an address that is not Meta's", again=False)
        data = bytearray()
        async with self._client.api.stream_media_bytes(url) as answer:
            if answer.status_code == httpx.codes.NOT_FOUND:
                return None
            if answer.status_code != httpx.codes.OK:
                raise FetchError(f"status {answer.status_code}", again=True)
            async for part in answer.aiter_bytes():
                data += part
                if len(data) > MOST_BYTES:
                    raise TooLargeError
        return bytes(data)


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port
