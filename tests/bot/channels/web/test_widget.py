"""What every website's widget is told: the clinic's words and settings, and no secret."""

from __future__ import annotations

import httpx
import pytest

from clinic.settings import Settings


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"link_hosts": ("lumina.example",), "session": "token"})


async def test_it_is_told_the_clinics_settings(client: httpx.AsyncClient) -> None:
    told = (await client.get("/api/widget")).json()
    assert told["clinic"] == "Lumina & Sons"
    assert told["session"] == "token"
    assert told["link_hosts"] == ["lumina.example"]
    assert told["emergency"] == "112"
    assert {"number": "112", "name": ""} in told["helplines"]
    assert (told["locale"], told["direction"]) == ("en-GB", "ltr")
    assert told["longest"] == 2000
    assert told["words"] and told["names"]


@pytest.mark.parametrize("language", ["en", "en-IN", "EN", "hi", "", "../../etc"])
async def test_a_language_without_words_is_answered_in_english(
    client: httpx.AsyncClient, language: str
) -> None:
    answer = await client.get("/api/widget", params={"language": language})
    assert answer.json()["locale"] == "en-GB"


async def test_what_is_no_language_is_refused(client: httpx.AsyncClient) -> None:
    assert (await client.get("/api/widget", params={"language": "x" * 36})).status_code == 422


async def test_it_begins_no_session(client: httpx.AsyncClient) -> None:
    assert "set-cookie" not in (await client.get("/api/widget")).headers
