"""What Telegram's answers mean for a piece, by the real library over HTTP."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from bot.channels.telegram.bot import Telegram
from bot.channels.telegram.rendering import Photo, Words
from bot.gateway.channel import (
    FetchError,
    GoneError,
    Recipient,
    RefusedError,
    SendError,
    TooLargeError,
    TryLaterError,
    UncertainError,
)
from clinic.settings import Settings
from tests.analysis.pictures import encoded, skin
from tests.imitated.telegram import MOST_DOWNLOAD, TOKEN, Refused, TelegramApi
from tests.imitated.telegram_people import Chat

MARKER = "zanzibarquark"
WRONG_TOKEN = f"{TOKEN[:-4]}0000"


async def picture(_sender: str, url: str) -> bytes:
    if url == "gone":
        raise LookupError(url)
    return b"no picture" if url == "broken" else encoded(skin())


def connected(settings: Settings, url: str, token: str = TOKEN) -> Telegram:
    more: dict[str, Any] = {"telegram_token": token, "telegram_api": url}
    more["telegram_updates"] = "polling"
    return Telegram(Settings(var=settings.var, **more), pictures=picture)


@pytest.fixture
async def telegram(api: TelegramApi, settings: Settings) -> AsyncIterator[Telegram]:
    telegram = connected(settings, api.url)
    yield telegram
    await telegram.close()


def to(chat: Chat | int) -> Recipient:
    number = chat if isinstance(chat, int) else chat.id
    return Recipient(str(number), sender="talk", heard_at=None)


async def failure(telegram: Telegram, recipient: Recipient) -> SendError:
    with pytest.raises(SendError) as raised:
        await telegram.send(recipient, Words(MARKER), key="1:0")
    error = raised.value
    # neither in its words nor in what a traceback would show
    assert error.__cause__ is None and error.__suppress_context__
    for secret in (TOKEN, WRONG_TOKEN, MARKER, recipient.address):
        assert secret not in str(error)
    return error


@contextmanager
def cut_off() -> Iterator[str]:
    """Take requests, and hang up instead of an answer."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        async def hang_up() -> None:
            loop = asyncio.get_running_loop()
            server.setblocking(False)
            connection, _ = await loop.sock_accept(server)
            await loop.sock_recv(connection, 65536)
            connection.close()

        task = asyncio.get_running_loop().create_task(hang_up())
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        task.cancel()


async def test_the_pause_that_telegram_names_is_handed_on(
    telegram: Telegram, asha: Chat, api: TelegramApi
) -> None:
    description = "Too Many Requests: retry after 7"
    api.failures["sendMessage"] = [Refused(429, description, retry_after=7)]
    error = await failure(telegram, to(asha))
    assert isinstance(error, TryLaterError) and error.seconds == 7


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (Refused(403, "Forbidden: bot was blocked by the user"), GoneError),
        (Refused(403, "Forbidden: user is deactivated"), GoneError),
        (Refused(400, "Bad Request: chat not found"), GoneError),
        (Refused(400, f"Bad Request: can't parse entities: {MARKER}"), RefusedError),
        (Refused(400, "Bad Request: message is too long"), RefusedError),
        (Refused(401, "Unauthorized"), TryLaterError),
        (Refused(500, "Internal Server Error"), TryLaterError),
        (Refused(502, "Bad Gateway"), TryLaterError),
        (Refused(503, "Service Unavailable"), TryLaterError),
    ],
)
async def test_an_error_means(
    telegram: Telegram, asha: Chat, api: TelegramApi, answer: Refused, kind: type[SendError]
) -> None:
    api.failures["sendMessage"] = [answer]
    assert type(await failure(telegram, to(asha))) is kind
    await telegram.send(to(asha), Words("again"), key="1:0")
    assert asha.texts == ["again"]


async def test_nobody_is_there_under_an_unknown_address(telegram: Telegram) -> None:
    assert isinstance(await failure(telegram, to(404)), GoneError)


async def test_a_telegram_that_is_out_of_reach_did_not_get_it(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    telegram = connected(settings, f"http://127.0.0.1:{port}")
    assert isinstance(await failure(telegram, to(1)), TryLaterError)
    await telegram.close()


async def test_after_a_connection_that_was_cut_off_nobody_knows(settings: Settings) -> None:
    with cut_off() as url:
        telegram = connected(settings, url)
        assert isinstance(await failure(telegram, to(1)), UncertainError)
        await telegram.close()


async def test_after_a_success_that_is_unreadable_nobody_knows_and_no_log_quotes_it(
    telegram: Telegram, asha: Chat, api: TelegramApi, caplog: pytest.LogCaptureFixture
) -> None:
    api.failures["sendMessage"] = [f"<html>{MARKER}</html>".encode()]
    with caplog.at_level(logging.DEBUG):
        assert isinstance(await failure(telegram, to(asha)), UncertainError)
    assert MARKER not in caplog.text and TOKEN not in caplog.text


async def test_no_picture_of_a_website_is_put_below_words(
    telegram: Telegram, asha: Chat, api: TelegramApi
) -> None:
    await telegram.send(to(asha), Words("Source: nhs.uk"), key="1:0")
    [given] = [given for method, given in api.calls if method == "sendMessage"]
    assert json.loads(given["link_preview_options"]) == {"is_disabled": True}


async def test_a_wrong_token_is_told_to_the_clinic_without_it(
    settings: Settings, api: TelegramApi, caplog: pytest.LogCaptureFixture
) -> None:
    telegram = connected(settings, api.url, WRONG_TOKEN)
    assert isinstance(await failure(telegram, to(1)), TryLaterError)
    await telegram.close()
    assert "DEWY_TELEGRAM_TOKEN" in caplog.text
    assert WRONG_TOKEN not in caplog.text


async def test_a_picture_is_sent_with_its_words(telegram: Telegram, asha: Chat) -> None:
    await telegram.send(to(asha), Photo("there", "Redness &amp; more"), key="1:0")
    [shown] = asha.shown
    assert (shown.text, shown.photo) == ("Redness & more", encoded(skin()))


@pytest.mark.parametrize("url", ["gone", "broken"])
async def test_a_picture_that_cannot_be_sent_does_not_keep_the_question_from_the_patient(
    telegram: Telegram, asha: Chat, url: str
) -> None:
    await telegram.send(to(asha), Photo(url, ""), key="1:0")
    await telegram.send(to(asha), Words("Is that right?"), key="1:1")
    assert asha.texts == ["Is that right?"]


async def test_a_picture_for_nobody_is_no_picture_left_out(telegram: Telegram) -> None:
    with pytest.raises(GoneError):
        await telegram.send(to(404), Photo("there", ""), key="1:0")


async def test_a_photograph_is_fetched(telegram: Telegram, api: TelegramApi) -> None:
    assert await telegram.fetch(api.file(encoded(skin()))["file_id"]) == encoded(skin())


@pytest.mark.parametrize("size", [MOST_DOWNLOAD + 1, 16 * 1024 * 1024])
async def test_a_photograph_that_is_too_large_is_not_fetched(
    telegram: Telegram, api: TelegramApi, size: int
) -> None:
    with pytest.raises(TooLargeError):
        await telegram.fetch(api.file(bytes(size))["file_id"])


async def test_a_photograph_that_telegram_does_not_know_is_not_asked_for_again(
    telegram: Telegram,
) -> None:
    with pytest.raises(FetchError) as raised:
        await telegram.fetch("AgADunknown")
    assert not raised.value.again


async def test_a_photograph_may_be_had_once_telegram_is_well(
    telegram: Telegram, api: TelegramApi
) -> None:
    api.failures["getFile"] = [Refused(502, "Bad Gateway")]
    media = api.file(encoded(skin()))["file_id"]
    with pytest.raises(FetchError) as raised:
        await telegram.fetch(media)
    assert raised.value.again
    assert TOKEN not in str(raised.value) and raised.value.__suppress_context__
    assert await telegram.fetch(media) == encoded(skin())
