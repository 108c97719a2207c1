"""The channel Telegram: sends pieces, fetches photographs, and tells Telegram where to deliver."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import ChatAction, ParseMode
from telegram.error import InvalidToken, TelegramError
from telegram.request import HTTPXRequest

from analysis.reading import MOST_BYTES
from bot.channels.telegram import rendering
from bot.channels.telegram.failures import not_fetched, not_sent, warn_of_token
from bot.channels.telegram.rendering import Piece, TextPiece
from bot.channels.telegram.updates import KINDS, Me
from bot.gateway.channel import Pictures, Recipient, TooLargeError
from bot.gateway.parts import Choice, Shown
from clinic.secret import clinic_secret, derive
from clinic.settings import Settings

PATH: Final = "/webhooks/telegram"
# How many updates Telegram delivers at once.
MOST_CONNECTIONS: Final = 20
FIRST_PAUSE_SECONDS: Final = 1.0
LONGEST_PAUSE_SECONDS: Final = 60.0
GOODBYE_SECONDS: Final = 5
NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)
# These write addresses, which hold the token, and the words that are sent.
TALKATIVE: Final = ("httpx", "httpcore", "telegram")
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Webhook:
    """Where Telegram delivers; it sends the secret along."""

    url: str
    secret: str


class Telegram:
    """Satisfies `Channel[Piece]`."""

    name = "telegram"
    reports = False

    def __init__(
        self, bot: Bot, pictures: Pictures, webhook: Webhook | None, *, registers: bool
    ) -> None:
        """Prepare to speak; nothing is asked of Telegram before `start`.

        Args:
            bot: the library's, with the token.
            pictures: reads the pictures that stand in answers.
            webhook: where Telegram delivers; None where it is asked by polling.
            registers: whether the webhook is set on start, and deleted on stop.
        """
        for each in TALKATIVE:
            logging.getLogger(each).setLevel(logging.WARNING)
        self.bot, self.webhook, self.registers = bot, webhook, registers
        self._pictures = pictures
        self._starting: asyncio.Task[None] | None = None
        self.me = Me(int(bot.token.partition(":")[0]))

    @classmethod
    def of(cls, settings: Settings, pictures: Pictures) -> Telegram:
        """Return the channel of a clinic whose token is set.

        Raises:
            SecretUnusableError: as of `clinic.secret`.
        """
        assert settings.telegram_token  # noqa: S101  # who asks for it has looked
        webhook = None
        if settings.telegram_updates == "webhook":
            secret = derive(clinic_secret(settings), "telegram").hex()
            webhook = Webhook(f"{settings.public_url}{PATH}", secret)
        bot = Bot(
            settings.telegram_token.get_secret_value(),
            base_url=f"{settings.telegram_api}/bot",
            base_file_url=f"{settings.telegram_api}/file/bot",
            request=_request(),
            get_updates_request=_request(),
        )
        return cls(bot, pictures, webhook, registers=settings.telegram_register)

    def render(self, message: Shown) -> Sequence[Piece]:
        """Return the texts and photographs of a message."""
        return rendering.render(message)

    def numbers(self, choices: Sequence[Choice]) -> bool:
        """Tell whether choices do not fit on buttons."""
        return rendering.numbers(choices)

    async def send(self, recipient: Recipient, piece: Piece, *, key: str) -> None:
        """Send a text or a photograph.

        Raises:
            SendError: it was not sent, or perhaps not: see its kinds.
        """
        chat = int(recipient.address)
        try:
            if isinstance(piece, TextPiece):
                await self.bot.send_message(
                    chat,
                    piece.html,
                    parse_mode=ParseMode.HTML,
                    link_preview_options=NO_PREVIEW,
                    reply_markup=_keyboard(piece.buttons),
                )
                return
            try:
                picture = await self._pictures(recipient.sender, piece.url)
            except LookupError:
                # deleted since, as the patient may ask: what else was said is still sent
                log.info("a picture is gone, and is left out")
                return
            await self.bot.send_photo(
                chat, picture, caption=piece.caption or None, filename="picture.jpg"
            )
        except TelegramError as error:
            raise not_sent(error) from None

    async def fetch(self, media: str) -> bytes:
        """Return a photograph by its file's id.

        Raises:
            FetchError: it cannot be had.
        """
        try:
            file = await self.bot.get_file(media)
            if (file.file_size or 0) > MOST_BYTES:
                raise TooLargeError
            data = bytes(await file.download_as_bytearray())
        except TelegramError as error:
            raise not_fetched(error) from None
        if len(data) > MOST_BYTES:
            raise TooLargeError
        return data

    async def show_typing(self, address: str, handle: str) -> None:
        """Show that an answer is made; take the buttons away where one was pressed."""
        calls: list[Awaitable[Any]] = [self.bot.send_chat_action(int(address), ChatAction.TYPING)]
        press, _, message = handle.partition(":")
        if press:
            calls.append(self.bot.answer_callback_query(press))
        if message:
            calls.append(self.bot.edit_message_reply_markup(int(address), int(message)))
        await asyncio.gather(*calls, return_exceptions=True)

    def link(self, code: str) -> str | None:
        """Return an address that opens the bot and says a code; None until its name is known."""
        username = self.me.username
        return f"https://t.me/{username}?start={code}" if username else None

    async def start(self) -> None:
        """Begin to make the bot known to Telegram, however long that takes."""
        self._starting = asyncio.create_task(self._introduce())

    async def stop(self) -> None:
        """Take the webhook back: what comes in the meantime waits, and is not tried in vain.

        What is still to be sent can be: connections end with the process.
        """
        if self._starting:
            self._starting.cancel()
            await asyncio.gather(self._starting, return_exceptions=True)
        if self.webhook and self.registers:
            with contextlib.suppress(TelegramError, TimeoutError):
                async with asyncio.timeout(GOODBYE_SECONDS):
                    await self.bot.delete_webhook()

    async def _introduce(self) -> None:
        pause = FIRST_PAUSE_SECONDS
        while True:
            try:
                user = await self.bot.get_me()
                self.me = Me(user.id, user.username)
                await self._register()
            except InvalidToken:
                warn_of_token()
            except TelegramError as error:
                log.warning("Telegram does not take the bot in yet: %s", type(error).__name__)
            else:
                return
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)

    async def _register(self) -> None:
        if self.webhook and self.registers:
            await self.bot.set_webhook(
                self.webhook.url,
                secret_token=self.webhook.secret,
                allowed_updates=KINDS,
                max_connections=MOST_CONNECTIONS,
            )


def _request() -> HTTPXRequest:
    return HTTPXRequest(
        connection_pool_size=64,
        connect_timeout=5,
        read_timeout=20,
        write_timeout=20,
        media_write_timeout=60,
        pool_timeout=10,
    )


def _keyboard(buttons: Sequence[Choice]) -> InlineKeyboardMarkup | None:
    if not buttons:
        return None
    return InlineKeyboardMarkup.from_column(
        [InlineKeyboardButton(each.title, callback_data=each.say) for each in buttons]
    )
