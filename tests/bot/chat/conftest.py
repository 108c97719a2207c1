"""Debian's Chromium, and the gateway with the stand-in for Rasa's failures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from clinic.migrate import upgrade
from clinic.settings import Settings
from tests.bot.chat.screen import Screen
from tests.bot.gateway.served import Served
from tests.bot.gateway.stand_in import StandIn

CHROMIUM = Path("/usr/bin/chromium")
# a busy machine is slow, not wrong
expect.set_options(timeout=20_000)
Show = Callable[..., Screen]


# a module long: Playwright's loop would be in the way of asynchronous tests elsewhere
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"no Chromium at {CHROMIUM}: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


@pytest.fixture
def show(browser: Browser) -> Iterator[Show]:
    """Open the page at an address; at the end its console must have been quiet."""
    screens: list[Screen] = []

    def show(url: str, **options: Any) -> Screen:
        screens.append(Screen(browser, url, reduced_motion="reduce", **options))
        return screens[-1]

    yield show
    for screen in screens:
        screen.context.close()
    assert [problem for screen in screens for problem in screen.problems] == []


@pytest.fixture(scope="module")
def served_stand_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, StandIn]]:
    folder = tmp_path_factory.mktemp("served")
    upgrade(Settings(var=folder))
    with StandIn() as stand_in, Served(folder, rasa_port=stand_in.port) as served:
        yield served, stand_in


@pytest.fixture
def served(served_stand_in: tuple[Served, StandIn]) -> Served:
    return served_stand_in[0]


@pytest.fixture
def stand_in(served_stand_in: tuple[Served, StandIn]) -> StandIn:
    served_stand_in[1].be_well()
    return served_stand_in[1]
