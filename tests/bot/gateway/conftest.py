"""The gateway in this process, with the stand-in for Rasa behind it."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from bot.app import create_app
from bot.gateway.rasa import Rasa
from clinic.migrate import upgrade
from clinic.settings import Settings
from tests.bot.gateway.stand_in import StandIn

PATIENCE = httpx.Timeout(1.5)
Visit = Callable[[], httpx.AsyncClient]


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    with StandIn() as stand_in:
        yield stand_in


@pytest.fixture(scope="session")
def empty_records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("records")
    upgrade(Settings(var=folder))
    return folder


@pytest.fixture
def settings(stand_in: StandIn, empty_records: Path, tmp_path: Path) -> Settings:
    var = shutil.copytree(empty_records, tmp_path / "var")
    return Settings(
        rasa_port=stand_in.port,
        actions_port=stand_in.actions_port,
        var=var,
        clinic_name="Lumina & Sons",
    )


@pytest.fixture
async def app(settings: Settings) -> AsyncIterator[FastAPI]:
    app = create_app(settings, Rasa(settings, patience=PATIENCE))
    async with app.router.lifespan_context(app):
        yield app


@pytest.fixture
async def visit(app: FastAPI) -> AsyncIterator[Visit]:
    """Open a browser of its own at each call."""
    browsers: list[httpx.AsyncClient] = []

    def visit() -> httpx.AsyncClient:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        browsers.append(httpx.AsyncClient(transport=transport, base_url="http://clinic.test"))
        return browsers[-1]

    yield visit
    for browser in browsers:
        await browser.aclose()


@pytest.fixture
def client(visit: Visit) -> httpx.AsyncClient:
    return visit()
