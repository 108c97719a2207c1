"""The gateway with a bot on the imitated Bot API, and a stand-in for Rasa."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from clinic.settings import Settings
from tests.bot.gateway.conftest import empty_records, settings, stand_in
from tests.bot.gateway.served import Served, served_here
from tests.bot.gateway.stand_in import StandIn
from tests.imitated.telegram import TOKEN, TelegramApi
from tests.imitated.telegram_people import Chat
from tests.serving import Serving

__all__ = ["empty_records", "settings", "stand_in"]

Serve = Callable[..., Served]


@pytest.fixture
def api() -> Iterator[TelegramApi]:
    with TelegramApi() as api:
        yield api


def connected(api: TelegramApi) -> dict[str, str]:
    """Return the settings that connect a bot on an imitated Bot API."""
    return {
        "DEWY_TELEGRAM_TOKEN": TOKEN,
        "DEWY_TELEGRAM_API": api.url,
        "DEWY_PUBLIC_URL": "{url}",
    }


@pytest.fixture
def serve(settings: Settings, stand_in: StandIn, api: TelegramApi) -> Iterator[Serve]:
    """Start the gateway as a process at each call, by webhook unless it is told otherwise."""
    with ExitStack() as stack:

        def serve(**more: str) -> Served:
            given = connected(api) | more
            return stack.enter_context(Served(settings.var, stand_in, **given))

        yield serve


@pytest.fixture
def gateway(settings: Settings, api: TelegramApi) -> Iterator[Serving]:
    """The gateway in a thread of this process."""
    with served_here(settings, **connected(api)) as gateway:
        api.until_connected()
        yield gateway


@pytest.fixture
def asha(api: TelegramApi) -> Chat:
    return api.chat()
