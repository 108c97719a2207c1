"""The page by the rules of WCAG 2.2 AA that a program can check, in light and dark."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from tests.bot.chat.conftest import Show
from tests.bot.chat.screen import Screen
from tests.bot.gateway.served import Served
from tests.bot.gateway.stand_in import StandIn
from tests.house import House

pytestmark = pytest.mark.browser
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
SCHEMES = ("light", "dark")


def violations(screen: Screen) -> list[str]:
    report = Axe().run(screen.page, options=RULES)
    return [
        f"{each['id']}: {node['html']} {node['failureSummary']}"
        for each in report.response["violations"]
        for node in each["nodes"]
    ]


@pytest.fixture(scope="module")
def planned(browser: Browser, house: House) -> Iterator[Screen]:
    """A talk with a plan and an emergency in it."""
    screen = Screen(browser, house.web_url, reduced_motion="reduce")
    screen.gets_a_plan(
        "dullness, dry skin, glycolic acid every night, tretinoin daily, SPF 20 most days"
    )
    screen.says("my lips are swelling up and I can't breathe properly").says("delete my data")
    yield screen
    screen.context.close()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_talk_with_a_plan_and_an_emergency(planned: Screen, scheme: str) -> None:
    planned.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of SCHEMES
    assert violations(planned) == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_message_that_failed(show: Show, served: Served, stand_in: StandIn, scheme: str) -> None:
    screen = show(served.url, color_scheme=scheme).is_greeted()
    stand_in.status = 500
    screen.words.fill("acne")
    screen.words.press("Enter")
    expect(screen.page.get_by_role("button", name="Try again")).to_be_visible()
    assert violations(screen) == []
    screen.problems.clear()


def test_the_talk_is_a_polite_log(planned: Screen) -> None:
    log = planned.page.get_by_role("log")
    expect(log).to_have_attribute("aria-live", "polite")
    assert "You: my lips are swelling" in (log.text_content() or "")


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_motion_is_only_for_those_who_like_it(
    browser: Browser, served: Served, stand_in: StandIn, motion: str
) -> None:
    screen = Screen(browser, served.url, reduced_motion=motion).is_greeted()
    name = screen.answers.first.evaluate("(node) => getComputedStyle(node).animationName")
    screen.context.close()
    assert (name == "none") == (motion == "reduce")
