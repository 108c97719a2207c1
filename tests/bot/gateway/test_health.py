"""Whether the process serves, and whether a patient would be answered."""

from __future__ import annotations

import httpx
import pytest

from bot.gateway.app import create_app
from clinic.settings import Settings
from tests.bot.gateway.stand_in import StandIn


@pytest.fixture
def settings(settings: Settings, stand_in: StandIn) -> Settings:
    # one stand-in answers for the action server too
    return settings.model_copy(update={"actions_port": stand_in.port})


async def test_the_process_serves_though_rasa_does_not(
    client: httpx.AsyncClient, stand_in: StandIn
) -> None:
    stand_in.close()
    answer = await client.get("/health")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


async def test_ready_where_all_are_well(client: httpx.AsyncClient) -> None:
    answer = await client.get("/ready")
    assert (answer.status_code, answer.json()) == (200, {"rasa": True, "actions": True})


@pytest.mark.parametrize("status", [500, 404])
async def test_not_ready_where_one_is_unwell(
    client: httpx.AsyncClient, stand_in: StandIn, status: int
) -> None:
    stand_in.status = status
    answer = await client.get("/ready")
    assert (answer.status_code, answer.json()) == (503, {"rasa": False, "actions": False})


async def test_not_ready_where_one_is_gone(client: httpx.AsyncClient, stand_in: StandIn) -> None:
    stand_in.close()
    assert (await client.get("/ready")).status_code == 503


def test_a_bad_setting_ends_the_process_with_a_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEWY_COUNTRY", "Narnia")
    with pytest.raises(SystemExit, match="DEWY_COUNTRY"):
        create_app()
