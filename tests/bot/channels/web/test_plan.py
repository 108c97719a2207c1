"""The plan on a page of its own: opened by a link that the patient alone can have made."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

import regimen
from bot.gateway.words import text
from clinic.http import tickets
from clinic.records import Records
from clinic.settings import Settings
from tests.bot.channels.web.visitor import begin
from tests.bot.gateway.conftest import Visit
from tests.bot.gateway.stand_in import StandIn

SCRUBS = regimen.check(
    {
        "products": [{"id": "glycolic_acid", "status": "current", "per_week": 7}],
        "spf_use": "never",
        "concerns": ["dullness"],
    }
)


@pytest.fixture
def records(settings: Settings) -> Iterator[Records]:
    records = Records.open(settings)
    yield records
    records.dispose()


async def plan_of(client: httpx.AsyncClient, records: Records, stand_in: StandIn) -> str:
    """Give the caller a plan; return the conversation."""
    await begin(client)
    sender: str = stand_in.heard[-1]["sender"]
    intake = records.begin_intake(sender, "web")
    records.complete(intake, regimen.advise(SCRUBS))
    return sender


async def opened(client: httpx.AsyncClient) -> httpx.Response:
    """Open the plan by its link, in a tab without a session."""
    answer = await client.post("/api/plan/link")
    assert answer.status_code == 201, answer.text
    client.cookies.clear()
    return await client.get(answer.json()["url"])


def told(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="told">(.*?)</script>', page, re.S)
    assert found
    told: dict[str, Any] = json.loads(found[1])
    return told


async def test_the_plan_is_there_with_the_clinics_name_and_the_day(
    client: httpx.AsyncClient, records: Records, stand_in: StandIn
) -> None:
    await plan_of(client, records, stand_in)
    answer = await opened(client)
    assert answer.status_code == 200
    assert "Your skin plan from Lumina &amp; Sons" in answer.text
    assert told(answer.text)["plan"]["exfoliation"]["level"] == "red"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT.*\+00:00", told(answer.text)["given_at"])


async def test_what_is_for_staff_stays_with_them(
    client: httpx.AsyncClient, records: Records, stand_in: StandIn
) -> None:
    await plan_of(client, records, stand_in)
    assert "treatments" not in told((await opened(client)).text)["plan"]


async def test_a_plan_is_kept_in_no_cache_and_guarded(
    client: httpx.AsyncClient, records: Records, stand_in: StandIn
) -> None:
    await plan_of(client, records, stand_in)
    answer = await opened(client)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert not re.search(r"\son\w+=|\sstyle=|<style|https?://|javascript:", answer.text)


async def test_the_link_gives_nothing_of_the_patient_away(
    client: httpx.AsyncClient, records: Records, stand_in: StandIn
) -> None:
    sender = await plan_of(client, records, stand_in)
    url = (await client.post("/api/plan/link")).json()["url"]
    ticket = url.partition("ticket=")[2]
    assert url.startswith("http://clinic.test/plan?")
    assert sender.encode() not in base64.urlsafe_b64decode(ticket.replace("%3D", "="))
    assert client.cookies["dewy"] not in url


async def test_where_there_is_none_yet_there_is_no_link(client: httpx.AsyncClient) -> None:
    await begin(client)
    answer = await client.post("/api/plan/link")
    assert (answer.status_code, answer.json()) == (404, {"problem": text("refusals.no_plan")})


@pytest.mark.parametrize("ticket", ["", "?ticket=", "?ticket=guess", "?ticket=gAAAAABguess%F0"])
async def test_a_link_that_is_none_of_ours_opens_nothing(
    client: httpx.AsyncClient, ticket: str
) -> None:
    answer = await client.get(f"/plan{ticket}")
    assert answer.status_code == 404
    assert text("sheet.none_title") in answer.text
    assert 'href="/"' in answer.text and "<script" not in answer.text


async def test_a_session_is_no_ticket(
    client: httpx.AsyncClient, records: Records, stand_in: StandIn
) -> None:
    await plan_of(client, records, stand_in)
    token = client.cookies["dewy"]
    assert (await client.get("/plan")).status_code == 404
    assert (await client.get("/plan", params={"ticket": token})).status_code == 404


async def test_a_link_ends_after_ten_minutes(
    client: httpx.AsyncClient,
    records: Records,
    stand_in: StandIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await plan_of(client, records, stand_in)
    # as if they had passed
    monkeypatch.setattr(tickets, "SECONDS", -1)
    assert (await opened(client)).status_code == 404


async def test_each_link_opens_the_plan_of_its_own_patient(
    visit: Visit, records: Records, stand_in: StandIn
) -> None:
    client, other = visit(), visit()
    await plan_of(client, records, stand_in)
    await begin(other)
    assert (await other.post("/api/plan/link")).status_code == 404


async def test_an_erased_plan_is_gone(
    client: httpx.AsyncClient, records: Records, stand_in: StandIn
) -> None:
    sender = await plan_of(client, records, stand_in)
    url = (await client.post("/api/plan/link")).json()["url"]
    records.erase(sender)
    assert (await client.get(url)).status_code == 404
