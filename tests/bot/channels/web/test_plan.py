"""The plan on a page of its own: the caller's, the latest, and nobody else's."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

import regimen
from bot.gateway.sessions import sender_of
from bot.gateway.words import text
from clinic.records import Records
from clinic.settings import Settings
from tests.bot.gateway.conftest import Visit

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


async def plan_of(client: httpx.AsyncClient, records: Records) -> int:
    """Give the caller a plan; return the intake."""
    await client.get("/api/talk")
    intake = records.begin_intake(sender_of(client.cookies["dewy"]), "web")
    records.complete(intake, regimen.advise(SCRUBS))
    return intake


def told(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="told">(.*?)</script>', page, re.S)
    assert found
    told: dict[str, Any] = json.loads(found[1])
    return told


async def test_the_plan_is_there_with_the_clinics_name_and_the_day(
    client: httpx.AsyncClient, records: Records
) -> None:
    await plan_of(client, records)
    answer = await client.get("/plan")
    assert answer.status_code == 200
    assert "Your skin plan from Lumina &amp; Sons" in answer.text
    assert told(answer.text)["plan"]["exfoliation"]["level"] == "red"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT.*\+00:00", told(answer.text)["given_at"])


async def test_what_is_for_staff_stays_with_them(
    client: httpx.AsyncClient, records: Records
) -> None:
    await plan_of(client, records)
    assert "treatments" not in told((await client.get("/plan")).text)["plan"]


async def test_a_plan_is_kept_in_no_cache_and_guarded(
    client: httpx.AsyncClient, records: Records
) -> None:
    await plan_of(client, records)
    answer = await client.get("/plan")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert not re.search(r"\son\w+=|\sstyle=|<style|https?://|javascript:", answer.text)


async def test_where_there_is_none_yet_the_page_says_so(client: httpx.AsyncClient) -> None:
    for _ in range(2):
        answer = await client.get("/plan")
        assert answer.status_code == 404
        assert text("sheet.none_title") in answer.text
        assert 'href="/"' in answer.text and "<script" not in answer.text
        # with a session, but before the plan
        await client.get("/api/talk")


async def test_nobody_reads_anothers_plan(visit: Visit, records: Records) -> None:
    client, other = visit(), visit()
    await plan_of(client, records)
    await other.get("/api/talk")
    assert (await other.get("/plan")).status_code == 404


async def test_an_erased_plan_is_gone(client: httpx.AsyncClient, records: Records) -> None:
    await plan_of(client, records)
    records.erase(sender_of(client.cookies["dewy"]))
    assert (await client.get("/plan")).status_code == 404
