"""Talks by polling, for a clinic without a public address."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from bot.channels.telegram.bot import Telegram
from bot.channels.telegram.running import running
from bot.gateway.events import Event, Said
from clinic.settings import Settings
from tests.bot.channels.telegram.conftest import Serve
from tests.bot.channels.telegram.test_webhook import calls
from tests.bot.gateway.served import Served
from tests.bot.gateway.stand_in import StandIn
from tests.imitated.telegram import TOKEN, Refused, TelegramApi
from tests.imitated.telegram_people import Chat
from tests.waiting import wait_until


@pytest.fixture
def polling(serve: Serve, api: TelegramApi) -> Served:
    served = serve(DEWY_TELEGRAM_UPDATES="polling", DEWY_PUBLIC_URL="")
    api.until_connected()
    return served


def test_updates_are_asked_for_and_answered(polling: Served, asha: Chat) -> None:
    asha.says("acne")
    asha.until(1)
    asha.says("oily")
    assert asha.until(2) == ["You said: acne", "You said: oily"]


def test_what_came_while_it_was_off_is_answered(serve: Serve, asha: Chat) -> None:
    asha.says("acne")
    serve(DEWY_TELEGRAM_UPDATES="polling", DEWY_PUBLIC_URL="")
    assert asha.until(1) == ["You said: acne"]


def test_an_update_is_confirmed_only_once_it_is_taken_in(
    polling: Served, asha: Chat, api: TelegramApi, stand_in: StandIn
) -> None:
    stand_in.status = 500
    asha.says("acne")
    wait_until(lambda: stand_in.heard)
    time.sleep(0.3)
    assert [each["message"]["text"] for each in api.pending] == ["acne"]
    stand_in.status = 200
    assert asha.until(1) == ["You said: acne"]
    wait_until(lambda: api.pending == [])
    assert asha.texts == ["You said: acne"]


def test_one_patients_trouble_holds_nobody_else_up(
    polling: Served, asha: Chat, api: TelegramApi
) -> None:
    mina = api.chat()
    api.failures["sendMessage"] = [Refused(502, "Bad Gateway")]
    asha.says("acne")
    mina.says("oily")
    assert asha.until(1) == ["You said: acne"] and mina.until(1) == ["You said: oily"]


def test_a_webhook_that_is_left_is_taken_away(serve: Serve, asha: Chat, api: TelegramApi) -> None:
    api.webhook = {"url": "http://127.0.0.1:9/elsewhere"}
    serve(DEWY_TELEGRAM_UPDATES="polling", DEWY_PUBLIC_URL="")
    wait_until(lambda: calls(api, "deleteWebhook"))
    asha.says("acne")
    assert asha.until(1) == ["You said: acne"]


def test_it_stops_at_once(polling: Served) -> None:
    began = time.monotonic()
    polling.stop()
    polling.process.wait(30)
    assert time.monotonic() - began < 5


@pytest.fixture
async def telegram(api: TelegramApi, settings: Settings) -> AsyncIterator[Telegram]:
    more: dict[str, Any] = {
        "telegram_token": TOKEN,
        "telegram_api": api.url,
        "telegram_updates": "polling",
    }
    telegram = Telegram(Settings(var=settings.var, **more), pictures=no_picture)
    yield telegram
    await telegram.close()


async def no_picture(_sender: str, _url: str) -> bytes:
    raise LookupError


async def test_records_that_fail_once_do_not_end_it(
    telegram: Telegram, asha: Chat, api: TelegramApi
) -> None:
    taken: list[Event] = []

    async def take(event: Event) -> bool:
        if not taken and not trouble:
            trouble.append(event.id)
            raise OperationalError("SELECT", {}, Exception("database is locked"))
        taken.append(event)
        return True

    trouble: list[str] = []
    async with running(telegram, take):
        await asyncio.to_thread(asha.says, "acne")
        await until(lambda: taken)
        await asyncio.to_thread(asha.says, "oily")
        await until(lambda: len(taken) == 2)
    assert [each.content for each in taken] == [Said("acne"), Said("oily")]
    assert trouble == [taken[0].id]


async def test_an_update_that_cannot_be_read_is_passed_over(
    telegram: Telegram, asha: Chat, api: TelegramApi
) -> None:
    taken: list[Event] = []

    async def take(event: Event) -> bool:
        taken.append(event)
        return True

    async with running(telegram, take):
        await asyncio.to_thread(api.happens, message={"message_id": "?", "chat": {"id": asha.id}})
        await asyncio.to_thread(asha.says, "acne")
        await until(lambda: taken and not api.pending)
    assert [each.content for each in taken] == [Said("acne")]


async def test_an_update_that_breaks_only_when_it_is_used_is_passed_over(
    telegram: Telegram, asha: Chat, api: TelegramApi, caplog: pytest.LogCaptureFixture
) -> None:
    taken: list[Event] = []

    async def take(event: Event) -> bool:
        taken.append(event)
        return True

    async with running(telegram, take):
        await asyncio.to_thread(asha.sends, text=["zanzibarquark"])
        await asyncio.to_thread(asha.says, "acne")
        await until(lambda: taken and not api.pending)
    assert [each.content for each in taken] == [Said("acne")]
    assert "zanzibarquark" not in caplog.text


async def test_who_is_stuck_for_long_holds_nobody_else_up(
    telegram: Telegram, asha: Chat, api: TelegramApi
) -> None:
    heard: list[str] = []

    async def take(event: Event) -> bool:
        assert isinstance(event.content, Said)
        heard.append(event.content.text)
        return event.content.text != "stuck"

    mina = api.chat()
    async with running(telegram, take):
        for said in ("stuck", "after it"):
            await asyncio.to_thread(asha.says, said)
        await until(lambda: heard.count("stuck") == 4)
        await asyncio.to_thread(mina.says, "oily")
        began = time.monotonic()
        await until(lambda: "oily" in heard)
    assert time.monotonic() - began < 5
    assert "after it" not in heard


async def test_answers_of_another_shape_are_survived(
    telegram: Telegram, asha: Chat, api: TelegramApi
) -> None:
    taken: list[Event] = []

    async def take(event: Event) -> bool:
        taken.append(event)
        return True

    api.failures |= {"getMe": [b"[]"], "getUpdates": [b'{"ok": true, "result": [7]}']}
    async with running(telegram, take):
        await asyncio.to_thread(asha.says, "acne")
        await until(lambda: taken)


async def until(true: Callable[[], Any]) -> None:
    async with asyncio.timeout(20):
        while not true():
            await asyncio.sleep(0.01)
