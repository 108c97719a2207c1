"""A session is the browser's own: issued here, unguessable, out of scripts' reach, shut to others."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from cryptography.fernet import Fernet
from fastapi import FastAPI

from bot.app import create_app
from bot.channels.web import sessions
from clinic.settings import Settings
from tests.bot.channels.web.visitor import begin, message, post, say, turns
from tests.bot.gateway.conftest import Visit
from tests.bot.gateway.stand_in import StandIn


@pytest.fixture
def other(visit: Visit) -> httpx.AsyncClient:
    """Another patient's browser."""
    return visit()


async def said(client: httpx.AsyncClient) -> list[str]:
    return [turn["text"] for turn in await turns(client) if turn["text"]]


async def test_the_cookie_is_out_of_reach(client: httpx.AsyncClient) -> None:
    answer = await client.post("/api/session")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie and "Path=/" in cookie
    assert "Secure" not in cookie
    assert answer.json() == {"token": None}


async def test_over_https_the_cookie_stays_on_https(client: httpx.AsyncClient) -> None:
    client.base_url = httpx.URL("https://clinic.test")
    cookie = (await client.post("/api/session")).headers["set-cookie"]
    assert cookie.startswith("__Host-dewy=") and "Secure" in cookie
    assert (await post(client, message("acne"))).status_code == 202


async def test_tokens_differ_and_names_do_not_give_them_away(
    visit: Visit, stand_in: StandIn
) -> None:
    tokens = set()
    for _ in range(20):
        client = await begin(visit())
        tokens.add(client.cookies["dewy"])
    senders = {each["sender"] for each in stand_in.heard}
    assert len(tokens) == len(senders) == 20
    digests = {hashlib.sha256(token.encode()).hexdigest() for token in tokens}
    assert not (digests | tokens) & senders


async def test_pages_set_no_cookie(client: httpx.AsyncClient) -> None:
    for page in ("/", "/demo", "/plan", "/api/widget"):
        assert "set-cookie" not in (await client.get(page)).headers


async def test_a_reload_resumes_with_a_fresh_token(
    client: httpx.AsyncClient, stand_in: StandIn
) -> None:
    await begin(client)
    token = client.cookies["dewy"]
    await say(client, "acne")
    await begin(client)
    assert client.cookies["dewy"] != token
    assert await said(client) == ["acne"]
    assert stand_in.texts == ["hello", "acne"]


async def test_nobody_reads_anothers_talk(
    client: httpx.AsyncClient, other: httpx.AsyncClient
) -> None:
    await begin(client)
    await say(client, "only mine")
    await begin(other)
    assert await said(other) == []


async def test_the_id_of_anothers_message_opens_nothing(
    client: httpx.AsyncClient, other: httpx.AsyncClient
) -> None:
    mine = {"id": str(uuid.uuid4()), "text": "only mine"}
    await begin(client)
    await begin(other)
    await post(client, mine)
    answer = await post(other, {**mine, "text": "mine too"})
    assert answer.status_code == 202 and "only mine" not in answer.text
    assert await said(other) == ["mine too"]


GUESSES = [
    None,
    "",
    "x",
    "../etc",
    "a" * 43,
    "a" * 4000,
    Fernet(Fernet.generate_key()).encrypt(b"x").decode(),
]


@pytest.mark.parametrize("token", GUESSES)
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/talk"),
        ("GET", "/api/talk/events"),
        ("POST", "/api/messages"),
        ("POST", "/api/plan/link"),
        ("POST", "/api/photos"),
        ("GET", "/api/photos/x"),
        ("DELETE", "/api/photos/x"),
    ],
)
async def test_without_a_session_of_ours_nothing_opens(
    client: httpx.AsyncClient, stand_in: StandIn, token: str | None, method: str, path: str
) -> None:
    if token is not None:
        client.cookies.set("dewy", token)
    answer = await client.request(method, path, json=message("hello") if method == "POST" else None)
    assert answer.status_code == 401
    assert stand_in.texts == []


async def test_a_cookie_that_is_none_of_ours_is_replaced(client: httpx.AsyncClient) -> None:
    client.cookies.set("dewy", "guessed")
    answer = await client.post("/api/session")
    assert answer.status_code == 200
    assert "dewy=gAAAA" in answer.headers["set-cookie"]


async def test_a_session_ends_after_thirty_days(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    await begin(client)
    # as if they had passed
    monkeypatch.setattr(sessions, "SECONDS", -1)
    assert (await client.get("/api/talk")).status_code == 401


async def test_a_session_outlives_a_restart_of_the_process(
    client: httpx.AsyncClient, settings: Settings
) -> None:
    await begin(client)
    again = create_app(settings)
    transport = httpx.ASGITransport(again)
    async with httpx.AsyncClient(transport=transport, base_url="http://clinic.test") as browser:
        browser.cookies = client.cookies
        assert (await browser.get("/api/talk")).status_code == 200


class TestTokensInTheWidgetsStorage:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return settings.model_copy(update={"session": "token"})

    @pytest.fixture
    async def bearer(
        self, app: FastAPI, client: httpx.AsyncClient
    ) -> AsyncIterator[dict[str, Any]]:
        answer = await client.post("/api/session")
        assert "set-cookie" not in answer.headers
        yield {"headers": {"Authorization": f"Bearer {answer.json()['token']}"}}

    async def test_the_token_opens_the_talk(
        self, client: httpx.AsyncClient, bearer: dict[str, Any]
    ) -> None:
        assert (await client.get("/api/talk", **bearer)).status_code == 200
        assert (await post(client, message("acne"), **bearer)).status_code == 202
        assert (await client.get("/api/talk")).status_code == 401

    async def test_it_opens_nothing_as_a_cookie(
        self, client: httpx.AsyncClient, bearer: dict[str, Any]
    ) -> None:
        client.cookies.set("dewy", bearer["headers"]["Authorization"].removeprefix("Bearer "))
        assert (await client.get("/api/talk")).status_code == 401

    async def test_it_is_refreshed(self, client: httpx.AsyncClient, bearer: dict[str, Any]) -> None:
        token = (await client.post("/api/session", **bearer)).json()["token"]
        again = {"headers": {"Authorization": f"Bearer {token}"}}
        assert token not in bearer["headers"]["Authorization"]
        assert await turns(client, **bearer) == await turns(client, **again)
