"""The gateway as a process with a bot on the imitated Bot API, and a stand-in for Rasa."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from clinic.settings import Settings
from tests.bot.gateway.conftest import empty_records, settings, stand_in
from tests.bot.gateway.served import Served
from tests.bot.gateway.stand_in import StandIn
from tests.imitated.telegram import TOKEN, Chat, TelegramApi

__all__ = ["empty_records", "settings", "stand_in"]

Serve = Callable[..., Served]


@pytest.fixture
def api() -> Iterator[TelegramApi]:
    with TelegramApi() as api:
        yield api


@pytest.fixture
def serve(settings: Settings, stand_in: StandIn, api: TelegramApi) -> Iterator[Serve]:
    """Start the gateway at each call, connected by webhook unless it is told otherwise."""
    with ExitStack() as stack:

        def serve(**more: str) -> Served:
            given = {
                "DEWY_TELEGRAM_TOKEN": TOKEN,
                "DEWY_TELEGRAM_API": api.url,
                "DEWY_PUBLIC_URL": "{url}",
            } | more
            return stack.enter_context(Served(settings.var, stand_in, **given))

        yield serve


@pytest.fixture
def gateway(serve: Serve, api: TelegramApi) -> Served:
    served = serve()
    api.until_connected()
    return served


@pytest.fixture
def asha(api: TelegramApi) -> Chat:
    return api.chat()
