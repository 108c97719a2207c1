"""Another website cannot speak for a patient; the clinic's own can."""

from __future__ import annotations

import httpx
import pytest

from clinic.settings import Settings
from tests.bot.channels.web.visitor import begin, message, post
from tests.bot.gateway.stand_in import StandIn

OWN = "http://clinic.test"
SITE = "https://www.lumina.example"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"origins": (SITE,)})


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": OWN},
        {"Origin": OWN, "Sec-Fetch-Site": "same-origin"},
        {"Origin": "http://Clinic.Test"},
        # behind a proxy that speaks https
        {"Origin": "https://clinic.test"},
        # the clinic's website, whose visitors' browsers say so
        {"Origin": SITE, "Sec-Fetch-Site": "cross-site"},
        {"Origin": SITE, "Sec-Fetch-Site": "same-site"},
    ],
)
async def test_our_own_page_and_the_clinics_website_may(
    client: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    await begin(client)
    assert (await post(client, message("acne"), headers=headers)).status_code == 202


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "https://clinic.test.evil.example"},
        {"Origin": "https://clinic.test:8443"},
        {"Origin": "http://www.lumina.example"},
        {"Origin": f"{SITE}.evil.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": OWN, "Sec-Fetch-Site": "cross-site"},
    ],
)
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/session"),
        ("GET", "/api/talk"),
        ("GET", "/api/talk/events"),
        ("POST", "/api/messages"),
        ("POST", "/api/photos"),
        ("POST", "/api/plan/link"),
    ],
)
async def test_others_may_not(
    client: httpx.AsyncClient,
    stand_in: StandIn,
    headers: dict[str, str],
    method: str,
    path: str,
) -> None:
    await begin(client)
    body = message("hello") if method == "POST" else None
    answer = await client.request(method, path, json=body, headers=headers)
    assert answer.status_code == 403
    assert stand_in.texts == ["hello"]


async def test_only_the_clinics_website_is_told_that_it_may_read(client: httpx.AsyncClient) -> None:
    answer = await client.post("/api/session", headers={"Origin": SITE})
    assert answer.headers["Access-Control-Allow-Origin"] == SITE
    assert answer.headers["Access-Control-Allow-Credentials"] == "true"
    answer = await client.post("/api/session", headers={"Origin": "https://evil.example"})
    assert "access-control-allow-origin" not in answer.headers


async def test_the_clinics_website_may_ask_beforehand(client: httpx.AsyncClient) -> None:
    asked = {
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    assert (await client.options("/api/messages", headers={"Origin": SITE, **asked})).is_success
    evil = await client.options(
        "/api/messages", headers={"Origin": "https://evil.example", **asked}
    )
    assert evil.status_code == 400
    assert "access-control-allow-origin" not in evil.headers


@pytest.mark.parametrize("path", ["/staff", "/staff/sign-in", "/staff/intakes/1", "/", "/health"])
async def test_what_is_not_for_the_clinics_website_it_may_not_read(
    client: httpx.AsyncClient, path: str
) -> None:
    asked = {"Access-Control-Request-Method": "GET"}
    for answer in (
        await client.get(path, headers={"Origin": SITE, "Sec-Fetch-Site": "same-site"}),
        await client.options(path, headers={"Origin": SITE, **asked}),
    ):
        assert not [name for name in answer.headers if name.startswith("access-control-")]


async def test_every_site_may_read_the_widgets_words(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/widget", headers={"Origin": "https://any.example"})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


async def test_a_refused_site_is_named_to_the_clinic(
    client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    await client.get("/api/talk", headers={"Origin": "https://new-site.example"})
    assert "'https://new-site.example'" in caplog.text and "DEWY_ORIGINS" in caplog.text
