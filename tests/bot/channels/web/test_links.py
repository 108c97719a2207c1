"""A talk is taken along to a messenger: by a code of its own session, for a while."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from fastapi import FastAPI

from bot.channels.messengers import Messengers
from clinic.records.links import LENGTH
from tests.bot.channels.web.visitor import begin
from tests.bot.gateway.postbox import Postbox
from tests.bot.gateway.stand_in import StandIn


@pytest.fixture
def messengers(app: FastAPI) -> Iterator[Messengers]:
    """The gateway with one messenger."""
    messengers: Messengers = app.state.door.messengers
    messengers.channels["telegram"] = Postbox()
    yield messengers
    del messengers.channels["telegram"]


async def test_a_code_opens_the_messenger_with_the_callers_own_talk(
    client: httpx.AsyncClient, stand_in: StandIn, messengers: Messengers
) -> None:
    await begin(client)
    answer = await client.post("/api/link")
    assert answer.status_code == 201
    told = answer.json()
    assert len(told["code"]) == LENGTH
    assert told["minutes"] == 15
    assert told["ways"] == [
        {"messenger": "telegram", "url": f"https://messenger.test/{told['code']}"}
    ]
    assert messengers.links.whose(told["code"]) == stand_in.heard[0]["sender"]


async def test_without_a_session_there_is_no_code(
    client: httpx.AsyncClient, messengers: Messengers
) -> None:
    assert (await client.post("/api/link")).status_code == 401


async def test_without_a_messenger_there_is_none_either(client: httpx.AsyncClient) -> None:
    await begin(client)
    assert (await client.post("/api/link")).status_code == 404


async def test_codes_are_made_a_few_an_hour(
    client: httpx.AsyncClient, messengers: Messengers
) -> None:
    await begin(client)
    statuses = [(await client.post("/api/link")).status_code for _ in range(6)]
    assert statuses == [*5 * [201], 429]
