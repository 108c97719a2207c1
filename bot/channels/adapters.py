"""The messengers that the settings connect: each with its webhook, and what it does on start."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass
from functools import partial
from typing import Any

from fastapi import APIRouter

from bot.gateway.channel import Channel, Pictures
from bot.gateway.events import Take
from clinic.settings import Settings


def _nothing(_take: Take) -> AbstractAsyncContextManager[None]:
    return nullcontext()


@dataclass(frozen=True)
class Adapter:
    """A messenger: how it sends, where it delivers, and what runs while the gateway does."""

    channel: Channel[Any]
    routes: Callable[[Take], APIRouter]
    running: Callable[[Take], AbstractAsyncContextManager[None]] = _nothing


def open_adapters(settings: Settings, pictures: Pictures) -> list[Adapter]:
    """Return the messengers whose settings are there.

    Args:
        settings: the clinic's.
        pictures: reads the pictures that stand in answers.
    """
    adapters = []
    # a messenger's library is loaded only where it is connected: together they take half a second
    if settings.telegram_token:
        from bot.channels.telegram.bot import Telegram  # noqa: PLC0415
        from bot.channels.telegram.running import running  # noqa: PLC0415
        from bot.channels.telegram.webhook import router as telegram_router  # noqa: PLC0415

        telegram = Telegram(settings, pictures)
        adapters.append(
            Adapter(telegram, partial(telegram_router, telegram), partial(running, telegram))
        )
    if settings.whatsapp_token:
        from bot.channels.whatsapp.cloud import WhatsAppCloud  # noqa: PLC0415
        from bot.channels.whatsapp.webhook import router as cloud_router  # noqa: PLC0415

        adapters.append(Adapter(WhatsAppCloud(settings, pictures), partial(cloud_router, settings)))
    if settings.twilio_account:
        from bot.channels.whatsapp.twilio_channel import WhatsAppTwilio  # noqa: PLC0415
        from bot.channels.whatsapp.twilio_webhook import router as twilio_router  # noqa: PLC0415

        twilio = WhatsAppTwilio(settings)
        adapters.append(Adapter(twilio, partial(twilio_router, settings, twilio, pictures)))
    return adapters
