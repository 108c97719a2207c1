"""Debian's Chromium, the gateway with the stand-in for Rasa's failures, and a clinic's website."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from clinic.migrate import upgrade
from clinic.settings import Settings
from tests.bot.chat.screen import Screen
from tests.bot.chat.site import Site
from tests.bot.gateway.served import Served
from tests.bot.gateway.stand_in import StandIn

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-dev-shm-usage",
    # two cameras that show a moving picture
    "--use-fake-device-for-media-stream=device-count=2",
)
# the only website, beside the door, that links may lead to
LINK_HOST = "lumina.example"
# a busy machine is slow, not wrong
expect.set_options(timeout=20_000)
Show = Callable[..., Screen]


# a module long: Playwright's loop would be in the way of asynchronous tests elsewhere
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"no Chromium at {CHROMIUM}: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def show(browser: Browser) -> Iterator[Show]:
    """Open the page at an address; at the end its console must have been quiet.

    A screen of `beside` is another tab of the same browser.
    """
    screens: list[Screen] = []

    def show(url: str, beside: Screen | None = None, **options: Any) -> Screen:
        options = {"reduced_motion": "reduce", **options}
        screens.append(Screen(beside.context if beside else browser, url, **options))
        return screens[-1]

    yield show
    for screen in screens:
        screen.context.close()
    assert [problem for screen in screens for problem in screen.problems] == []


@pytest.fixture(scope="module")
def door(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Served, StandIn, Site]]:
    folder = tmp_path_factory.mktemp("served")
    upgrade(Settings(var=folder))
    with Site() as site, StandIn() as stand_in:
        allowed = {"DEWY_ORIGINS": site.origin, "DEWY_LINK_HOSTS": LINK_HOST}
        with Served(folder, stand_in, **allowed) as served:
            site.door = served.url
            yield served, stand_in, site


@pytest.fixture
def served(door: tuple[Served, StandIn, Site]) -> Served:
    return door[0]


@pytest.fixture
def stand_in(door: tuple[Served, StandIn, Site]) -> StandIn:
    door[1].be_well()
    return door[1]


@pytest.fixture
def site(door: tuple[Served, StandIn, Site], stand_in: StandIn) -> Site:
    return door[2]
