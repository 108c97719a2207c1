"""Another website cannot speak for a patient."""

from __future__ import annotations

import uuid

import httpx
import pytest

from tests.bot.gateway.stand_in import StandIn

OWN = "http://clinic.test"


async def post(client: httpx.AsyncClient, headers: dict[str, str]) -> int:
    message = {"id": str(uuid.uuid4()), "text": "acne"}
    return (await client.post("/api/messages", json=message, headers=headers)).status_code


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": OWN},
        {"Origin": OWN, "Sec-Fetch-Site": "same-origin"},
        {"Origin": "http://Clinic.Test"},
        # behind a proxy that speaks https
        {"Origin": "https://clinic.test"},
    ],
)
async def test_our_own_page_may(client: httpx.AsyncClient, headers: dict[str, str]) -> None:
    await client.get("/api/talk")
    assert await post(client, headers) == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "https://clinic.test.evil.example"},
        {"Origin": "https://clinic.test:8443"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": OWN, "Sec-Fetch-Site": "cross-site"},
    ],
)
async def test_others_may_not(
    client: httpx.AsyncClient, stand_in: StandIn, headers: dict[str, str]
) -> None:
    await client.get("/api/talk")
    assert await post(client, headers) == 403
    assert (await client.get("/api/talk", headers=headers)).status_code == 403
    assert stand_in.texts == ["hello"]


async def test_no_other_site_is_told_that_it_may_read(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/talk", headers={"Origin": "https://evil.example"})
    assert not any(name.startswith("access-control") for name in answer.headers)
