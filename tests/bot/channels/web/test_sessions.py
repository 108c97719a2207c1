"""A session is the browser's own: unguessable, out of scripts' reach, and shut to others."""

from __future__ import annotations

import uuid

import httpx
import pytest

from bot.gateway.sessions import new_token, sender_of
from tests.bot.gateway.conftest import Visit
from tests.bot.gateway.stand_in import StandIn


@pytest.fixture
def other(visit: Visit) -> httpx.AsyncClient:
    """Another patient's browser."""
    return visit()


async def post(client: httpx.AsyncClient, text: str, message_id: str | None = None) -> int:
    message = {"id": message_id or str(uuid.uuid4()), "text": text}
    return (await client.post("/api/messages", json=message)).status_code


async def said(client: httpx.AsyncClient) -> list[str]:
    turns = (await client.get("/api/talk")).json()["turns"]
    return [turn["text"] for turn in turns if turn["text"]]


async def test_the_cookie_is_out_of_reach(client: httpx.AsyncClient) -> None:
    cookie = (await client.get("/api/talk")).headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie and "Path=/" in cookie
    assert "Secure" not in cookie


async def test_over_https_the_cookie_stays_on_https(client: httpx.AsyncClient) -> None:
    client.base_url = httpx.URL("https://clinic.test")
    cookie = (await client.get("/api/talk")).headers["set-cookie"]
    assert cookie.startswith("__Host-dewy=") and "Secure" in cookie
    assert await post(client, "acne") == 200


def test_tokens_differ_and_names_do_not_give_them_away() -> None:
    tokens = {new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert all(len(token) == 43 and token not in sender_of(token) for token in tokens)


async def test_the_page_itself_sets_no_cookie(client: httpx.AsyncClient) -> None:
    assert "set-cookie" not in (await client.get("/")).headers


async def test_a_reload_resumes(client: httpx.AsyncClient) -> None:
    await client.get("/api/talk")
    await post(client, "acne")
    assert await said(client) == ["acne"]


async def test_nobody_reads_anothers_talk(
    client: httpx.AsyncClient, other: httpx.AsyncClient
) -> None:
    await client.get("/api/talk")
    await post(client, "only mine")
    assert await said(other) == []


async def test_the_id_of_anothers_message_opens_nothing(
    client: httpx.AsyncClient, other: httpx.AsyncClient
) -> None:
    message_id = str(uuid.uuid4())
    await client.get("/api/talk")
    await other.get("/api/talk")
    await post(client, "only mine", message_id)
    answer = await other.post("/api/messages", json={"id": message_id, "text": "mine too"})
    assert "only mine" not in answer.text
    assert await said(other) == ["mine too"]


async def test_conversations_have_names_of_their_own_in_rasa(
    client: httpx.AsyncClient, other: httpx.AsyncClient, stand_in: StandIn
) -> None:
    await client.get("/api/talk")
    await other.get("/api/talk")
    senders = {each["sender"] for each in stand_in.heard}
    assert len(senders) == 2
    assert client.cookies["dewy"] not in senders


@pytest.mark.parametrize("token", [None, "", "x", "../etc", "a" * 44, "a" * 4000])
async def test_a_message_without_a_session_is_refused(
    client: httpx.AsyncClient, stand_in: StandIn, token: str | None
) -> None:
    if token is not None:
        client.cookies.set("dewy", token)
    assert await post(client, "hello") == 401
    assert stand_in.texts == []


async def test_a_cookie_that_is_none_of_ours_is_replaced(client: httpx.AsyncClient) -> None:
    await client.get("/api/talk", headers={"Cookie": "dewy=guessed"})
    assert len(client.cookies["dewy"]) == 43
