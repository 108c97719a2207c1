"""The connection to Telegram's Bot API, by the library python-telegram-bot."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Sequence
from typing import Any, Final

import httpx
from telegram import (
    Bot,
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Update,
)
from telegram.constants import ChatAction, ParseMode
from telegram.error import (
    BadRequest,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import HTTPXRequest

from analysis.reading import MOST_BYTES
from bot.channels.telegram.rendering import Photo, Piece, Words, are_numbered, render
from bot.channels.telegram.updates import ALLOWED, DONE, event_of
from bot.gateway.channel import (
    FetchError,
    GoneError,
    Pictures,
    Recipient,
    RefusedError,
    SendError,
    TooLargeError,
    TryLaterError,
    UncertainError,
)
from bot.gateway.events import Take
from bot.gateway.parts import Choice, Shown
from bot.gateway.words import words
from clinic.secret import clinic_secret, derive
from clinic.settings import Settings

PATH: Final = "/webhooks/telegram"
CONNECTIONS: Final = 64
# Of a call: to connect, to answer, to take a picture.
CONNECT_SECONDS, READ_SECONDS, UPLOAD_SECONDS = 5.0, 15.0, 30.0
# What the Bot API hands out (https://core.telegram.org/bots/api#getfile), and what we take.
LARGEST_FILE: Final = min(20 * 1024 * 1024, MOST_BYTES)
# Descriptions of errors by which a chat is over for good.
OVER: Final = ("chat not found", "user is deactivated", "peer_id_invalid")
CUT_OFF: Final = (httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError, httpx.CloseError)
# Telegram would look up the sources of an answer, and put a picture of one below it.
NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)
# Above every level: the library's addresses hold the token, httpx logs addresses, and an answer
# that is no JSON the library logs in full, as an error. What goes wrong is logged here.
SILENT: Final = logging.CRITICAL + 1
log = logging.getLogger(__name__)


class Telegram:
    """A bot of the clinic's; satisfies `bot.gateway.channel.Channel`."""

    name = "telegram"
    reports = False

    def __init__(self, settings: Settings, pictures: Pictures) -> None:
        """Connect nothing yet.

        Args:
            settings: the clinic's, with `telegram_token`.
            pictures: reads the pictures that stand in answers.

        Raises:
            SecretUnusableError: as of `clinic.secret`.
        """
        assert settings.telegram_token is not None  # noqa: S101  # else it is not connected
        for noisy in ("httpx", "httpcore", "telegram"):
            logging.getLogger(noisy).setLevel(SILENT)
        self._bot = Bot(
            settings.telegram_token.get_secret_value(),
            base_url=f"{settings.telegram_api}/bot",
            base_file_url=f"{settings.telegram_api}/file/bot",
            request=_request(READ_SECONDS),
            get_updates_request=_request(READ_SECONDS),
        )
        self._pictures = pictures
        self._public_url = settings.public_url
        self.by_webhook = settings.telegram_updates == "webhook"
        self.registers = settings.telegram_register
        self.secret = derive(clinic_secret(settings), "telegram").hex()
        self._username: str | None = None

    def render(self, message: Shown) -> Sequence[Piece]:
        """Return the pieces of a message."""
        return render(message)

    def numbers(self, choices: Sequence[Choice]) -> bool:
        """Tell whether choices are a numbered list; nearly always they are buttons."""
        return are_numbered(choices)

    async def send(self, recipient: Recipient, piece: Piece, *, key: str) -> None:
        """Send a piece.

        Raises:
            SendError: it was not sent, or perhaps not.
        """
        try:
            if isinstance(piece, Words):
                await self._bot.send_message(
                    recipient.address,
                    piece.html,
                    parse_mode=ParseMode.HTML,
                    reply_markup=_keyboard(piece),
                    link_preview_options=NO_PREVIEW,
                )
                return
            await self._send_photo(recipient, piece)
        except TelegramError as error:
            raise _told(error) from None

    async def fetch(self, media: str) -> bytes:
        """Return a file that a patient sent.

        Raises:
            FetchError: it is too large, gone, or cannot be had now.
        """
        try:
            file = await self._bot.get_file(media)
            if (file.file_size or 0) > LARGEST_FILE:
                raise TooLargeError
            if not file.file_path:
                raise FetchError("no path yet", again=True)
            data = await file.download_as_bytearray()
        except BadRequest as error:
            if "too big" in error.message.lower():
                raise TooLargeError from None
            raise FetchError("no such file", again=False) from None
        except TelegramError as error:
            raise FetchError(type(error).__name__, again=True) from None
        if len(data) > LARGEST_FILE:
            raise TooLargeError
        return bytes(data)

    async def show_typing(self, address: str, handle: str) -> None:
        """Show that an answer is on its way, and on a pressed button that it was pressed."""
        calls = [self._bot.send_chat_action(address, ChatAction.TYPING)]
        if handle:
            pressed = json.loads(handle)
            calls.append(self._bot.answer_callback_query(pressed["press"]))
            if pressed["title"]:
                done = InlineKeyboardButton(f"✓ {pressed['title']}", callback_data=DONE)
                calls.append(
                    self._bot.edit_message_reply_markup(  # type: ignore[arg-type]
                        address, pressed["message"], reply_markup=InlineKeyboardMarkup([[done]])
                    )
                )
        await asyncio.gather(*calls, return_exceptions=True)

    async def dismiss(self, address: str, handle: str) -> None:
        """Take the buttons away that were pressed too late."""
        pressed = json.loads(handle)
        await asyncio.gather(
            self._bot.answer_callback_query(pressed["press"]),
            self._bot.edit_message_reply_markup(address, pressed["message"]),
            return_exceptions=True,
        )

    def link(self, code: str) -> str | None:
        """Return an address that opens the bot and says a code; None until it is known."""
        return self._username and f"https://t.me/{self._username}?start={code}"

    async def take(self, update: Update, take: Take) -> bool:
        """Take an update in; False where Telegram must deliver it again."""
        try:
            event = event_of(update, bot=self._username or "")
        except Exception as error:
            # the library checks no values: a field of the wrong kind shows only when it is used
            log.warning("an update cannot be read: %s", type(error).__name__)
            return True
        if event is not None:
            try:
                return await take(event)
            except Exception as error:
                # out of reach records, say: it comes again; its kind alone, without words
                log.error("an update was not taken in: %s", type(error).__name__)
                return False
        if update.callback_query:
            await asyncio.gather(
                self._bot.answer_callback_query(update.callback_query.id), return_exceptions=True
            )
        return True

    def parse(self, data: dict[str, Any]) -> Update | None:
        """Return an update of its JSON; None where it is none that the library can read."""
        try:
            return Update.de_json(data, self._bot)
        except Exception:
            # whatever a field of the wrong kind brings about: it will not be another next time
            return None

    async def connect(self) -> None:
        """Learn the bot's name, tell its commands, and where updates go.

        Raises:
            TelegramError: Telegram is out of reach, or refuses the token.
        """
        self._username = (await self._bot.get_me()).username
        commands = [
            BotCommand(name, each["title"]) for name, each in words("telegram.commands").items()
        ]
        await self._bot.set_my_commands(commands)
        if not self.registers:
            return
        if self.by_webhook:
            await self._bot.set_webhook(
                f"{self._public_url}{PATH}",
                secret_token=self.secret,
                allowed_updates=ALLOWED,
                max_connections=CONNECTIONS,
            )
        else:
            await self._bot.delete_webhook()

    async def disconnect(self) -> None:
        """Take the webhook away, where it was set here; updates then wait at Telegram."""
        if self.by_webhook and self.registers:
            try:
                await self._bot.delete_webhook()
            except TelegramError as error:
                log.warning("the webhook stays: %s", type(error).__name__)

    async def close(self) -> None:
        """Close the connections."""
        await asyncio.gather(self._bot.shutdown(), return_exceptions=True)

    async def updates(self, offset: int | None, seconds: int) -> dict[int, Update | None]:
        """Wait for updates from `offset` on, which also confirms those before it.

        Returns:
            the updates by their ids, in order; None for one that cannot be read.

        Raises:
            TelegramError: they cannot be had.
        """
        asked = {"timeout": seconds, "allowed_updates": list(ALLOWED)}
        if offset is not None:
            asked["offset"] = offset
        # the library's own getUpdates fails for all where one cannot be read; the names of methods
        # are case-insensitive, and it wants those that it has itself called as its own
        found: list[dict[str, Any]] = await self._bot.do_api_request(
            "getupdates", api_kwargs=asked, read_timeout=seconds + READ_SECONDS
        )
        return {each["update_id"]: self.parse(each) for each in found}

    async def _send_photo(self, recipient: Recipient, photo: Photo) -> None:
        """Send a picture; one that is gone or refused is left out, as a question comes after it."""
        try:
            data = await self._pictures(recipient.sender, photo.url)
        except LookupError:
            log.info("a picture is gone, and is left out")
            return
        try:
            await self._bot.send_photo(
                recipient.address,
                data,
                caption=photo.caption or None,
                parse_mode=ParseMode.HTML,
                write_timeout=UPLOAD_SECONDS,
            )
        except BadRequest as error:
            if _is_over(error):
                raise
            log.warning("Telegram refuses a picture, which is left out")


def _request(read_seconds: float) -> HTTPXRequest:
    return HTTPXRequest(
        connection_pool_size=CONNECTIONS,
        connect_timeout=CONNECT_SECONDS,
        read_timeout=read_seconds,
        pool_timeout=READ_SECONDS,
        httpx_kwargs={"trust_env": False},
    )


def _keyboard(piece: Words) -> InlineKeyboardMarkup | None:
    if not piece.buttons:
        return None
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(choice.title, callback_data=choice.say) for choice in row]
            for row in piece.buttons
        ]
    )


def _is_over(error: BadRequest) -> bool:
    return any(each in error.message.lower() for each in OVER)


def _told(error: TelegramError) -> SendError:
    """Return what an error means: its kind alone, as its description may quote the message."""
    kind = type(error).__name__
    if isinstance(error, RetryAfter):
        wait = error.retry_after
        seconds = wait if isinstance(wait, int | float) else wait.total_seconds()
        return TryLaterError("too many messages", seconds=seconds)
    if isinstance(error, InvalidToken):
        log.error("Telegram refuses DEWY_TELEGRAM_TOKEN")
        return TryLaterError(kind)
    if isinstance(error, Forbidden):
        return GoneError(kind)
    if isinstance(error, BadRequest):
        return GoneError(kind) if _is_over(error) else RefusedError(kind)
    cause = error.__cause__
    if isinstance(error, TimedOut):
        was_sent = not isinstance(cause, httpx.ConnectTimeout | httpx.PoolTimeout)
        return UncertainError(kind) if was_sent else TryLaterError(kind)
    if isinstance(error, NetworkError) and isinstance(cause, CUT_OFF):
        return UncertainError(kind)
    if type(error) is TelegramError:
        # it was answered with success, in words that are no JSON
        return UncertainError("unreadable answer")
    return TryLaterError(kind)
