"""Whether the process serves, and whether a patient would be answered."""

from __future__ import annotations

import httpx
import pytest
from pydantic import SecretStr

from bot.app import create_app
from clinic.settings import Settings
from tests.bot.gateway.stand_in import StandIn

WELL = {"records": True, "rasa": True, "actions": True}


async def test_the_process_serves_though_rasa_does_not(
    client: httpx.AsyncClient, stand_in: StandIn
) -> None:
    stand_in.close()
    answer = await client.get("/health")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


async def test_ready_where_all_are_well(client: httpx.AsyncClient) -> None:
    answer = await client.get("/ready")
    assert (answer.status_code, answer.json()) == (200, WELL)


@pytest.mark.parametrize("status", [500, 404])
async def test_not_ready_where_one_is_unwell(
    client: httpx.AsyncClient, stand_in: StandIn, status: int
) -> None:
    stand_in.status = status
    answer = await client.get("/ready")
    assert (answer.status_code, answer.json()) == (503, WELL | {"rasa": False, "actions": False})


async def test_not_ready_where_one_is_gone(client: httpx.AsyncClient, stand_in: StandIn) -> None:
    stand_in.close()
    assert (await client.get("/ready")).status_code == 503


async def test_not_ready_where_the_records_are_out_of_reach(settings: Settings) -> None:
    nowhere = {"database_url": SecretStr("postgresql://dewy@127.0.0.1:1/dewy")}
    app = create_app(settings.model_copy(update=nowhere))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://clinic.test") as client:
        answer = await client.get("/ready")
    assert (answer.status_code, answer.json()) == (503, WELL | {"records": False})


def test_a_bad_setting_ends_the_process_with_a_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEWY_COUNTRY", "Narnia")
    with pytest.raises(SystemExit, match="DEWY_COUNTRY"):
        create_app()


def test_an_unusable_secret_ends_the_process_with_a_clear_line(settings: Settings) -> None:
    (settings.var / "secret").write_text("short")
    with pytest.raises(SystemExit, match="secret"):
        create_app(settings)
